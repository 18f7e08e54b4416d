"""`sightline serve` and `sightline demo`: the bot as a running process."""

from typing import Annotated

import typer

Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The desk's page.")]
BotPort = Annotated[int, typer.Option("--bot-port", min=1, max=65535, help="The bot itself.")]


def serve() -> None:
    """Serve the bot to Microsoft Teams. This version cannot check who signs in, so it refuses."""
    from bot.settings import Settings
    from store.errors import Unready

    settings = Settings()
    missing = {
        name: "is not set"
        for name, value in (
            ("MicrosoftAppId", settings.app_id),
            ("MicrosoftAppTenantId", settings.tenant_id),
        )
        if not value
    }
    if missing:
        names = " and ".join(missing)
        message = f"Serving Teams needs {names}. On this machine alone: `sightline demo`."
        raise Unready(message, missing)
    message = (
        "This version cannot yet check who signs in from Teams, and it serves nobody unchecked. "
        "On this machine alone: `sightline demo`."
    )
    raise Unready(message)


def demo(port: Port = 8400, bot_port: BotPort = 8401) -> None:
    """Show the bot at work with a sample council, in a browser, on this machine alone."""
    from bot.desk.demo import run_demo

    run_demo(port=port, bot_port=bot_port)
