"""What follows the audits that a person may see: Inadequates, actions and meetings (§3, §5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.audits.governing_grade import is_inadequate
from store.ledger import Reader
from store.tables import Action, Audit, Cycle, Duty, Meeting
from store.views.below_good.action import ActionSeen, action_seen
from store.views.parts.due import Due, day_in_words, due_of, moment_in_words
from store.views.parts.offers import OpenAct, open_acts
from store.views.parts.people_in_words import named
from store.views.parts.where_audits_stand import (
    Stands,
    Viewer,
    audits_seen,
    may_see,
    may_see_grade,
    may_see_ref,
    where_audits_stand,
)
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.verbs import Verb

AT_THE_BOARD: tuple[Verb, ...] = ("board.signed_off", "board.asked_again", "board.deferred")
STEPS = {
    "moderation.decide": "Moderated",
    "urgent.address": "Urgent issues addressed",
    "uopp.hold": "Meeting held",
}
"""What an Inadequate needs first, by the duty that asks for it (programme.md §3)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of those steps: when it is or was due and when it was done, "" while it is not."""

    name: str
    due: Due
    done: str


@dataclass(frozen=True, slots=True)
class InadequateSeen:
    """One audit whose grade that counts is Inadequate, and how far it has come."""

    stands: Stands
    graded: str
    steps: tuple[Step, ...]
    actions: int
    actions_open: int


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as this viewer may know it; `audit` is its audit's id where they may.

    `may` is what they may record of it once it is confirmed.
    """

    seen: ActionSeen
    audit: str
    case_ref: str
    may: tuple[OpenAct, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """One meeting: of which kind, about what, when, and where it stands."""

    kind: str
    about: str
    audit: str
    chair: str
    when: str
    at: datetime | None
    state: str
    due: Due | None


def inadequates_seen(reader: Reader, viewer: Viewer) -> tuple[InadequateSeen, ...]:
    """Those in this viewer's scope whose grade they may know, the most urgent first."""
    audits = [
        audit
        for audit in audits_seen(reader, viewer)
        if audit.state != "voided" and may_see_grade(viewer, audit) and is_inadequate(reader, audit)
    ]
    stands = where_audits_stand(reader, viewer, audits)
    reader.gather(Duty, [audit.id for audit in audits])
    reader.gather(Action, [audit.id for audit in audits])
    found = [_inadequate(reader, *pair) for pair in zip(audits, stands, strict=True)]
    return tuple(sorted(found, key=_by_urgency))


def _by_urgency(one: InadequateSeen) -> tuple[bool, float, str]:
    waits = one.stands.waits
    return (waits is None, 0.0 if waits is None else waits.due.at.timestamp(), one.stands.audit)


def _inadequate(reader: Reader, audit: Audit, stands: Stands) -> InadequateSeen:
    actions = [one for one in reader.rows(Action, audit=audit.id) if one.state != "withdrawn"]
    at = audit.moderated_at or audit.returned_at
    return InadequateSeen(
        stands=stands,
        graded="" if at is None else day_in_words(reader, at),
        steps=tuple(_steps(reader, audit)),
        actions=len(actions),
        actions_open=sum(one.state == "open" for one in actions),
    )


def _steps(reader: Reader, audit: Audit) -> list[Step]:
    duties = reader.rows(Duty, subject=audit.id, order="opened_at")
    found = []
    for kind, name in STEPS.items():
        own = [duty for duty in duties if duty.kind == kind]
        if own:
            closed = own[-1].closed_at
            done = "" if closed is None else day_in_words(reader, closed)
            found.append(Step(name, due_of(reader, own[-1]), done))
    return found


def actions_seen(reader: Reader, viewer: Viewer) -> tuple[ActionLine, ...]:
    """Every action about an audit of this viewer's scope, and those that are theirs to do."""
    audits = {audit.id: audit for audit in audits_seen(reader, viewer)}
    found = [
        action
        for action in reader.rows(Action, order="due_on id")
        if action.state != "withdrawn" and (action.audit in audits or action.owner == viewer.upn)
    ]
    reader.gather(Duty, [action.id for action in found])
    reader.gather(Action, [action.audit for action in found])
    return tuple(_action(reader, viewer, action) for action in found)


def _action(reader: Reader, viewer: Viewer, action: Action) -> ActionLine:
    audit = reader.get(Audit, action.audit)
    own = viewer.upn == action.owner == viewer.now(action).owner
    knows = own or (may_see(reader, viewer, audit) and may_see_ref(viewer, audit))
    seen = action_seen(reader, action.id, viewer.upn)
    for_board = knows and action.state == "confirmed"
    may = open_acts(reader, action, viewer.upn, AT_THE_BOARD) if for_board else ()
    return ActionLine(seen, audit.id if knows else "", audit.case_ref if knows else "", tuple(may))


def meetings_seen(reader: Reader, viewer: Viewer) -> tuple[MeetingSeen, ...]:
    """KLOE and UoPP meetings of this viewer's scope, those to come first."""
    audits = {audit.id: audit for audit in audits_seen(reader, viewer)}
    found = [
        meeting
        for meeting in reader.rows(Meeting, order="-convened_at id")
        if meeting.state not in {"called_off", "moved"}
        and _is_seen(reader, viewer, meeting, audits)
    ]
    return tuple(_meeting(reader, viewer, meeting, audits) for meeting in found)


def _is_seen(reader: Reader, viewer: Viewer, meeting: Meeting, audits: dict[str, Audit]) -> bool:
    asked = viewer.upn in meeting.invited and viewer.upn in viewer.now(meeting).invited
    if meeting.about in audits or asked:
        return True
    cycle = reader.find(Cycle, meeting.about)
    return cycle is not None and viewer.leads and viewer.scope.has_service(cycle.service)


def _meeting(
    reader: Reader, viewer: Viewer, meeting: Meeting, audits: dict[str, Audit]
) -> MeetingSeen:
    audit, cycle = audits.get(meeting.about), reader.find(Cycle, meeting.about)
    about, knows = "", audit is not None and may_see_ref(viewer, audit)
    if cycle is not None:
        about = f"{cycle.service}, {say_month(cycle.month)}"
    elif audit is not None and knows:
        about = audit.case_ref
    duties: Sequence[Duty] = reader.rows(Duty, subject=meeting.about, order="-opened_at")
    held = "kloe.hold" if cycle is not None else "uopp.hold"
    due = next((due_of(reader, duty) for duty in duties if duty.kind == held), None)
    when = meeting.starts_at
    words = "" if when is None else moment_in_words(reader, when)
    return MeetingSeen(
        kind="KLOE meeting" if cycle is not None else reader.profile.uopp.name,
        about=about,
        audit=meeting.about if knows else "",
        chair=named(reader, meeting.chair).name,
        when=words if meeting.held_on is None else say_day(meeting.held_on),
        at=when,
        state=meeting.state,
        due=due,
    )
