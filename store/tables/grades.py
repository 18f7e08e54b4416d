"""Decisions on a grade after the return: moderation, lock, referral, dispute, concern."""

from datetime import date, datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.rows import Row, json_list
from store.vocabulary.states import ConcernState, DisputeState, ReferralState


class GradeDecision(Row, table=True):
    """One decision on a grade after the auditor's own, by whom and why; it is never replaced."""

    __tablename__ = "grade_decision"

    audit: str = Field(index=True)
    step: str
    outcome: str
    decided_by: str
    decided_at: datetime
    grade: str | None = None
    spoke_on: date | None = None
    practitioner_heard: bool | None = None
    family_heard: bool | None = None
    content: str | None = None


class Referral(Row, table=True):
    """An audit that the moderator referred to the audit team, and their decision (§2.10)."""

    audit: str = Field(index=True)
    referred_by: str
    referred_at: datetime
    grounds: str
    reason: str
    spoke_on: date | None = None
    state: ReferralState = Field(sa_type=AutoString)
    outcome: str | None = None
    support: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None


class Dispute(Row, table=True):
    """A disputed grade. The moderator answers; then somebody with no earlier say settles it."""

    audit: str = Field(index=True)
    raised_by: str
    raised_at: datetime
    reason: str
    state: DisputeState = Field(sa_type=AutoString)
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    referred_because: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None


class Concern(Row, table=True):
    """A concern about how an audit was done, confidential to the people involved (§2.12).

    The audit's id is sealed with its words, so the concern does not show in that audit's story.
    """

    raised_by: str
    raised_at: datetime
    state: ConcernState = Field(sa_type=AutoString)
    holder: str
    content: str
    meetings: list[Any] = json_list()
