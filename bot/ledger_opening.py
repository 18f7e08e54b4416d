"""Opens the ledger that the settings name, with its data key."""

import os

from bot.identity.secret_places import secret_reader
from bot.settings import Settings
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import Randomness, SystemRandomness
from store.ledger.sealed import DataKey, data_key
from store.vocabulary.errors import Unready

KEY_FILE_MODE = 0o600


def make_key(settings: Settings, randomness: Randomness) -> None:
    """Make the key file of a new SQLite ledger, readable by its owner only, unless a key is set.

    Raises `Unready` on PostgreSQL without SIGHTLINE_DATA_KEY, and if the file cannot be written.
    """
    if settings.data_key is not None or (settings.key_file and settings.key_file.exists()):
        return
    if settings.key_file is None:
        raise Unready(
            "Set SIGHTLINE_DATA_KEY to 64 hexadecimal digits: on PostgreSQL it is required."
        )
    try:
        settings.key_file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(settings.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_FILE_MODE)
        with os.fdopen(descriptor, "w") as file:
            file.write(randomness.bytes(32).hex())
    except OSError as error:
        raise Unready(
            f"The data key cannot be written to {settings.key_file}: {error.strerror}."
        ) from error


def read_key(settings: Settings) -> DataKey:
    """The data key, from the setting or the file beside the ledger.

    Raises `Unready` if there is none.
    """
    if settings.data_key is not None:
        said = settings.data_key.get_secret_value()
        return data_key(secret_reader("SIGHTLINE_DATA_KEY", said, identity=settings.identity)())
    if settings.key_file is None:
        raise Unready(
            "Set SIGHTLINE_DATA_KEY to 64 hexadecimal digits: on PostgreSQL it is required."
        )
    if not settings.key_file.exists():
        raise Unready(
            f"There is no ledger here yet ({settings.key_file} is missing): run `sightline init`."
        )
    return data_key(settings.key_file.read_text())


def open_ledger(settings: Settings, randomness: Randomness | None = None) -> Ledger:
    """The ledger that the settings name. Raises `Unready` if it cannot be opened."""
    key = read_key(settings)
    return Ledger(
        open_engine(settings.database_url), key=key, randomness=randomness or SystemRandomness()
    )
