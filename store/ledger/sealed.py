"""Private text: what is said of a child or a person, kept apart from the facts under a key.

The fact holds a salted digest. Disposing of a sealed row leaves the chain whole and the text gone.
"""

import hashlib
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine
from sqlmodel import Session, select

from store.ledger.randomness import Randomness
from store.tables import Sealed
from store.vocabulary.errors import Unready

DataKey = NewType("DataKey", bytes)
"""32 bytes for AES-256-GCM."""

NONCE = 12
SALT = 16


def data_key(text: str) -> DataKey:
    """The key written as 64 hexadecimal digits.

    Raises `Unready` where it is not that.
    """
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:  # noqa: PLR2004 - AES-256
        raise Unready(
            "The data key is not 64 hexadecimal digits: check SIGHTLINE_DATA_KEY or the file."
        )
    return DataKey(key)


def digest(salt: bytes, text: str) -> str:
    """What a fact says of private text: nothing to anyone who has not both salt and text."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def seal(
    key: DataKey, programme: str, text: str, *, retention: str, randomness: Randomness
) -> Sealed:
    """Private `text` as a row of its own; `retention` is the class by which it is disposed of."""
    sealed_id, salt, nonce = (
        randomness.bytes(16).hex(),
        randomness.bytes(SALT),
        randomness.bytes(NONCE),
    )
    body = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(programme, sealed_id))
    return Sealed(
        programme=programme,
        id=sealed_id,
        retention=retention,
        digest=digest(salt, text),
        salt=salt,
        ciphertext=nonce + body,
    )


def opened(key: DataKey, sealed: Sealed) -> str:
    """The text again. A row moved from another place or changed by a bit raises `InvalidTag`."""
    nonce, body = sealed.ciphertext[:NONCE], sealed.ciphertext[NONCE:]
    return AESGCM(key).decrypt(nonce, body, _bound_to(sealed.programme, sealed.id)).decode()


def opens_what_is_sealed(engine: Engine, key: DataKey) -> bool:
    """Whether `key` is the one that this ledger was sealed with, as far as one text can tell.

    A ledger with nothing sealed yet may be sealed with any key.
    """
    with Session(engine) as session:
        sealed = session.exec(select(Sealed).limit(1)).first()
    try:
        if sealed is not None:
            opened(key, sealed)
    except InvalidTag:
        return False
    return True


def _bound_to(programme: str, sealed_id: str) -> bytes:
    return f"{programme}/{sealed_id}".encode()
