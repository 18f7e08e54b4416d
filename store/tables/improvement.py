"""What follows an audit below good: actions, meetings, recorded progress and raised grades."""

from datetime import date, datetime
from typing import Any

from sqlmodel import AutoString, Field

from store.tables.columns import JsonText
from store.tables.rows import Row, json_list
from store.vocabulary.states import ActionState, InvitationState, MeetingState, ProgressionState


class Action(Row, table=True):
    """One SMART improvement action, tracked until it is closed (programme.md §3).

    `who` is the role that does it, such as `practitioner`. `owner` is the person or post with that
    role now, because actions pass on when people leave or cases move.
    """

    audit: str = Field(index=True)
    cycle: str = Field(default="", index=True)
    who: str = ""
    scope: str
    owner: str
    due_on: date
    content: str
    state: ActionState = Field(sa_type=AutoString)
    done_by: str | None = None
    done_at: datetime | None = None
    outcome: str | None = None
    reopened_because: str | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    board_on: date | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None


class Meeting(Row, table=True):
    """A KLOE meeting about a cycle, or a UoPP meeting about an audit; `about` is that id.

    `replies` holds each invited person's answer by UPN; `record` is the id of sealed text.
    """

    about: str = Field(index=True)
    kind: str
    state: MeetingState = Field(sa_type=AutoString)
    chair: str
    convened_by: str
    convened_at: datetime
    times: list[Any] = json_list()
    starts_at: datetime | None = None
    place: str | None = None
    invited: list[str] = json_list()
    replies: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    attended: list[str] = json_list()
    stands_in: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    held_on: date | None = None
    recorded_at: datetime | None = None
    record: str | None = None
    into_plan: str | None = None
    why_not: str | None = None
    shared_at: datetime | None = None


class Invitation(Row, table=True):
    """A UoPP meeting in people's calendars: `about` is the meeting, `event` the calendar's id.

    `state` is sent, cancelled or failed; `reason` explains a failure. `link` joins the meeting.
    """

    about: str = Field(index=True)
    state: InvitationState = Field(sa_type=AutoString)
    organiser: str
    starts_at: datetime
    invited: list[str] = json_list()
    event: str | None = None
    link: str | None = None
    reason: str | None = None


class Progress(Row, table=True):
    """One record of progress after an audit below good.

    `kind` says which: urgent issues addressed, a note on the file, supervision, a weekly report,
    an escalation, a delay addressed, a closure. `content` is the id of sealed text; `details`
    names no people.
    """

    audit: str = Field(index=True)
    kind: str
    recorded_by: str
    recorded_at: datetime
    on: date | None = None
    content: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class Progression(Row, table=True):
    """A grade raised on progress: reported as upscaling, never the governing grade (§1)."""

    audit: str = Field(index=True)
    grade: str
    proposed_by: str
    proposed_at: datetime
    reason: str
    state: ProgressionState = Field(sa_type=AutoString)
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None
