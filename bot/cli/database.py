"""`sightline db …`: migrate the database, and back up a SQLite ledger."""

import typer

from bot.cli.options import Json, NewFile
from bot.cli.output import say, say_json

app = typer.Typer(no_args_is_help=True, help="Migrate or back up the ledger's database.")


@app.command("upgrade")
def upgrade_database(as_json: Json = False) -> None:
    """Migrate the database to this version. It is safe to run this again."""
    from bot.settings import Settings
    from store.ledger.database import open_engine
    from store.migrations import is_current, upgrade
    from store.vocabulary.errors import Unready

    settings = Settings()
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise Unready(
            f"There is no ledger at {settings.sqlite_file} yet. Create one with `sightline init`."
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
    say("The database was already up to date." if was_current else "The database is up to date.")


@app.command("backup")
def back_up(file: NewFile, as_json: Json = False) -> None:
    """Copy a SQLite ledger to FILE, also while it is in use. The copy has no data key."""
    import sqlite3
    from contextlib import closing

    from bot.ledger_opening import KEY_FILE_MODE
    from bot.settings import Settings
    from store.vocabulary.errors import Invalid, Unready

    source = Settings().sqlite_file
    if source is None:
        raise Unready('Back up PostgreSQL with pg_dump: see docs/operating.md, "Back up".')
    if not source.exists():
        raise Unready(f"There is no ledger at {source} yet. Create one with `sightline init`.")
    if file.exists():
        raise Invalid(f"{file} already exists. Name a new file.", {"file": "already exists"})
    try:
        file.touch(KEY_FILE_MODE, exist_ok=False)
        with closing(sqlite3.connect(source)) as ledger, closing(sqlite3.connect(file)) as copy:
            ledger.backup(copy)
    except (OSError, sqlite3.Error) as error:
        file.unlink(missing_ok=True)
        raise Unready(
            f"{file} cannot be written ({type(error).__name__}). Check the folder and its rights."
        ) from error
    if as_json:
        say_json({"file": str(file), "bytes": file.stat().st_size})
    else:
        say(f"Copied to {file}. Keep the data key elsewhere, and test the copy by restoring it.")
