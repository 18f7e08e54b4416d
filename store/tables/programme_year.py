"""The programme's year: timetable, board dates, reports on cycles, and team appraisals."""

from datetime import date, datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.columns import JsonText
from store.tables.rows import Row, json_list
from store.vocabulary.states import AppraisalState, BoardDateState


class Timetable(Row, table=True):
    """One version of the year's cycles and themes, with its minutes; all versions are kept (§5)."""

    number: int
    entries: list[Any] = json_list()
    minutes: str
    agreed_on: date
    recorded_by: str
    recorded_at: datetime


class BoardDate(Row, table=True):
    """A date of the board; `id` is the date. A date that was moved stays in state `dropped`."""

    __tablename__ = "board_date"

    on: date
    name: str
    state: BoardDateState = Field(default="planned", sa_type=AutoString)


class BoardDecision(Row, table=True):
    """What the board decided on an action, on which day and why; every decision is kept (§3).

    `decision` is "signed_off", "deferred" or "asked_again"; `content` is the id of the sealed
    reason and minutes, `to` the date that it was deferred to.
    """

    __tablename__ = "board_decision"

    action: str
    board_on: date
    decision: str
    to: date | None = None
    content: str | None = None
    recorded_by: str
    recorded_at: datetime


class CycleReport(Row, table=True):
    """A report or an agreement on a cycle: highlight, board, practitioners, impact, campaign."""

    __tablename__ = "cycle_report"

    cycle: str = Field(index=True)
    kind: str
    written_by: str
    written_at: datetime
    content: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class Appraisal(Row, table=True):
    """A Team Manager's appraisal of the team's month of audits (Bradford)."""

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
