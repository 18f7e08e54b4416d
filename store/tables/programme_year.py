"""What goes round a cycle: the timetable, board dates, reports, and a team's own appraisal."""

from datetime import date, datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.columns import JsonText
from store.tables.rows import Row, json_list
from store.vocabulary.states import AppraisalState, BoardDateState


class Timetable(Row, table=True):
    """One version of the year's cycles and themes, with its minutes; every version is kept (§5)."""

    number: int
    entries: list[Any] = json_list()
    minutes: str
    agreed_on: date
    recorded_by: str
    recorded_at: datetime


class BoardDate(Row, table=True):
    """A day on which the board meets; `id` is the day. One that was moved stays, dropped."""

    __tablename__ = "board_date"

    on: date
    name: str
    state: BoardDateState = Field(default="planned", sa_type=AutoString)


class CycleReport(Row, table=True):
    """A report or an agreement about a cycle: highlight, board, practitioners, impact, campaign."""

    __tablename__ = "cycle_report"

    cycle: str = Field(index=True)
    kind: str
    written_by: str
    written_at: datetime
    content: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class Appraisal(Row, table=True):
    """A team's own look at its month of audits, by its Team Manager (Bradford)."""

    cycle: str = Field(index=True)
    service: str
    team: str
    team_manager: str
    state: AppraisalState = Field(sa_type=AutoString)
    written_by: str | None = None
    written_at: datetime | None = None
    content: str | None = None
    sampled_by: str | None = None
    sampled_at: datetime | None = None
    sample: str | None = None
