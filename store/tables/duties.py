"""Duties, messages and requests for help."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, Index
from sqlmodel import AutoString, Field

from store.tables.rows import Row, json_list
from store.vocabulary.message_kinds import MessageKind
from store.vocabulary.states import DutyOutcome, HelpRequestState, MessageState


class Duty(Row, table=True):
    """Something that an owner must do by a date: an obligation of programme.md §4."""

    transient: ClassVar[frozenset[str]] = frozenset()

    kind: str
    subject: str
    subject_version: int
    cycle: str | None = None
    owner: str
    opened_at: datetime
    due_at: datetime
    rule: str
    source: str
    counted: list[str] = json_list()
    ladder: str
    profile: str
    closures: bool = True
    rungs_sent: list[Any] = json_list()
    told: list[str] = json_list()
    swept_at: datetime
    rung_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: DutyOutcome | None = Field(default=None, sa_type=AutoString)

    __table_args__ = (
        Index("duty_of_kind", "programme", "kind", "subject"),
        Index("duty_on_subject", "programme", "subject", "closed_at"),
        Index("duty_of_owner", "programme", "owner", "closed_at"),
        Index("duty_in_cycle", "programme", "cycle", "closed_at"),
        Index("duty_open", "programme", "closed_at"),
        # For the sweep's query, so that its cost grows with what is due and not with the ledger.
        Index(
            "duty_next_rung",
            "programme",
            "rung_at",
            sqlite_where=Column("closed_at").is_(None),
            postgresql_where=Column("closed_at").is_(None),
        ),
    )


class Message(Row, table=True):
    """A message to one person or post: queued in the commit of an act, and sent outside it."""

    transient: ClassVar[frozenset[str]] = frozenset(
        {"not_before", "attempts", "claimed_until", "redraw_at", "drawn", "stamp"}
    )

    to: str
    kind: MessageKind = Field(sa_type=AutoString)
    subject: str
    covers: list[Any] = json_list()
    once: str
    urgent: bool = False
    queued_at: datetime
    state: MessageState = Field(sa_type=AutoString)
    reason: str | None = None
    conversation_id: str | None = None
    activity_id: str | None = None
    settled_at: datetime | None = None

    not_before: datetime
    attempts: int = 0
    claimed_until: datetime | None = None
    redraw_at: datetime | None = None
    drawn: str | None = None
    stamp: str | None = None
    """See `store.ledger.stamps`."""

    __table_args__ = (
        Index("message_to_person", "programme", "to", "kind", "subject"),
        Index("message_on_subject", "programme", "subject", "to"),
        Index("message_shown", "programme", "activity_id", "to"),
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


class HelpRequest(Row, table=True):
    """A request for help with a duty, and the audit team's answer."""

    __tablename__ = "help_request"

    duty: str = Field(index=True)
    asked_by: str
    asked_at: datetime
    what: str
    state: HelpRequestState = Field(sa_type=AutoString)
    answered_by: str | None = None
    answer: str | None = None
