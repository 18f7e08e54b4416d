"""The tables of the ledger's machinery, and `Row`, the base of every table in the record."""

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Index, LargeBinary, Table, Text
from sqlmodel import Field, SQLModel

from store.tables.columns import JsonText


def json_list() -> Any:
    """A column that holds a list or an object as canonical JSON text."""
    return Field(default_factory=list, sa_type=JsonText)


class Fact(SQLModel, table=True):
    """One act: its fields, and the values before and after in every row that it changed."""

    programme: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: str
    actor: str
    via: str
    verb: str
    subject: str
    key: str | None = None
    fields: str = Field(sa_type=Text)
    changes: str = Field(sa_type=Text)
    hash: str

    __table_args__ = (
        Index("fact_key_once", "programme", "key", unique=True),
        Index("fact_on_subject", "programme", "subject", "verb", "seq"),
    )


class Head(SQLModel, table=True):
    """The last fact of a programme: the lock on its hash chain and the witness of a cut tail."""

    programme: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    hash: str = ""


class Sealed(SQLModel, table=True):
    """Private text encrypted with the data key; disposal deletes the row and keeps the chain."""

    programme: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    retention: str
    digest: str
    salt: bytes = Field(sa_type=LargeBinary)
    ciphertext: bytes = Field(sa_type=LargeBinary)


OWN_KEY: Final = "data"
"""The id of the row that tells of the data key."""


class KeyCheck(SQLModel, table=True):
    """The check value of the ledger's data key: a short text sealed under it, and the key's id.

    It has one row at most, and stands outside the record: no fact speaks of it.
    """

    __tablename__ = "key_check"

    id: str = Field(default=OWN_KEY, primary_key=True)
    key_id: str
    salt: bytes = Field(sa_type=LargeBinary)
    ciphertext: bytes = Field(sa_type=LargeBinary)


class Conversation(SQLModel, table=True):
    """The Teams conversation that reaches a person: an address book outside the record."""

    programme: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    conversation_id: str
    service_url: str
    seen_at: datetime
    is_member: bool = False
    """Teams has shown that the person belongs to the tenant and is not a guest."""
    salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Of the digest by which a fact binds this chat to the person; None before that fact."""
    stamp: str | None = None
    """See `store.ledger.stamps`."""


class Row(SQLModel):
    """The base of every table of the record: each change is also written as a fact.

    `version` counts the changes to this row.
    """

    transient: ClassVar[frozenset[str]] = frozenset()
    """Columns that control deliveries (claims, retries) and are not part of the record."""

    programme: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int = 0


ROWS: dict[str, type[Row]] = {}


def row(cls: type[Row]) -> type[Row]:
    """Register `cls` as a table of the record: versioned, captured, rebuilt and verified."""
    mapper: Any = cls.__mapper__  # type: ignore[attr-defined]  # put there by SQLAlchemy
    mapper.version_id_col = mapper.local_table.c.version
    mapper.version_id_prop = mapper.attrs["version"]
    # The unit of work raises the version itself: once for each act, however often it flushes.
    mapper.version_id_generator = False
    _indexed_by_programme(mapper.local_table)
    ROWS[str(mapper.local_table.name)] = cls
    return cls


def _indexed_by_programme(table: Table) -> None:
    """Let each index of one column begin with the programme, because every question names one.

    SQLite reads the whole programme rather than use an index without it.
    """
    for index in [one for one in table.indexes if one.name == f"ix_{table.name}_{_only(one)}"]:
        table.indexes.discard(index)
        column = _only(index)
        Index(f"{table.name}_{column}", table.c.programme, table.c[column])


def _only(index: Index) -> str:
    """The name of the one column of an index."""
    return ",".join(str(column.name) for column in index.columns)
