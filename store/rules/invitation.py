"""UoPP meetings in people's calendars: what has to be added, moved or taken out there (§3).

The work is always derived from the meetings, never from the act that changed one. So a change that
was made while no calendar could be reached is caught up with later, and nothing is done twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlmodel import col

from store.audits.uopp_meetings import KINDS
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import has_left
from store.tables import Audit, Invitation, Meeting, Person
from store.vocabulary.states import InvitationState, MeetingState

SENT: Final[InvitationState] = "sent"
CANCELLED: Final[InvitationState] = "cancelled"
FAILED: Final[InvitationState] = "failed"
FIXED: Final[MeetingState] = "fixed"
STANDS: Final[frozenset[MeetingState]] = frozenset({"fixed", "held"})
"""Meetings whose invitation stays: a meeting that was held stays in the calendar."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A person who is invited, as a calendar needs them."""

    upn: str
    name: str
    entra_object_id: str


@dataclass(frozen=True, slots=True)
class OwedInvitation:
    """One thing to do in a calendar. `event` is set if it is moved or cancelled.

    `key` makes it idempotent: it stays the same on every attempt.
    """

    what: Literal["send", "move", "cancel"]
    key: str
    audit: str
    case_ref: str
    meeting: str
    called: str
    """What the authority calls such a meeting."""
    starts_at: datetime
    organiser: Guest
    guests: tuple[Guest, ...] = ()
    place: str = ""
    event: str = ""


def owed(reader: Reader) -> list[OwedInvitation]:
    """What has to be added to, moved in or taken out of calendars, earliest meeting first."""
    fixed = reader.rows(
        Meeting, col(Meeting.starts_at) > reader.at, kind=KINDS, state=FIXED, order="starts_at"
    )
    sent = reader.rows(
        Invitation, col(Invitation.starts_at) > reader.at, state=SENT, order="starts_at"
    )
    found = [one for row in sent if (one := _cancelled(reader, row)) is not None]
    return found + [one for row in fixed if (one := _sent_or_moved(reader, row)) is not None]


def of_meeting(reader: Reader, meeting: str) -> Sequence[Invitation]:
    """Every invitation to that meeting, the newest first."""
    return reader.rows(Invitation, about=meeting, order=NEWEST)


def link_of(reader: Reader, meeting: Meeting) -> str:
    """The link that opens the meeting, while it is in calendars."""
    sent = next((row for row in of_meeting(reader, meeting.id) if row.state == SENT), None)
    return "" if sent is None else reader.unseal(sent.link) or ""


def to_do_by_hand(reader: Reader, meeting: Meeting) -> str:
    """What the chair has to do in the calendar themselves, and why; "" if there is nothing."""
    newest = next(iter(of_meeting(reader, meeting.id)), None)
    if newest is None or newest.state != FAILED or newest.starts_at <= reader.at:
        return ""
    stale = meeting.state == FIXED and newest.starts_at != meeting.starts_at
    return "" if stale else newest.reason or ""


def _cancelled(reader: Reader, row: Invitation) -> OwedInvitation | None:
    """The invitation to cancel, if the meeting is off or has another organiser."""
    meeting = reader.get(Meeting, row.about)
    stays = meeting.state in STANDS and meeting.chair == row.organiser
    return None if stays else _owed(reader, "cancel", meeting, row)


def _sent_or_moved(reader: Reader, meeting: Meeting) -> OwedInvitation | None:
    rows = of_meeting(reader, meeting.id)
    if rows and rows[0].state == FAILED and rows[0].starts_at == meeting.starts_at:
        return None  # the chair's card says to do this one by hand
    row = next((one for one in rows if one.state == SENT), None)
    if row is None:
        return _owed(reader, "send", meeting, None)
    same = row.starts_at == meeting.starts_at and set(row.invited) == set(meeting.invited)
    # Under another organiser it is cancelled first and sent again after that.
    return None if same or row.organiser != meeting.chair else _owed(reader, "move", meeting, row)


def _owed(
    reader: Reader,
    what: Literal["send", "move", "cancel"],
    meeting: Meeting,
    row: Invitation | None,
) -> OwedInvitation | None:
    organiser = _guest(reader, meeting.chair if row is None else row.organiser)
    starts_at = meeting.starts_at if what != "cancel" or row is None else row.starts_at
    if organiser is None or starts_at is None:
        return None
    tried = len(of_meeting(reader, meeting.id)) if row is None else 0
    guests = (_guest(reader, upn) for upn in meeting.invited)
    return OwedInvitation(
        what=what,
        key=f"{reader.programme}/{meeting.id}/{tried}" if row is None else row.id,
        audit=meeting.about,
        case_ref=reader.get(Audit, meeting.about).case_ref,
        meeting=meeting.id,
        called=reader.profile.uopp.name,
        starts_at=starts_at,
        organiser=organiser,
        guests=tuple(guest for guest in guests if guest is not None),
        place=reader.unseal(meeting.place) or "",
        event="" if row is None else row.event or "",
    )


def _guest(reader: Reader, upn: str) -> Guest | None:
    person = reader.find(Person, upn)
    if person is None or has_left(person, reader.calendar.local(reader.at).date()):
        return None
    return Guest(person.id, person.name, person.entra_object_id)
