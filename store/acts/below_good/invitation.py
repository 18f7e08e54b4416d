"""A UoPP meeting in people's calendars, as the scheduler reports it; no person does these (§3)."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from store.clock.given_days import Moment
from store.duties.outbox import redraw_about
from store.ledger import Unit
from store.ledger.private import LinkText, blank_to_none, sealed_text
from store.registry import Words, act
from store.rules.invitation import CANCELLED, FAILED, SENT, of_meeting
from store.tables import Audit, Invitation, Meeting
from store.vocabulary import terms
from store.vocabulary.fields import Fields


class Sent(Fields):
    """The event as it is in the calendar now, new or moved."""

    meeting: str
    event: str
    organiser: str
    starts_at: Moment
    invited: list[str] = Field(default_factory=list)
    link: Annotated[LinkText | None, BeforeValidator(blank_to_none)] = None


class Cancelled(Fields):
    """The event that was taken out of every calendar."""

    meeting: str
    event: str


class Unsent(Fields):
    """Why calendars are out of date, in Sightline's own words; about one `event`, or about none."""

    meeting: str
    event: str | None = None
    starts_at: Moment
    reason: str


@act(
    "uopp.invite",
    on=Audit,
    fields=Sent,
    words=Words(story=f"put the {terms.MEETING} into calendars"),
)
def invite(unit: Unit, _audit: Audit, given: Sent) -> None:
    """It is in the calendars of everybody invited, or has been moved there."""
    row = _known(unit, given.meeting, given.event) or _added(unit, given.meeting, given.starts_at)
    row.event, row.state, row.starts_at = given.event, SENT, given.starts_at
    row.organiser, row.invited = given.organiser, given.invited
    if given.link is not None:
        row.link = sealed_text(unit, given.link)
    redraw_about(unit, given.meeting)


@act(
    "uopp.uninvite",
    on=Audit,
    fields=Cancelled,
    words=Words(story=f"took the {terms.MEETING} out of calendars"),
)
def uninvite(unit: Unit, _audit: Audit, given: Cancelled) -> None:
    """It was taken out of everybody's calendar."""
    row = _known(unit, given.meeting, given.event)
    if row is not None:
        row.state = CANCELLED
    redraw_about(unit, given.meeting)


@act(
    "uopp.not_invited",
    on=Audit,
    fields=Unsent,
    words=Words(story=f"could not bring calendars up to date with the {terms.MEETING}"),
)
def not_invited(unit: Unit, _audit: Audit, given: Unsent) -> None:
    """The chair's card says what they have to do in the calendar themselves."""
    row = _known(unit, given.meeting, given.event) or _added(unit, given.meeting, given.starts_at)
    row.state, row.starts_at, row.reason = FAILED, given.starts_at, given.reason
    redraw_about(unit, given.meeting)


def _known(unit: Unit, meeting: str, event: str | None) -> Invitation | None:
    rows = of_meeting(unit, meeting) if event is not None else ()
    return next((row for row in rows if row.event == event), None)


def _added(unit: Unit, meeting: str, starts_at: datetime) -> Invitation:
    return unit.add(
        Invitation(
            programme=unit.programme,
            id=f"{meeting}.e{unit.next_seq}",
            about=meeting,
            state=SENT,
            organiser=unit.get(Meeting, meeting).chair,
            starts_at=starts_at,
        )
    )
