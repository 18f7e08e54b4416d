"""Opens the ledger that the settings name, after its data key has been proved."""

import os
from pathlib import Path

from bot.identity.secret_places import secret_reader
from bot.settings import Settings
from store.ledger import Ledger
from store.ledger.database import OWNER_ONLY, open_engine
from store.ledger.key_check import prove_key
from store.ledger.randomness import Randomness, SystemRandomness
from store.ledger.sealed import DataKey, data_key
from store.vocabulary.errors import Unready

KEY_SETTING = "SIGHTLINE_DATA_KEY"
LOST = "Without it nobody can read what is sealed."


def ledger_file_missing(settings: Settings) -> str | None:
    """The sentence that says that the ledger's file does not exist; None where it does.

    On PostgreSQL only the database itself can tell.
    """
    file = settings.sqlite_file
    if file is None or file.exists():
        return None
    return f"There is no ledger at {file} yet. Create one with `sightline init`."


def require_ledger_file(settings: Settings) -> None:
    """Raise `Unready` if the ledger's file does not exist, because opening would make one."""
    if (missing := ledger_file_missing(settings)) is not None:
        raise Unready(missing)


def make_key(settings: Settings, randomness: Randomness) -> None:
    """Make the key file of a new SQLite ledger, for its owner alone, unless a key is set.

    No key is made beside a ledger that is there: it has one, which must be put back. Raises
    `Unready` if the file cannot be written.
    """
    file = settings.key_file
    if settings.data_key is not None or file is None or os.path.lexists(file):
        return
    if ledger_file_missing(settings) is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(file, randomness.bytes(32).hex())
    except OSError as error:
        raise Unready(f"The data key cannot be written to {file}: {error.strerror}.") from error


def _write_whole(file: Path, text: str) -> None:
    """Write a new file that is on the disk before the ledger that depends on it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise


def key_place(settings: Settings) -> str:
    """Where the data key is: the setting's name, or the file beside a SQLite ledger."""
    if settings.data_key is not None or settings.key_file is None:
        return KEY_SETTING
    return str(settings.key_file)


def read_key(settings: Settings) -> DataKey:
    """The data key, from the setting or the file beside the ledger.

    Raises `Unready` if there is none, or it cannot be read or is not a key.
    """
    place = key_place(settings)
    if settings.data_key is not None:
        return data_key(_from_setting(settings, settings.data_key.get_secret_value()), place)
    if settings.key_file is None:
        raise Unready(
            f"{KEY_SETTING} is not set. Put the ledger's data key back there, 64 hexadecimal "
            f"digits. {LOST}",
            {place: "is not set"},
        )
    try:
        text = settings.key_file.read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        raise Unready(
            f"The data key is missing. Put it back into {place}. {LOST}", {place: "is missing"}
        ) from None
    except OSError as error:
        raise Unready(
            f"The data key in {place} cannot be read: {error.strerror}. Put the key back there, or "
            "correct the file's rights.",
            {place: "cannot be read"},
        ) from error
    return data_key(text, place)


def _from_setting(settings: Settings, said: str) -> str:
    try:
        return secret_reader(KEY_SETTING, said, identity=settings.identity)()
    except Unready as error:
        raise Unready(f"{error.message} Put the ledger's data key back.", error.fields) from error


def open_ledger(settings: Settings, randomness: Randomness | None = None) -> Ledger:
    """The ledger that the settings name.

    Raises `Unready` if its data key is missing or another ledger's; then nothing is written.
    """
    key = read_key(settings)
    engine = open_engine(settings.database_url)
    try:
        prove_key(engine, key, key_place(settings))
    except BaseException:
        engine.dispose()
        raise
    ledger = Ledger(engine, key=key, randomness=randomness or SystemRandomness())
    ledger.templates = settings.templates
    return ledger
