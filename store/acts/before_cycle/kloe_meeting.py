"""The KLOE meeting before a cycle: convened, answered, held and recorded (programme.md §2.1)."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from store.acts.before_cycle.receipts import kloe_invited, kloes_agreed
from store.allocation.lines_of_enquiry import MAX_LINES, AgreedKloe, refuse_filters, stored_line
from store.clock.given_days import Moment, PastDay, PlannedTime
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model, sealed_text
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.relations.before_cycle import KLOE_INVITED
from store.rules.kloe_meeting import KIND, meeting_of, to_invite, unknown
from store.tables import Cycle, Meeting
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import BEFORE_THE_DRAW

MOST_TIMES = 5


class KloeMeetingConvened(Fields):
    """When and where: one time, or several to choose from; `also` invites further people."""

    starts_at: Annotated[PlannedTime | None, BeforeValidator(blank_to_none)] = None
    times: list[PlannedTime] = Field(default_factory=list, max_length=MOST_TIMES)
    place: StaffText
    also: list[str] = Field(default_factory=list, max_length=20)


class KloeMeetingReply(Fields):
    """Whether the person comes and, of several proposed times, which suit them."""

    answer: Literal["yes", "cannot"]
    times: list[Moment] = Field(default_factory=list, max_length=MOST_TIMES)


class SelfAssessment(Fields):
    """How the service assesses itself against the grade descriptors (guide §6)."""

    going_well: PrivateText
    worried_about: PrivateText
    need_assurance: PrivateText


class KloeMeetingHeld(SelfAssessment):
    """When it was held, who came, the self-assessment, and the lines of enquiry agreed."""

    held_on: PastDay
    attended: list[str] = Field(min_length=1, max_length=40)
    kloes: list[AgreedKloe] = Field(min_length=1, max_length=MAX_LINES)


def _held_already(reader: Reader, cycle: Cycle) -> str | None:
    meeting = meeting_of(reader, cycle)
    if meeting is None or meeting.state != "held":
        return None
    return "The KLOE meeting of this cycle has been held, and what it agreed stands."


def _nothing_to_answer(reader: Reader, cycle: Cycle) -> str | None:
    meeting = meeting_of(reader, cycle)
    if meeting is not None and meeting.state == "convened":
        return None
    return "This meeting needs no answer: it was held, called off, or is not convened yet."


@act(
    "kloe.convene",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source=BEFORE_THE_DRAW,
    fields=KloeMeetingConvened,
    closed_because=_held_already,
    words=Words(
        button="Convene the meeting…",
        dialog="Convene the meeting",
        submit="Invite them",
        receipt=kloe_invited,
        lists=frozenset({"planned_cycle"}),
    ),
)
def convene(unit: Unit, cycle: Cycle, given: KloeMeetingConvened) -> None:
    """Invite everybody whom the profile names; convening it again moves it."""
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
    """The times in order; each must lie in the future and on a working day.

    A time without a zone, as a form sends it, is in the authority's own zone.
    """
    said = [*given.times, *([given.starts_at] if given.starts_at else [])]
    zone = ZoneInfo(unit.profile.programme.zone)
    times = sorted({(at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC) for at in said})
    if not times:
        raise Invalid("Say when the meeting is, or propose some times.", {"starts_at": "is needed"})
    for at in times:
        if at <= unit.at:
            raise Invalid(
                "That time has passed: choose one in the future.", {"starts_at": "is in the past"}
            )
        if not unit.calendar.is_working_day(unit.calendar.local(at).date()):
            raise Invalid(
                "That day is not a working day: choose another.",
                {"starts_at": "is not on a working day"},
            )
    return times


def _known(unit: Unit, field: str, upns: list[str]) -> list[str]:
    found = [upn.strip().lower() for upn in upns if upn.strip()]
    if missing := unknown(unit, found):
        raise Invalid(
            f"{missing[0][:60]!r} is not in the people file: choose somebody who is.",
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
    words=Words(
        button="Say whether you come…",
        dialog="Will you come?",
        submit="Send the answer",
        receipt=(
            f"Sent. The {terms.AUDIT_TEAM} sees your answer; you can change it until the meeting."
        ),
    ),
)
def confirm(unit: Unit, cycle: Cycle, given: KloeMeetingReply) -> None:
    """An invited person says whether they will come; their latest answer counts."""
    meeting = meeting_of(unit, cycle)
    assert meeting is not None
    chosen = [at.astimezone(UTC).isoformat() for at in given.times]
    if set(chosen) - set(meeting.times):
        raise Invalid(
            "That time was not proposed: choose one of those that were.",
            {"times": "was not proposed"},
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
        button="Record the meeting…",
        dialog="Record the meeting",
        submit="Record the meeting",
        receipt=kloes_agreed,
        asks={"kloe.hold": "Record the meeting…"},
        lists=frozenset({"planned_cycle"}),
        met="Recorded",
    ),
)
def held(unit: Unit, cycle: Cycle, given: KloeMeetingHeld) -> None:
    """Seal the self-assessment for its readers, and give the cycle the lines agreed.

    Selection is due within a week of the meeting itself, not of its recording (§2.2).
    """
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
    """A meeting that was held without having been convened here."""
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
