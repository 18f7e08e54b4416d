"""The tables. Every `Row` is accounted for by facts; the others are the ledger's own machinery."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from store.columns import JsonText


def _json() -> Any:
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


class ProfileText(Row, table=True):
    """A profile as it stood when it came into force; clocks name the version they came from."""

    __tablename__ = "profile_text"

    name: str
    text: str = Field(sa_type=Text)


class Programme(Row, table=True):
    """One set of rules. Its `id` is the programme's own name."""

    authority: str
    profile: str


class Closure(Row, table=True):
    """A day without work: an authority's closure day or a bank holiday proclaimed late."""

    on: date
    kind: str
    name: str


class Person(Row, table=True):
    """Somebody in the directory; `id` is the UPN in lower case."""

    name: str
    entra_object_id: str = Field(index=True)
    roles: list[str] = _json()
    service: str
    team: str
    reports_to: str | None = None
    trained_on: date | None = None
    max_audits: int | None = None
    absent_from: date | None = None
    absent_to: date | None = None
    delegate: str | None = None
    left_on: date | None = None


class Case(Row, table=True):
    """One child or young person, by case reference; who they are is sealed."""

    __tablename__ = "child_case"

    service: str = Field(index=True)
    team: str
    practitioner: str
    team_manager: str
    iro: str | None = None
    cp_chair: str | None = None
    plan: str
    closed_on: date | None = None
    flags: list[str] = _json()
    involved: list[str] = _json()
    identity: str


class Cycle(Row, table=True):
    """One round for one service; its month is the audit month."""

    service: str
    month: date
    state: str
    kloes: list[Any] = _json()
    slack: int
    seed: int | None = None
    parameters: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    pool: list[str] = _json()
    allocation_seed: int | None = None
    load: dict[str, int] | None = Field(default=None, sa_type=JsonText)
    confirmed_by: str | None = None
    issued_at: datetime | None = None


class Audit(Row, table=True):
    """One audit of one case; who does it may change, what was ever graded never does."""

    cycle: str = Field(index=True)
    kind: str
    case_ref: str
    team: str
    practitioner: str
    team_manager: str
    quota: str | None = None
    kloe: int | None = None
    auditor: str | None = Field(default=None, index=True)
    moderator: str | None = Field(default=None, index=True)
    deputy: str | None = None
    state: str
    resumes: str | None = None
    reallocated_at: datetime | None = None
    due: datetime | None = None
    independence: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    barred: list[str] = _json()
    returned_at: datetime | None = None
    first: str | None = None
    moderated: str | None = None
    third_lock: str | None = None
    disputed: str | None = None
    progressed: str | None = None


class ListChange(Row, table=True):
    """A change to one row of the list that the Head of Service asked for before confirming it."""

    __tablename__ = "list_change"

    cycle: str = Field(index=True)
    audit: str
    asked_by: str
    reason: str
    state: str


class Exemption(Row, table=True):
    """One request not to do an allocated audit, and what was decided."""

    audit: str = Field(index=True)
    asked_by: str
    asked_at: datetime
    category: str
    reason: str
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    refusal: str | None = None
    replacement: str | None = None


class Conflict(Row, table=True):
    """A declared involvement: never an exemption, the audit team resolves it."""

    audit: str = Field(index=True)
    declared_by: str
    reason: str
    state: str
    resolved_by: str | None = None


class Return(Row, table=True):
    """A completed audit as handed in; the first one says whether it was in time."""

    __tablename__ = "audit_return"

    audit: str = Field(index=True)
    auditor: str
    submitted_at: datetime
    grade: str
    domain_grades: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    practitioner_involved: str
    discussed_on: date
    family_heard: bool
    services_involved: list[str] = _json()
    document_link: str
    content: str


class Action(Row, table=True):
    """One SMART improvement action."""

    audit: str = Field(index=True)
    scope: str
    owner: str
    due_on: date
    content: str
    state: str


class Duty(Row, table=True):
    """What somebody owes by a date: an obligation of programme.md §4."""

    transient: ClassVar[frozenset[str]] = frozenset()

    kind: str = Field(index=True)
    subject: str = Field(index=True)
    subject_version: int
    cycle: str | None = Field(default=None, index=True)
    owner: str = Field(index=True)
    opened_at: datetime
    due_at: datetime
    rule: str
    source: str
    counted: list[str] = _json()
    ladder: str
    profile: str
    closures: bool = True
    rungs_sent: list[Any] = _json()
    told: list[str] = _json()
    swept_at: datetime
    rung_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None

    __table_args__ = (
        # The sweep's one query: its cost follows what is due, not what the ledger holds.
        Index(
            "duty_next_rung",
            "programme",
            "rung_at",
            sqlite_where=Column("closed_at").is_(None),
            postgresql_where=Column("closed_at").is_(None),
        ),
    )


class Message(Row, table=True):
    """A message owed to somebody: queued in the act's own commit, sent outside it."""

    transient: ClassVar[frozenset[str]] = frozenset(
        {"not_before", "attempts", "claimed_until", "redraw_at", "drawn"}
    )

    to: str = Field(index=True)
    kind: str
    subject: str = Field(index=True)
    covers: list[Any] = _json()
    once: str
    urgent: bool = False
    queued_at: datetime
    state: str
    reason: str | None = None
    conversation_id: str | None = None
    activity_id: str | None = Field(default=None, index=True)
    settled_at: datetime | None = None

    not_before: datetime
    attempts: int = 0
    claimed_until: datetime | None = None
    redraw_at: datetime | None = None
    drawn: str | None = None

    __table_args__ = (
        Index("message_once", "programme", "once", unique=True),
        Index(
            "message_waiting",
            "programme",
            "not_before",
            sqlite_where=Column("settled_at").is_(None),
            postgresql_where=Column("settled_at").is_(None),
        ),
        Index(
            "message_to_redraw",
            "programme",
            "redraw_at",
            sqlite_where=Column("redraw_at").is_not(None),
            postgresql_where=Column("redraw_at").is_not(None),
        ),
    )


class Digest(Row, table=True):
    """A non-submission digest as it was issued, with the ledger's head at that moment."""

    as_of: datetime
    occasion: str
    head_seq: int = Field(sa_type=BigInteger)
    head_hash: str


class DigestLine(Row, table=True):
    """One failure that the Director was told of by name, and how it was addressed."""

    __tablename__ = "digest_line"

    digest: str = Field(index=True)
    audit: str = Field(index=True)
    auditor: str
    service: str
    due: datetime
    addressed_by: str | None = None
    addressed_at: datetime | None = None
    how: str | None = None


for _table in (
    ProfileText, Programme, Closure, Person, Case, Cycle, Audit, ListChange, Exemption, Conflict,
    Return, Action, Duty, Message, Digest, DigestLine,
):  # fmt: skip
    row(_table)
