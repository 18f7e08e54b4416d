"""`sightline db …`: migrate the database, and back up a SQLite ledger."""

import typer

from bot.cli.options import Json, NewFile
from bot.cli.output import say, say_json

app = typer.Typer(no_args_is_help=True, help="Migrate or back up the ledger's database.")


@app.command("upgrade")
def upgrade_database(as_json: Json = False) -> None:
    """Migrate the database to this version. It is safe to run this again.

    A ledger of an earlier version learns here which data key it needs.
    """
    from bot.ledger_opening import key_place, open_ledger, require_ledger_file
    from bot.settings import Settings
    from store.ledger.key_check import needed_key, upgrade_with_key
    from store.migrations import is_current

    settings = Settings()
    require_ledger_file(settings)
    ledger = open_ledger(settings)
    try:
        was_current = is_current(ledger.engine)
        knew = needed_key(ledger.engine) is not None
        proof = upgrade_with_key(ledger.engine, ledger.key, key_place(settings))
    finally:
        ledger.engine.dispose()
    proved = knew or proof.opened > 0
    if as_json:
        say_json({"upgraded": not was_current, "key": proof.key_id, "key_proved": proved})
        return
    say("The database was already up to date." if was_current else "The database is up to date.")
    say(f"It needs the data key with the id {proof.key_id}.")
    if not proved:
        say(
            f"No sealed text could prove the key, so it took the one in {key_place(settings)}. If "
            "that is not the ledger's key, restore the backup and put the right key back."
        )
    if proof.shut:
        say(
            f"{proof.shut} of {proof.opened + proof.shut} sealed texts do not open with this key. "
            "`sightline ledger verify` names them."
        )


@app.command("backup")
def back_up(file: NewFile, as_json: Json = False) -> None:
    """Copy a SQLite ledger to FILE, also while it is in use. The copy names the key it needs."""
    import sqlite3
    from contextlib import closing

    from bot.ledger_opening import open_ledger, require_ledger_file
    from bot.settings import Settings
    from store.ledger.database import OWNER_ONLY
    from store.ledger.key_check import needed_key
    from store.vocabulary.errors import Invalid, Unready

    settings = Settings()
    source = settings.sqlite_file
    if source is None:
        raise Unready('Back up PostgreSQL with pg_dump: see docs/operating.md, "Back up".')
    require_ledger_file(settings)
    opened = open_ledger(settings)
    try:
        key = needed_key(opened.engine)
    finally:
        opened.engine.dispose()
    if file.exists():
        raise Invalid(f"{file} already exists. Name a new file.", {"file": "already exists"})
    try:
        file.touch(OWNER_ONLY, exist_ok=False)
        with closing(sqlite3.connect(source)) as ledger, closing(sqlite3.connect(file)) as copy:
            ledger.backup(copy)
    except (OSError, sqlite3.Error) as error:
        file.unlink(missing_ok=True)
        raise Unready(
            f"{file} cannot be written ({type(error).__name__}). Check the folder and its rights."
        ) from error
    if as_json:
        say_json({"file": str(file), "bytes": file.stat().st_size, "key": key})
        return
    which = "this ledger's data key" if key is None else f"the data key with the id {key}"
    say(f"Copied to {file}. It needs {which}. Keep that elsewhere, and test the copy.")
