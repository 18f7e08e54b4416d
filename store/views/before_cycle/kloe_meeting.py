"""A KLOE meeting as its readers see it: when, who comes, what was agreed (§2.1)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from store.allocation.lines_of_enquiry import rationale_of
from store.audits.governing_grade import today
from store.ledger import Reader
from store.rules.kloe_meeting import (
    PARTS,
    assessment_of,
    last_meeting,
    meeting_of,
    readers_of,
    to_invite,
)
from store.tables import Cycle, Meeting, Person
from store.views.parts.case_choices import offered_cases
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.states import MeetingState

KLOE_ACTS = ("kloe.convene", "kloe.confirm", "kloe.held")

ASSESSED = {
    "going_well": "Going well",
    "worried_about": "Worried about",
    "need_assurance": "Need assurance",
}


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """A line of enquiry, why it was agreed, and the filter for its dip samples."""

    text: str
    where: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class InviteeReply:
    """An invited person's answer: "yes", "cannot" or nothing yet."""

    who: NamedPerson
    answer: str = ""
    times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KloeMeeting:
    """The meeting for one reader; `may_read` says whether they may read the self-assessment.

    `times` are (value, words); `moved_to` are the times of the meeting that replaced it.
    """

    meeting: str
    cycle: str
    version: int
    service: str
    month: str
    state: MeetingState
    times: tuple[tuple[str, str], ...]
    convened_by: NamedPerson
    viewer: str
    place: str = ""
    replies: tuple[InviteeReply, ...] = ()
    moved_to: tuple[tuple[str, str], ...] = ()
    held_on: str = ""
    attended: tuple[str, ...] = ()
    kloes: tuple[AgreedLine, ...] = ()
    list_by: Due | None = None
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def mine(self) -> str:
        """The reader's own answer."""
        return next((reply.answer for reply in self.replies if reply.who.upn == self.viewer), "")


@dataclass(frozen=True, slots=True)
class KloeRecord:
    """What was said, by part of the self-assessment; the lines agreed and who came."""

    service: str
    month: str
    held_on: str
    attended: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    kloes: tuple[AgreedLine, ...]


@dataclass(frozen=True, slots=True)
class KloeForms:
    """What the forms of a cycle's meeting offer: the times proposed and who may attend."""

    cycle: str
    version: int
    service: str
    month: str
    today: date
    meeting: KloeMeeting | None
    people: tuple[tuple[str, str], ...]
    invited: tuple[str, ...]
    grades: tuple[tuple[str, str], ...]
    hold_by: Due | None = None
    theme: str = ""
    convened_for: date | None = None
    choices: tuple[tuple[str, str], ...] = ()


MOST_PEOPLE = 60


def kloe_meeting(reader: Reader, meeting_id: str, upn: str) -> KloeMeeting | None:
    """The meeting as `upn` sees it; none for people who have no part in it."""
    meeting = reader.find(Meeting, meeting_id)
    if meeting is None or upn not in readers_of(reader, meeting):
        return None
    return _seen(reader, meeting, upn)


def meeting_in_hand(reader: Reader, cycle: Cycle, upn: str) -> KloeMeeting | None:
    """The cycle's current meeting as `upn` sees it; none before one is convened."""
    meeting = meeting_of(reader, cycle)
    return None if meeting is None else _seen(reader, meeting, upn)


def _seen(reader: Reader, meeting: Meeting, upn: str) -> KloeMeeting:
    cycle = reader.get(Cycle, meeting.about)
    last = last_meeting(reader, cycle)
    moved = meeting.state == "moved" and last is not None and last.state == "convened"
    return KloeMeeting(
        meeting=meeting.id,
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        state=meeting.state,
        times=_times(reader, meeting),
        convened_by=named(reader, meeting.convened_by),
        viewer=upn,
        place=reader.unseal(meeting.place) or "",
        replies=tuple(_reply(reader, meeting, invited) for invited in meeting.invited),
        moved_to=_times(reader, last) if moved and last is not None else (),
        held_on="" if meeting.held_on is None else say_day(meeting.held_on),
        attended=tuple(named(reader, one).name for one in meeting.attended),
        kloes=agreed_lines(reader, cycle) if meeting.state == "held" else (),
        list_by=due_by(reader, cycle.id, "list.propose"),
        may_read=meeting.record is not None and upn in readers_of(reader, meeting),
        may=may_now(reader, cycle, upn, KLOE_ACTS),
    )


def _times(reader: Reader, meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return tuple(
        (text, moment_in_words(reader, datetime.fromisoformat(text))) for text in meeting.times
    )


def _reply(reader: Reader, meeting: Meeting, upn: str) -> InviteeReply:
    said = meeting.replies.get(upn) or {}
    words = dict(_times(reader, meeting))
    return InviteeReply(
        named(reader, upn),
        str(said.get("answer", "")),
        tuple(words[at] for at in said.get("times", ()) if at in words),
    )


def agreed_lines(reader: Reader, cycle: Cycle) -> tuple[AgreedLine, ...]:
    """A cycle's lines of enquiry, each with its rationale if a meeting gave one."""
    return tuple(
        AgreedLine(line["text"], line.get("where", ""), rationale_of(reader, line))
        for line in cycle.kloes
    )


def kloe_record(reader: Reader, meeting_id: str, upn: str) -> KloeRecord | None:
    """The record of the meeting; none for people who may not read it (programme.md §2.1)."""
    meeting = reader.find(Meeting, meeting_id)
    assessed = None if meeting is None else assessment_of(reader, meeting, upn)
    if meeting is None or assessed is None or meeting.held_on is None:
        return None
    cycle = reader.get(Cycle, meeting.about)
    return KloeRecord(
        service=cycle.service,
        month=say_month(cycle.month),
        held_on=say_day(meeting.held_on),
        attended=tuple(named(reader, one).with_role for one in meeting.attended),
        said=tuple((ASSESSED[part], assessed[part]) for part in PARTS),
        kloes=agreed_lines(reader, cycle),
    )


def kloe_forms(reader: Reader, cycle_id: str, upn: str) -> KloeForms:
    """What the forms that convene and record the meeting offer. Raises `NotFound`."""
    cycle = reader.get(Cycle, cycle_id)
    meeting = meeting_of(reader, cycle)
    invited = to_invite(reader, cycle) if meeting is None else list(meeting.invited)
    others = [
        person.id
        for person in reader.everybody()
        if person.service == cycle.service and _leads(person) and person.id not in invited
    ]
    return KloeForms(
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        today=today(reader),
        meeting=None if meeting is None else _seen(reader, meeting, upn),
        people=tuple(
            (one, named(reader, one).with_role) for one in [*invited, *others][:MOST_PEOPLE]
        ),
        invited=tuple(invited),
        grades=tuple((grade.name, grade.definition) for grade in reader.profile.scale),
        hold_by=due_by(reader, cycle.id, "kloe.hold"),
        theme=cycle.theme or "",
        choices=offered_cases(reader, cycle.service, cycle.month),
        convened_for=None
        if meeting is None or meeting.starts_at is None
        else (reader.calendar.local(meeting.starts_at).date()),
    )


def _leads(person: Person) -> bool:
    """Whether the person may be an audit lead: a manager or advanced practitioner in post."""
    return person.left_on is None and bool(
        {"team_manager", "advanced_practitioner", "group_manager"} & set(person.roles)
    )
