"""What the ledger's own machinery keeps, and `Row`, the base of all that facts account for."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from store.tables.columns import JsonText


def json_list() -> Any:
    """A column that holds a list or an object as canonical JSON text."""
    return Field(default_factory=list, sa_type=JsonText)


class Fact(SQLModel, table=True):
    """One act, with its fields and the before-and-after of every row it changed."""

    programme: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: str
    actor: str
    via: str
    verb: str
    subject: str = Field(index=True)
    key: str | None = None
    fields: str = Field(sa_type=Text)
    changes: str = Field(sa_type=Text)
    hash: str

    __table_args__ = (Index("fact_key_once", "programme", "key", unique=True),)


class Head(SQLModel, table=True):
    """The last fact of each programme: the lock on its chain and the witness of a cut tail."""

    programme: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    hash: str = ""


class Sealed(SQLModel, table=True):
    """Private text under the data key; disposal deletes the row and the chain stays whole."""

    programme: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    retention: str
    digest: str
    salt: bytes = Field(sa_type=LargeBinary)
    ciphertext: bytes = Field(sa_type=LargeBinary)


class Conversation(SQLModel, table=True):
    """Where Teams says that a person can be reached: an address book, not part of the record."""

    programme: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    conversation_id: str
    service_url: str
    seen_at: datetime
    is_member: bool = False
    """Teams has said of them that they belong to the tenant and are no guest of it."""


class Row(SQLModel):
    """A row that facts account for. `version` counts the moves of this row alone."""

    transient: ClassVar[frozenset[str]] = frozenset()
    """Columns that steer the machinery (claims, retries) and are no part of the record."""

    programme: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int = 0


ROWS: dict[str, type[Row]] = {}


def row(cls: type[Row]) -> type[Row]:
    """Enter `cls` in the record: versioned by compare-and-set, captured, rebuilt and verified."""
    mapper: Any = cls.__mapper__  # type: ignore[attr-defined]  # put there by SQLAlchemy
    mapper.version_id_col = mapper.local_table.c.version
    mapper.version_id_prop = mapper.attrs["version"]
    # The unit of work counts versions itself: once for each act, however often it flushes.
    mapper.version_id_generator = False
    ROWS[str(mapper.local_table.name)] = cls
    return cls
