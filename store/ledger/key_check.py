"""Which data key a ledger needs: its check value, and the proof of a key before anything is done.

The check value is a short text sealed under the data key, beside an id of the key. It stands
outside the facts, so it changes no head. Whoever holds a backup reads from it which key it needs.
"""

import hashlib
from collections.abc import Callable
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from store.ledger.database import for_writing
from store.ledger.randomness import SystemRandomness
from store.ledger.sealed import NONCE, SALT, DataKey, open_sealed
from store.ledger.stamps import CHATS, STAMP, stamp_all
from store.migrations import is_current, upgrade
from store.tables import OWN_KEY, KeyCheck, Sealed
from store.vocabulary.errors import Unready

CHECK_TEXT: Final = b"the data key of this ledger"
ID_DIGITS: Final = 12


class KeyProof(NamedTuple):
    """What a ledger says to a key."""

    fits: bool
    """Whether the key is this ledger's. Where nothing can prove it, any key fits."""
    key_id: str | None
    """The id of the key that the ledger needs; None until the check value is written."""
    opened: int = 0
    """The sealed texts that the key opens; counted only where there is no check value."""
    shut: int = 0
    """The sealed texts that it does not open; counted likewise."""


def key_id(salt: bytes, key: DataKey) -> str:
    """The id of a key: the start of a salted digest of its 256 bits, from which nothing follows."""
    return hashlib.sha256(salt + b"id of the data key" + key).hexdigest()[:ID_DIGITS]


def needed_key(engine: Engine) -> str | None:
    """The id of the key that the ledger needs; None before the check value is written."""
    check = _check_value(engine)
    return None if check is None else check.key_id


def proof_of(engine: Engine, key: DataKey) -> KeyProof:
    """Whether `key` is the ledger's, whichever version made it; nothing is written.

    Without a check value the sealed texts prove the key. It fits if it opens at least half of
    them: an earlier version could seal some under another key, and a text can be damaged.
    """
    check = _check_value(engine)
    if check is not None:
        return KeyProof(_opens(key, check), check.key_id)
    opened = shut = 0
    if inspect(engine).has_table(str(Sealed.__tablename__)):
        with Session(engine) as session:
            for sealed in session.scalars(select(Sealed).execution_options(yield_per=500)):
                if _opens_sealed(key, sealed):
                    opened += 1
                else:
                    shut += 1
    return KeyProof(opened >= shut, None, opened, shut)


def key_opens_ledger(engine: Engine, key: DataKey) -> bool:
    """Whether the ledger has a check value and `key` opens it."""
    proof = proof_of(engine, key)
    return proof.fits and proof.key_id is not None


def prove_key(engine: Engine, key: DataKey, place: str = "its place") -> KeyProof:
    """The proof of `key`, which was read from `place`. Raises `Unready` if it is another's."""
    proof = proof_of(engine, key)
    if not proof.fits:
        which = "" if proof.key_id is None else f" It has the id {proof.key_id}."
        raise Unready(
            f"The data key in {place} does not open this ledger. Put the right key back.{which} "
            "Nothing was changed.",
            {place: "is not this ledger's data key"},
        )
    return proof


def upgrade_with_key(engine: Engine, key: DataKey, place: str = "its place") -> KeyProof:
    """Bring the ledger to the latest schema and write its check value, unless it has one.

    Raises `Unready`, before anything is written, if `key` is another ledger's. The proof that is
    returned has the key's id, and the counts of the texts that proved the key of an old ledger.
    """
    proof = prove_key(engine, key, place)
    if not is_current(engine):
        upgrade(engine, _stamping(engine, key))
    if proof.key_id is not None:
        return proof
    try:
        with Session(for_writing(engine)) as session:
            session.add(_new_check_value(key))
            session.commit()
    except IntegrityError:
        # Another process was quicker, perhaps with another key.
        prove_key(engine, key, place)
    return proof._replace(key_id=needed_key(engine))


def _stamping(engine: Engine, key: DataKey) -> Callable[[Connection], None] | None:
    """What stamps the rows of a ledger that has no stamps yet; later a missing one is an edit."""
    chats = inspect(engine)
    if chats.has_table(CHATS) and any(c["name"] == STAMP for c in chats.get_columns(CHATS)):
        return None
    return lambda connection: stamp_all(connection, key)


def _check_value(engine: Engine) -> KeyCheck | None:
    if not inspect(engine).has_table(str(KeyCheck.__tablename__)):
        return None
    with Session(engine, expire_on_commit=False) as session:
        return session.get(KeyCheck, OWN_KEY)


def _new_check_value(key: DataKey) -> KeyCheck:
    # Not from the ledger's own randomness: a rehearsal's head must follow from its seed alone.
    randomness = SystemRandomness()
    salt, nonce = randomness.bytes(SALT), randomness.bytes(NONCE)
    named = key_id(salt, key)
    body = AESGCM(key).encrypt(nonce, CHECK_TEXT, _bound_to(named))
    return KeyCheck(key_id=named, salt=salt, ciphertext=nonce + body)


def _opens(key: DataKey, check: KeyCheck) -> bool:
    if key_id(check.salt, key) != check.key_id:
        return False
    nonce, body = check.ciphertext[:NONCE], check.ciphertext[NONCE:]
    try:
        return AESGCM(key).decrypt(nonce, body, _bound_to(check.key_id)) == CHECK_TEXT
    except (InvalidTag, ValueError):
        return False


def _opens_sealed(key: DataKey, sealed: Sealed) -> bool:
    try:
        open_sealed(key, sealed)
    except (InvalidTag, ValueError):
        return False
    return True


def _bound_to(named: str) -> bytes:
    return f"key_check/{named}".encode()
