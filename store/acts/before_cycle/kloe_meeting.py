"""The KLOE meeting before a cycle: convened, answered, held and recorded (programme.md §2.1)."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from store.allocation.lines_of_enquiry import MAX_LINES, AgreedKloe, refuse_filters, stored_line
from store.audits.governing_grade import today
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model, sealed_text
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.relations.before_cycle import KLOE_INVITED
from store.rules.kloe_meeting import KIND, meeting_of, to_invite, unknown
from store.tables import Cycle, Meeting
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

BEFORE_THE_DRAW = {"planned", "open"}
"""Once cases are drawn, other lines of enquiry would come too late."""
MOST_TIMES = 5


class KloeMeetingConvened(Fields):
    """When and where: one time, or several to choose from; and who is invited besides."""

    starts_at: Annotated[datetime | None, BeforeValidator(blank_to_none)] = None
    times: list[datetime] = Field(default_factory=list, max_length=MOST_TIMES)
    place: StaffText
    also: list[str] = Field(default_factory=list, max_length=20)


class KloeMeetingReply(Fields):
    """Whether somebody comes and, where several times are proposed, which of them suit."""

    answer: Literal["yes", "cannot"]
    times: list[datetime] = Field(default_factory=list, max_length=MOST_TIMES)


class SelfAssessment(Fields):
    """What the service says of itself against the grade descriptors (guide §6)."""

    going_well: PrivateText
    worried_about: PrivateText
    need_assurance: PrivateText


class KloeMeetingHeld(SelfAssessment):
    """When it was held, who came, the self-assessment, and the lines of enquiry agreed."""

    held_on: date
    attended: list[str] = Field(min_length=1, max_length=40)
    kloes: list[AgreedKloe] = Field(min_length=1, max_length=MAX_LINES)


def _held_already(reader: Reader, cycle: Cycle) -> str | None:
    meeting = meeting_of(reader, cycle)
    if meeting is None or meeting.state != "held":
        return None
    return "The meeting on its lines of enquiry was held, and what it agreed stands."


def _nothing_to_answer(reader: Reader, cycle: Cycle) -> str | None:
    meeting = meeting_of(reader, cycle)
    if meeting is not None and meeting.state == "convened":
        return None
    return "No meeting waits for an answer: it was held, called off, or is not convened yet."


@act(
    "kloe.convene",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source=BEFORE_THE_DRAW,
    fields=KloeMeetingConvened,
    closed_because=_held_already,
    words=Words(dialog="Convene the meeting", lists=frozenset({"planned_cycle"})),
)
def convene(unit: Unit, cycle: Cycle, given: KloeMeetingConvened) -> None:
    """Everybody whom the profile names is invited; convened again, it moves."""
    times = _times(unit, given)
    also = _known(unit, "also", given.also)
    before = meeting_of(unit, cycle)
    if before is not None:
        before.state = "moved"
    meeting = unit.add(
        Meeting(
            programme=unit.programme,
            id=f"{cycle.id}.m{unit.next_seq}",
            about=cycle.id,
            kind=KIND,
            state="convened",
            chair=unit.actor.upn,
            convened_by=unit.actor.upn,
            convened_at=unit.at,
            times=[at.isoformat() for at in times],
            starts_at=times[0] if len(times) == 1 else None,
            place=sealed_text(unit, given.place),
            invited=to_invite(unit, cycle, also),
        )
    )
    for upn in meeting.invited:
        queue(unit, upn, "kloe_invite", meeting.id)


def _times(unit: Unit, given: KloeMeetingConvened) -> list[datetime]:
    """The times in order, each ahead of us and on a working day.

    A time without a zone is one on the authority's own clocks, as a form sends it.
    """
    said = [*given.times, *([given.starts_at] if given.starts_at else [])]
    zone = ZoneInfo(unit.profile.programme.zone)
    times = sorted({(at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC) for at in said})
    if not times:
        raise Invalid("Say when the meeting is, or propose some times.", {"starts_at": "is needed"})
    for at in times:
        if at <= unit.at:
            raise Invalid(
                "A meeting is convened for a time that is still ahead.",
                {"starts_at": "is in the past"},
            )
        if not unit.calendar.is_working_day(unit.calendar.local(at).date()):
            raise Invalid(
                "That day is no working day: choose another.", {"starts_at": "is on no working day"}
            )
    return times


def _known(unit: Unit, field: str, upns: list[str]) -> list[str]:
    found = [upn.strip().lower() for upn in upns if upn.strip()]
    if missing := unknown(unit, found):
        raise Invalid(
            f"Nobody in the people file is called {missing[0][:60]!r}.",
            {field: "names somebody who is not in the people file"},
        )
    return list(dict.fromkeys(found))


@act(
    "kloe.confirm",
    on=Cycle,
    by=KLOE_INVITED,
    source=BEFORE_THE_DRAW,
    fields=KloeMeetingReply,
    closed_because=_nothing_to_answer,
    words=Words(dialog="Do you come?"),
)
def confirm(unit: Unit, cycle: Cycle, given: KloeMeetingReply) -> None:
    """Whoever is invited says whether they come; the latest answer counts."""
    meeting = meeting_of(unit, cycle)
    assert meeting is not None
    chosen = [at.astimezone(UTC).isoformat() for at in given.times]
    if set(chosen) - set(meeting.times):
        raise Invalid(
            "Choose among the times that are proposed.", {"times": "is no time that is proposed"}
        )
    meeting.replies = meeting.replies | {
        unit.actor.upn: {"answer": given.answer, "times": chosen if given.answer == "yes" else []}
    }


@act(
    "kloe.held",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source=BEFORE_THE_DRAW,
    fields=KloeMeetingHeld,
    closed_because=_held_already,
    words=Words(
        dialog="Record the meeting",
        asks={"kloe.hold": "Record the meeting…"},
        lists=frozenset({"planned_cycle"}),
    ),
)
def held(unit: Unit, cycle: Cycle, given: KloeMeetingHeld) -> None:
    """The self-assessment is sealed to its readers; the lines agreed become the cycle's own.

    Selection is due within the week after the meeting itself, not after its recording (§2.2).
    """
    if given.held_on > today(unit):
        raise Invalid(
            "The day of the meeting is in the future: hold it first.",
            {"held_on": "is in the future"},
        )
    attended = _known(unit, "attended", given.attended)
    refuse_filters(unit, cycle.service, cycle.month, given.kloes)
    meeting = meeting_of(unit, cycle) or _unconvened(unit, cycle)
    meeting.state, meeting.held_on, meeting.attended = "held", given.held_on, attended
    meeting.recorded_at = unit.at
    said = SelfAssessment(**{part: getattr(given, part) for part in SelfAssessment.model_fields})
    meeting.record = sealed_model(unit, said)
    cycle.kloes = [stored_line(unit, kloe) for kloe in given.kloes]
    cycle.kloe_met_at = unit.calendar.day_starts(given.held_on)
    for upn in dict.fromkeys([*meeting.invited, *attended]):
        queue(unit, upn, "kloe_record", meeting.id)


def _unconvened(unit: Unit, cycle: Cycle) -> Meeting:
    """A meeting that was convened by telephone, or in an hour that all had free."""
    return unit.add(
        Meeting(
            programme=unit.programme,
            id=f"{cycle.id}.m{unit.next_seq}",
            about=cycle.id,
            kind=KIND,
            state="convened",
            chair=unit.actor.upn,
            convened_by=unit.actor.upn,
            convened_at=unit.at,
            invited=to_invite(unit, cycle),
        )
    )
