"""`sightline db upgrade`: the database's shape, brought to this version's."""

import typer

from bot.cli.options import Json
from bot.cli.saying import say, say_json

app = typer.Typer(no_args_is_help=True, help="The database underneath the ledger.")


@app.callback()
def database() -> None:
    """The database underneath the ledger."""


@app.command("upgrade")
def bring_up(as_json: Json = False) -> None:
    """Bring the database to the shape that this version works with; again changes nothing."""
    from bot.settings import Settings
    from store.database import open_engine
    from store.errors import Unready
    from store.migrations import is_current, upgrade

    settings = Settings()
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        message = f"There is no ledger at {settings.sqlite_file} yet: `sightline init` makes one."
        raise Unready(message)
    engine = open_engine(settings.database_url)
    try:
        was_current = is_current(engine)
        upgrade(engine)
    finally:
        engine.dispose()
    if as_json:
        say_json({"upgraded": not was_current})
        return
    say("The database was up to date already." if was_current else "The database is up to date.")
