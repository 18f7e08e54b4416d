"""Dip samples: the finding in each record, and the report on each key line of enquiry."""

from datetime import datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.rows import Row, json_list
from store.vocabulary.states import KloeReportState


class DipFinding(Row, table=True):
    """The finding in one record on one key line of enquiry; it has no grade (programme.md §1)."""

    __tablename__ = "dip_finding"

    audit: str = Field(index=True)
    sampled_by: str
    sampled_at: datetime
    answer: str
    content: str


class KloeReport(Row, table=True):
    """The key findings of one KLOE's dip samples, signed off by two people (programme.md §2.15)."""

    __tablename__ = "kloe_report"

    cycle: str = Field(index=True)
    kloe: int
    state: KloeReportState = Field(sa_type=AutoString)
    findings: str | None = None
    reported_by: str | None = None
    reported_at: datetime | None = None
    signed: list[Any] = json_list()
