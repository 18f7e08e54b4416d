"""A UoPP meeting as chair, invited people and readers of its record see it (programme.md §3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from store.audits.governing_grade import governing_grade
from store.audits.uopp_meetings import (
    OPEN,
    ORDINARY,
    SECOND,
    may_come,
    meeting_leads,
    meetings,
    record_readers,
)
from store.ledger import Reader
from store.rules.invitation import link_of, to_do_by_hand
from store.tables import Action, Audit, Meeting
from store.tables.columns import plain
from store.views.parts.action_deadlines import action_deadlines
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import MeetingState
from store.vocabulary.verbs import Verb

VERBS: tuple[Verb, ...] = (
    "uopp.convene", "uopp.confirm", "uopp.fix", "uopp.held", "uopp.not_held", "uopp.share",
    "progression.propose",
)  # fmt: skip
PLANS = {
    "existing_plan": "the child's existing plan",
    "core_group": "the existing plan, by a Core Group",
    "review_conference": "the existing plan, by a review conference",
    "statutory_review": "the existing plan, by a statutory review",
    "no_plan": "the audit's improvement plan alone",
}
"""Where the actions go: the audit's improvement plan and, wherever possible, the child's own."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One time that was proposed, and who can come then. `at` is the value of its choice.

    `nobody` says that everybody asked has answered, or is away, and none of them can come.
    """

    at: str
    words: str
    can: tuple[str, ...] = ()
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class UoppMeeting:
    """A meeting without what was said in it.

    `over` is true once its time has come; `mine` is what the reader answered: "", yes or cannot.
    `nobody` says that nobody asked can come at the fixed time. `link` leads into a meeting that is
    in calendars; `by_hand` is what the chair has to do there.
    """

    id: str
    version: int
    audit: Brief
    kind: str
    state: MeetingState
    grade: str
    chair: NamedPerson
    viewer: str
    times: tuple[Offered, ...] = ()
    starts: str = ""
    over: bool = False
    place: str = ""
    link: str = ""
    by_hand: str = ""
    cannot: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    invited: int = 0
    mine: str = ""
    nobody: bool = False
    hold_by: Due | None = None
    held_on: str = ""
    attended: tuple[str, ...] = ()
    stood_in: bool = False
    into_plan: str = ""
    actions: int = 0
    shared_on: str = ""
    share_by: Due | None = None
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class UoppRecord:
    """What was said and agreed, for a lawful reader."""

    meeting: UoppMeeting
    record: str
    actions: tuple[tuple[str, str], ...] = ()
    stand_in_reason: str = ""


def uopp_meeting(reader: Reader, meeting_id: str, upn: str) -> UoppMeeting | None:
    """The meeting for its chair and those invited to it; None for anybody else.

    A person who leads in place of a chair who has left sees it as the chair did.
    """
    row = reader.get(Meeting, meeting_id)
    inside = upn in {row.chair, *row.invited, *row.attended}
    if not inside and upn not in meeting_leads(reader, reader.get(Audit, row.about)):
        return None
    return meeting_seen(reader, row, upn)


def uopp_afterwards(reader: Reader, meeting_id: str, upn: str) -> UoppMeeting | None:
    """The same when its time has come, unless it was moved or is recorded already."""
    row = reader.get(Meeting, meeting_id)
    starts = None if row.starts_at is None else row.starts_at
    if starts is None or starts > reader.at or row.state == "called_off":
        return None
    if row.recorded_at is not None and row.recorded_at <= starts:
        return None
    return uopp_meeting(reader, meeting_id, upn)


def uopp_shared(reader: Reader, meeting_id: str, upn: str) -> UoppMeeting | None:
    """That its record is there, for those who may read it."""
    row = reader.get(Meeting, meeting_id)
    return meeting_seen(reader, row, upn) if upn in record_readers(reader, row) else None


def uopp_updated(reader: Reader, meeting_id: str, upn: str) -> UoppMeeting:
    """That the second meeting was held, for those who are updated; never what was said."""
    return meeting_seen(reader, reader.get(Meeting, meeting_id), upn)


def uopp_record(reader: Reader, meeting_id: str, upn: str) -> UoppRecord | None:
    """What was said and agreed, for the readers whom the guide names (guide §10)."""
    row = reader.find(Meeting, meeting_id)
    known = row is not None and row.state == "held" and row.kind.startswith(ORDINARY)
    if row is None or not known or upn not in record_readers(reader, row):
        return None
    agreed = [
        (owner_in_words(reader, action.owner), action)
        for action in reader.rows(Action, audit=row.about)
        if action.id.startswith(f"{row.id}.")
    ]
    due = action_deadlines(reader, [action for _, action in agreed])
    return UoppRecord(
        meeting=meeting_seen(reader, row, upn),
        record=reader.unseal(row.record) or "",
        actions=tuple(
            (f"{who}, by {say_day(due[action.id].on)}", _action(reader, action))
            for who, action in agreed
        ),
        stand_in_reason=reader.unseal(row.stands_in.get("practitioner")) or "",
    )


def last_meeting(reader: Reader, audit: Audit) -> Meeting | None:
    """The newest meeting, in whatever state."""
    found = meetings(reader, audit)
    return found[0] if found else None


def meeting_seen(reader: Reader, row: Meeting, upn: str) -> UoppMeeting:
    """The meeting as `upn` sees it; its place and link only for those in it."""
    audit = reader.get(Audit, row.about)
    newest = last_meeting(reader, audit)
    is_newest = newest is not None and newest.id == row.id
    starts = None if row.starts_at is None else row.starts_at
    inside = upn in {row.chair, *row.invited, *row.attended} or upn in meeting_leads(reader, audit)
    replies = row.replies
    actions = [a for a in reader.rows(Action, audit=audit.id) if a.id.startswith(f"{row.id}.")]
    return UoppMeeting(
        id=row.id,
        version=row.version,
        audit=brief(reader, audit),
        kind=row.kind,
        state=row.state,
        grade=governing_grade(audit) or "",
        chair=named(reader, row.chair),
        viewer=upn,
        times=tuple(_offered(reader, row, at) for at in row.times),
        starts="" if starts is None else moment_in_words(reader, starts),
        over=starts is not None and starts <= reader.at,
        place=(reader.unseal(row.place) or "") if inside and row.state in OPEN else "",
        link=link_of(reader, row) if inside and row.state in OPEN else "",
        by_hand=to_do_by_hand(reader, row) if upn == row.chair else "",
        cannot=_names(reader, [who for who, one in replies.items() if one["answer"] == "cannot"]),
        waiting=_names(reader, [who for who in row.invited if who not in replies]),
        invited=len(row.invited),
        mine=replies.get(upn, {}).get("answer", ""),
        nobody=starts is not None and _nobody(reader, row, plain(starts)),
        hold_by=hold_by(reader, audit, row.kind),
        held_on="" if row.held_on is None else say_day(row.held_on),
        attended=_names(reader, row.attended),
        stood_in=bool(row.stands_in),
        into_plan=PLANS.get(row.into_plan or "", ""),
        actions=len(actions),
        shared_on="" if row.shared_at is None else moment_in_words(reader, row.shared_at),
        share_by=due_by(reader, audit.id, "uopp.share"),
        may_read=row.state == "held" and upn in record_readers(reader, row),
        may=may_now(reader, audit, upn, VERBS) if is_newest else frozenset(),
    )


def _offered(reader: Reader, row: Meeting, at: str) -> Offered:
    words = moment_in_words(reader, datetime.fromisoformat(at))
    can = _names(reader, [w for w, one in row.replies.items() if at in one["times"]])
    return Offered(at, words, can, nobody=_nobody(reader, row, at))


def _nobody(reader: Reader, row: Meeting, at: str) -> bool:
    """Whether nobody who is asked can come at that time."""
    day = reader.calendar.local(datetime.fromisoformat(at)).date()
    return not may_come(reader, row, at, day)


def hold_by(reader: Reader, audit: Audit, kind: str) -> Due | None:
    """When a meeting of that kind is due."""
    return due_by(reader, audit.id, "uopp.second" if kind == SECOND else "uopp.hold")


def _names(reader: Reader, upns: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(named(reader, upn).name for upn in upns))


def _action(reader: Reader, action: Action) -> str:
    said = json.loads(reader.unseal(action.content) or "{}")
    return f"{said.get('what') or ''} → {said.get('different') or ''}"
