"""What follows the audits that a person may see: Inadequates, actions and meetings (§3, §5)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.tables import Action, Audit, Cycle, Duty, Meeting
from store.views.below_good.action import which_of
from store.views.parts.due import Due, day_in_words, due_by, due_of, moment_in_words
from store.views.parts.offers import OpenAct, open_acts
from store.views.parts.people_in_words import named, owner_in_words
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import (
    Stands,
    audits_known,
    cycles_asked,
    cycles_seen,
    may_see,
    may_see_grade,
    may_see_ref,
    most_urgent,
    where_audits_stand,
    whole,
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

    audit: str
    case_ref: str
    service: str
    month: str
    which: str
    scope: str
    state: str
    owner: str
    due: Due | None
    done: str
    confirmed_by: str
    confirmed_on: str
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


@dataclass(frozen=True, slots=True)
class Known:
    """What a page of years begins with: the audits that its reader may see, and their cycles.

    Of what is finished, a page shows that of `asked` alone (`cycles_asked`).
    """

    audits: Mapping[str, Audit]
    cycles: Sequence[Cycle]
    asked: AbstractSet[str]

    def shows(self, audit: str, *, still_open: bool) -> bool:
        """Whether the page shows something about that audit."""
        one = self.audits.get(audit)
        return still_open or (one is not None and one.cycle in self.asked)


def known_to(reader: Reader, viewer: Viewer, cycle: str = "") -> Known:
    """The audits that this viewer may see; what is finished of the cycle that was asked for."""
    audits = audits_known(reader, viewer)
    cycles = cycles_seen(reader, viewer, audits)
    return Known({audit.id: audit for audit in audits}, cycles, cycles_asked(cycles, cycle))


def inadequates_seen(reader: Reader, viewer: Viewer, known: Known) -> tuple[InadequateSeen, ...]:
    """Those in this viewer's scope whose grade they may know, the most urgent first."""
    scale = reader.profile.grades
    graded = [
        audit
        for audit in known.audits.values()
        if audit.state != "voided"
        and may_see_grade(viewer, audit)
        and (grade := governing_grade(audit)) is not None
        and scale[grade].inadequate
    ]
    waiting = most_urgent(reader, {audit.id for audit in graded})
    shown = [one for one in graded if known.shows(one.id, still_open=one.id in waiting)]
    audits = whole(reader, shown)
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


def actions_seen(reader: Reader, viewer: Viewer, known: Known) -> tuple[ActionLine, ...]:
    """The actions about audits of this viewer's scope, and those that are theirs to do."""
    ids: tuple[Any, ...] = (Action.id, Action.audit, Action.owner, Action.state, Action.board_on)
    query = (
        select(*ids)
        .where(col(Action.programme) == reader.programme, col(Action.state) != "withdrawn")
        .order_by(col(Action.due_on), col(Action.id))
    )
    chosen = [
        one
        for one in reader.session.execute(query)
        if (one.audit in known.audits or one.owner == viewer.upn)
        and known.shows(one.audit, still_open=_is_open(one.state, one.board_on))
    ]
    reader.gather_rows(Action, [one.id for one in chosen])
    reader.gather_rows(Audit, [one.audit for one in chosen])
    reader.gather(Duty, [one.id for one in chosen])
    reader.gather(Action, [one.audit for one in chosen])
    found = [reader.get(Action, one.id) for one in chosen]
    return tuple(_action(reader, viewer, action) for action in found)


def _is_open(state: str, board_on: date | None) -> bool:
    """Whether somebody still has to do, confirm or sign it off."""
    return state in {"open", "done"} or (state == "confirmed" and board_on is not None)


def _action(reader: Reader, viewer: Viewer, action: Action) -> ActionLine:
    audit = reader.get(Audit, action.audit)
    own = viewer.upn == action.owner == viewer.now(action).owner
    knows = own or (may_see(reader, viewer, audit) and may_see_ref(viewer, audit))
    for_board = knows and action.state == "confirmed" and action.board_on is not None
    may = open_acts(reader, action, viewer.upn, AT_THE_BOARD) if for_board else ()
    cycle = reader.get(Cycle, audit.cycle)
    done, confirmed = action.done_at, action.confirmed_at
    by = "" if action.done_by is None else f"done by {named(reader, action.done_by).name}, "
    return ActionLine(
        audit=audit.id if knows else "",
        case_ref=audit.case_ref if knows else "",
        service=cycle.service,
        month=say_month(cycle.month),
        which=which_of(reader, action),
        scope=action.scope,
        state=action.state,
        owner=owner_in_words(reader, action.owner),
        due=due_by(reader, action.id, "action.complete"),
        done="" if done is None else f"{by}{moment_in_words(reader, done)}",
        confirmed_by="" if not action.confirmed_by else named(reader, action.confirmed_by).name,
        confirmed_on="" if confirmed is None else moment_in_words(reader, confirmed),
        may=tuple(may),
    )


def meetings_seen(reader: Reader, viewer: Viewer, known: Known) -> tuple[MeetingSeen, ...]:
    """KLOE and UoPP meetings of this viewer's scope, those to come first."""
    audits = known.audits
    finished = [one.id for one in audits.values() if one.cycle in known.asked]
    shown = or_(col(Meeting.state) != "held", col(Meeting.about).in_([*finished, *known.asked]))
    found = [
        meeting
        for meeting in reader.rows(Meeting, shown, order="-convened_at id")
        if meeting.state not in {"called_off", "moved"}
        and _is_seen(reader, viewer, meeting, audits)
    ]
    reader.gather(Duty, [meeting.about for meeting in found])
    return tuple(_meeting(reader, viewer, meeting, audits) for meeting in found)


def _is_seen(reader: Reader, viewer: Viewer, meeting: Meeting, audits: Mapping[str, Audit]) -> bool:
    asked = viewer.upn in meeting.invited and viewer.upn in viewer.now(meeting).invited
    if meeting.about in audits or asked:
        return True
    cycle = reader.find(Cycle, meeting.about)
    return cycle is not None and viewer.leads and viewer.scope.has_service(cycle.service)


def _meeting(
    reader: Reader, viewer: Viewer, meeting: Meeting, audits: Mapping[str, Audit]
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
