"""Returns, practitioners' sections, drafts, and returns that were sent back."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from store.tables.columns import JsonText
from store.tables.rows import Row, json_list


class Return(Row, table=True):
    """A completed audit as submitted; the first submission decides whether it was in time.

    `manager_discussed_on` is the day of a re-audit's discussion with the Team Manager (guide §15).
    """

    __tablename__ = "audit_return"

    audit: str = Field(index=True)
    auditor: str
    submitted_at: datetime
    grade: str | None = None
    domain_grades: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    practitioner_involved: str
    discussed_on: date
    manager_discussed_on: date | None = None
    family_heard: bool
    services_involved: list[str] = json_list()
    document_link: str
    content: str
    recalled_at: datetime | None = None


class Section(Row, table=True):
    """The practitioner's section: how they applied the practice model (programme.md §2.6)."""

    audit: str = Field(index=True)
    written_by: str
    stand_in: str | None = None
    content: str
    written_at: datetime


class Draft(Row, table=True):
    """An unfinished return; `content` is empty after the return was submitted."""

    audit: str = Field(index=True)
    auditor: str
    content: str
    saved_at: datetime


class SendBack(Row, table=True):
    """A return sent back to its auditor for listed reasons (programme.md §2.9, §2.10).

    `amend_by` is the day that the audit team set for it; None for the profile's own days.
    """

    __tablename__ = "send_back"

    audit: str = Field(index=True)
    step: str
    sent_by: str
    reasons: list[str] = json_list()
    note: str | None = None
    spoke_on: date | None = None
    amend_by: date | None = None
    sent_at: datetime
