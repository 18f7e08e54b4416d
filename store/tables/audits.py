"""A cycle, its audits, and the requests and declarations about them."""

from datetime import date, datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.columns import JsonText
from store.tables.rows import Row, json_list
from store.vocabulary.states import (
    AuditState,
    ConflictState,
    CycleState,
    ExemptionState,
    ListChangeState,
)


class Cycle(Row, table=True):
    """One round of audits for one service; `month` is the first day of the audit month."""

    service: str
    month: date
    state: CycleState = Field(sa_type=AutoString)
    kloes: list[Any] = json_list()
    slack: int
    volume: dict[str, int] | None = Field(default=None, sa_type=JsonText)
    seed: int | None = None
    parameters: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    pool: list[str] = json_list()
    allocation_seed: int | None = None
    load: dict[str, int] | None = Field(default=None, sa_type=JsonText)
    confirmed_by: str | None = None
    issued_at: datetime | None = None
    theme: str | None = None
    kloe_met_at: datetime | None = None


class Audit(Row, table=True):
    """One audit of one case. Its people may change; a grade once given is never overwritten."""

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
    state: AuditState = Field(sa_type=AutoString)
    resumes: AuditState | None = Field(default=None, sa_type=AutoString)
    reallocated_at: datetime | None = None
    due: datetime | None = None
    independence: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    barred: list[str] = json_list()
    returned_at: datetime | None = None
    checked: str | None = None
    to_moderate: bool | None = None
    first: str | None = None
    amended: str | None = None
    moderated: str | None = None
    third_lock: str | None = None
    disputed: str | None = None
    progressed: str | None = None
    moderated_by: str | None = None
    moderated_at: datetime | None = None
    locked_by: str | None = None
    locked_at: datetime | None = None
    cover: str | None = None
    replaces: str | None = None
    looks_at: str | None = Field(default=None, index=True)
    uopp_held_at: datetime | None = None
    uopp_met_at: datetime | None = None
    improved_at: datetime | None = None
    closed_at: datetime | None = None


class ListChange(Row, table=True):
    """A change to one row of the list that the Head of Service requests before confirming it."""

    __tablename__ = "list_change"

    cycle: str = Field(index=True)
    audit: str
    asked_by: str
    reason: str
    state: ListChangeState = Field(sa_type=AutoString)


class Exemption(Row, table=True):
    """One request not to do an allocated audit, and the decision on it.

    `refusal` is the id of the sealed words of whoever decided, whether they refused or agreed.
    """

    audit: str = Field(index=True)
    asked_by: str
    asked_at: datetime
    category: str
    reason: str
    state: ExemptionState = Field(sa_type=AutoString)
    decided_by: str | None = None
    decided_at: datetime | None = None
    refusal: str | None = None
    replacement: str | None = None


class Conflict(Row, table=True):
    """A declared involvement. It is never an exemption; the audit team resolves it."""

    audit: str = Field(index=True)
    declared_by: str
    reason: str
    state: ConflictState = Field(sa_type=AutoString)
    resolved_by: str | None = None
