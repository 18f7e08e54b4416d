"""Private text about a child or a person, encrypted and kept apart from the facts.

The fact holds a salted digest. When a sealed row is deleted, the text is gone and the hash chain
stays valid.
"""

import hashlib
from typing import NewType

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.ledger.randomness import Randomness
from store.tables import Sealed
from store.vocabulary.errors import Unready

DataKey = NewType("DataKey", bytes)
"""32 bytes for AES-256-GCM."""

NONCE = 12
SALT = 16


def data_key(text: str, place: str = "SIGHTLINE_DATA_KEY or the key file") -> DataKey:
    """The key, from 64 hexadecimal digits read in `place`. Raises `Unready` for any other text."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:  # noqa: PLR2004 - AES-256
        raise Unready(
            f"The data key in {place} is not 64 hexadecimal digits. Put the ledger's own key back.",
            {place: "is not 64 hexadecimal digits"},
        )
    return DataKey(key)


def digest(salt: bytes, text: str) -> str:
    """The digest that stands for private text in a fact; without the salt it tells nothing."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def seal(
    key: DataKey, programme: str, text: str, *, retention: str, randomness: Randomness
) -> Sealed:
    """Private `text` as an encrypted row; `retention` is the class by which it is disposed of."""
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


def open_sealed(key: DataKey, sealed: Sealed) -> str:
    """Decrypt the text. Raises `InvalidTag` if the row was changed or moved from elsewhere."""
    nonce, body = sealed.ciphertext[:NONCE], sealed.ciphertext[NONCE:]
    return AESGCM(key).decrypt(nonce, body, _bound_to(sealed.programme, sealed.id)).decode()


def _bound_to(programme: str, sealed_id: str) -> bytes:
    return f"{programme}/{sealed_id}".encode()
