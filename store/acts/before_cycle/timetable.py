"""The year's cycles and themes: every version with its minutes is kept (programme.md §5)."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from store.acts.audit_list.cycle import cycle_id
from store.acts.before_cycle.receipts import timetable_recorded
from store.allocation.lines_of_enquiry import find_service
from store.audits.governing_grade import today
from store.clock.given_days import PastDay, TimetableMonth
from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import PrivateText, blank_to_none, clean, sealed_text
from store.people.posts import head_for
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.rules.kloe_meeting import meeting_of
from store.rules.margins import slack_of
from store.tables import Cycle, Programme, Timetable
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import NOT_OPENED

MONTH = len("2027-01")
MOST_ENTRIES = 120


def _month(value: object) -> object:
    """`2027-01` means its first day."""
    return (
        f"{value.strip()}-01" if isinstance(value, str) and len(value.strip()) == MONTH else value
    )


class TimetableEntry(Fields):
    """One service in one audit month, with the theme if the cycle has one."""

    service: str = Field(min_length=1, max_length=80)
    month: Annotated[TimetableMonth, BeforeValidator(_month)]
    theme: Annotated[
        Annotated[str, AfterValidator(clean), Field(max_length=120)] | None,
        BeforeValidator(blank_to_none),
    ] = None


class Agreed(Fields):
    """A whole timetable as it was agreed; a cycle that it leaves out is dropped."""

    entries: list[TimetableEntry] = Field(min_length=1, max_length=MOST_ENTRIES)
    minutes: PrivateText
    agreed_on: PastDay


class Planned(Fields):
    """The theme that the timetable gives a cycle."""

    theme: str | None = None


@act(
    "timetable.record",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=Agreed,
    words=Words(
        button="Record the timetable…",
        dialog="The timetable",
        submit="Record this version",
        receipt=timetable_recorded,
        lists=frozenset({"programme"}),
    ),
)
def record(unit: Unit, _programme: Programme, given: Agreed) -> None:
    """Record a new version: plan the months ahead, and drop what it leaves out or moves.

    An open cycle continues, whatever a later version says. A month that has begun stays in the
    version and plans nothing.
    """
    entries = _by_cycle(unit, given.entries)
    number = len(unit.rows(Timetable)) + 1
    version = unit.add(
        Timetable(
            programme=unit.programme,
            id=f"timetable-{number}",
            number=number,
            entries=[entry.model_dump(mode="json") for entry in entries.values()],
            minutes=sealed_text(unit, given.minutes) or "",
            agreed_on=given.agreed_on,
            recorded_by=unit.actor.upn,
            recorded_at=unit.at,
        )
    )
    touched = {entry.service for name, entry in entries.items() if _plan(unit, name, entry)}
    for cycle in unit.rows(Cycle, state="planned"):
        if cycle.id not in entries:
            touched.add(cycle.service)
            perform_after(unit, "cycle.drop", cycle)
    for service in sorted(touched):
        queue(unit, head_for(unit, service), "timetable", version.id)


def _by_cycle(unit: Unit, given: list[TimetableEntry]) -> Mapping[str, TimetableEntry]:
    """The entries by cycle id, in order of month and service."""
    entries: dict[str, TimetableEntry] = {}
    wrong: dict[str, str] = {}
    for place, entry in enumerate(given):
        try:
            service = find_service(unit, entry.service)
        except Invalid as unknown:
            wrong[f"entries.{place}.service"] = unknown.fields["service"]
            continue
        month = entry.month.replace(day=1)
        name = cycle_id(service, month)
        if name in entries:
            wrong[f"entries.{place}"] = f"{service} appears twice for {month:%B %Y}"
        entries[name] = entry.model_copy(update={"service": service, "month": month})
    if wrong:
        lines = (f"line {int(key.split('.')[1]) + 1}: {how}" for key, how in wrong.items())
        raise Invalid(f"The timetable was not recorded. Correct {'; '.join(lines)}.", wrong)
    return dict(sorted(entries.items(), key=lambda pair: (pair[1].month, pair[1].service)))


def _plan(unit: Unit, name: str, entry: TimetableEntry) -> bool:
    """Plan the cycle if its month is still ahead. Returns whether that changed anything."""
    if entry.month <= today(unit):
        return False
    cycle = unit.find(Cycle, name)
    if cycle is None:
        cycle = unit.add(
            Cycle(
                programme=unit.programme,
                id=name,
                service=entry.service,
                month=entry.month,
                state="planned",
                slack=slack_of(unit.profile, unit.calendar, entry.month),
            )
        )
    elif cycle.state not in NOT_OPENED or (cycle.state, cycle.theme) == ("planned", entry.theme):
        return False
    perform_after(unit, "cycle.plan", cycle, {"theme": entry.theme})
    return True


@act("cycle.plan", on=Cycle, source=NOT_OPENED, target="planned", fields=Planned)
def plan(_unit: Unit, cycle: Cycle, given: Planned) -> None:
    """The timetable has it: its KLOE meeting is due 2 weeks before the month (§2.1)."""
    cycle.theme = given.theme


@act("cycle.drop", on=Cycle, source={"planned"}, target="dropped")
def drop(unit: Unit, cycle: Cycle, _fields: Any) -> None:
    """A later version leaves it out or moves it; invited people are notified."""
    meeting = meeting_of(unit, cycle)
    if meeting is None or meeting.state != "convened":
        return
    meeting.state = "called_off"
    for upn in meeting.invited:
        queue(unit, upn, "kloe_invite", meeting.id)
