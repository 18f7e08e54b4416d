"""`sightline db …`: the database's shape brought to this version's, and a SQLite ledger's copy."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Json
from bot.cli.output import say, say_json

app = typer.Typer(no_args_is_help=True, help="The database underneath the ledger.")


@app.callback()
def database() -> None:
    """The database underneath the ledger."""


@app.command("upgrade")
def bring_up(as_json: Json = False) -> None:
    """Bring the database to the shape that this version works with; again changes nothing."""
    from bot.settings import Settings
    from store.ledger.database import open_engine
    from store.migrations import is_current, upgrade
    from store.vocabulary.errors import Unready

    settings = Settings()
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise Unready(
            f"There is no ledger at {settings.sqlite_file} yet: `sightline init` makes one."
        )
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


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False)], as_json: Json = False
) -> None:
    """Copy a SQLite ledger to FILE while it is in use; the data key is not in it."""
    import sqlite3
    from contextlib import closing

    from bot.settings import KEY_FILE_MODE, Settings
    from store.vocabulary.errors import Invalid, Unready

    source = Settings().sqlite_file
    if source is None:
        raise Unready('PostgreSQL is backed up by pg_dump: docs/operating.md, "Back up".')
    if not source.exists():
        raise Unready(f"There is no ledger at {source} yet: `sightline init` makes one.")
    if file.exists():
        raise Invalid(f"{file} is there already: name a new file.", {"file": "is there already"})
    try:
        file.touch(KEY_FILE_MODE, exist_ok=False)
        with closing(sqlite3.connect(source)) as ledger, closing(sqlite3.connect(file)) as copy:
            ledger.backup(copy)
    except (OSError, sqlite3.Error) as error:
        file.unlink(missing_ok=True)
        raise Unready(f"{file} cannot be written ({type(error).__name__}).") from error
    if as_json:
        say_json({"file": str(file), "bytes": file.stat().st_size})
    else:
        say(f"Copied to {file}. Keep the data key elsewhere, and prove the copy by restoring it.")
