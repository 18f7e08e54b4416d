"""`sightline serve` and `sightline demo`: run the bot for Teams, or a demo on this machine."""

from typing import Annotated

import typer

from bot.cli.options import Programme
from bot.cli.output import note

Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port of the page.")]
BotPort = Annotated[
    int, typer.Option("--bot-port", min=1, max=65535, help="The port of the bot itself.")
]


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")
    ] = 3978,
    programme: Programme = None,
) -> None:
    """Serve the bot to Microsoft Teams. Requests that Teams has not signed are refused."""
    import os
    import time
    from datetime import UTC, datetime

    from aiohttp import web

    from bot.cli.context import open_programme
    from bot.dialogs.nudges.typed import extra_of
    from bot.logs import write_logs
    from bot.serving import check_settings, served_app
    from bot.settings import Settings
    from bot.tracing import traces_wanted
    from bot.understanding.learning import learn_soon
    from bot.watched_clock import WatchedClock
    from store.vocabulary.errors import Unready

    settings = Settings()
    check_settings(settings)
    with open_programme(programme) as (ledger, name):
        write_logs(settings.log)
        # Where the machine has it, the count that goes on while the machine is suspended.
        boot = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        now = WatchedClock(lambda: datetime.now(UTC), elapsed=lambda: time.clock_gettime(boot))
        app = served_app(settings, ledger, name, now=now, clock=time.monotonic, watched=now)
        note(f"Sightline serves {name} at http://{host}:{port}/api/messages")
        with ledger.read(name, at=now()) as reader:
            learn_soon(extra_of(reader))
        end_tracing = None
        if traces_wanted(os.environ):
            from bot.trace_export import start_tracing

            end_tracing = start_tracing(os.environ)
        try:
            web.run_app(app, host=host, port=port, print=None, access_log=None)
        except OSError as error:
            where = f"{host}:{port}" + (f" and {settings.metrics}" if settings.metrics else "")
            raise Unready(
                f"Sightline cannot listen on {where}: {error.strerror or 'the port is taken'}. "
                "Choose another address or port."
            ) from error
        finally:
            if end_tracing is not None:
                end_tracing()


def demo(
    profile: Annotated[
        str, typer.Option("--profile", help="Which of the published programmes to show.")
    ] = "tower-hamlets",
    port: Port = 8400,
    bot_port: BotPort = 8401,
) -> None:
    """Run a demo of the bot with a sample council, in a browser, only on this machine."""
    from bot.desk.demo import run_demo

    run_demo(profile=profile, port=port, bot_port=bot_port)
