"""Days without work that are added to the calendar, and the deadlines that they move."""

from typing import Literal

from pydantic import Field

from store.clock.deadline_forms import LONG_CLOCK as LONG_SPAN
from store.clock.given_days import ClosureDay
from store.duties.outbox import redraw_about
from store.duties.predicates.closed_lists import holds
from store.duties.settle import looked_at
from store.ledger import Unit
from store.registry import LONG_CLOCK, Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.tables import Audit, Closure, Duty, Programme
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class ClosureFields(Fields):
    """A day without work: a closure of the authority's own, or a bank holiday."""

    on: ClosureDay
    kind: Literal["closure", "bank"] = "closure"
    name: str = Field(min_length=1, max_length=80)


@act(
    "closure.add",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=ClosureFields,
    words=Words(
        button="Add a day without work…",
        dialog="Add a day without work",
        submit="Add this day",
        receipt="Added. Open deadlines on that day have moved, and their cards show it.",
        lists=frozenset({"programme"}),
    ),
)
def add_closure(unit: Unit, _programme: Programme, given: ClosureFields) -> None:
    """Add a closure day, or a bank holiday that was proclaimed late.

    It moves only open deadlines on that day, because none may fall on a day without work
    (programme.md §7). A closure day never extends an Inadequate clock (§4).
    """
    if unit.find(Closure, given.on.isoformat()) is not None:
        raise Invalid(
            "That day is already a day without work: choose another.",
            {"on": "is already a day without work"},
        )
    unit.add(
        Closure(
            programme=unit.programme,
            id=given.on.isoformat(),
            on=given.on,
            kind=given.kind,
            name=given.name,
        )
    )
    unit.forget_calendar()
    for duty in unit.rows(Duty, closed_at=None):
        if unit.calendar.local(duty.due_at).date() == given.on:
            _move_deadline(unit, duty, given)


def _move_deadline(unit: Unit, duty: Duty, given: ClosureFields) -> None:
    """Move the deadline to the next working day, and say so in its rule."""
    calendar = unit.calendar
    day = calendar.forward(given.on, closures=duty.closures)
    if day == given.on:
        return
    duty.due_at = calendar.due_at(day)
    duty.rule = f"{duty.rule}; {say_day(given.on)} became a day without work, so the next one"
    ladder = unit.profile_of(duty).ladders[duty.ladder]
    rung = ladder.next_after(
        calendar, duty.opened_at, duty.due_at, duty.swept_at, closures=duty.closures
    )
    duty.rung_at = looked_at(unit, duty.owner, rung)
    audit = unit.find(Audit, duty.subject)
    if duty.kind == "return.submit" and audit is not None:
        audit.due = duty.due_at
    rule = unit.profile.duty.get(duty.kind)
    span = (day - calendar.local(duty.opened_at).date()).days
    if rule and audit and holds(unit, rule.urgent_when, audit) and span > LONG_SPAN:
        perform_after(unit, LONG_CLOCK, audit)
    redraw_about(unit, duty.subject)
