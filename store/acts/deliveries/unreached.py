"""Whom Teams does not reach: the audit team tells them another way, and says how (trust.md §1)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from store.duties.outbox import queue, redraw_about
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, blank_to_none
from store.people.posts import post
from store.registry import Words, act
from store.relations.basic import REACHER
from store.rules.unreached import ABOUT_REACHING, TOLD, open_reach
from store.tables import Person
from store.vocabulary.fields import Fields


class ToldAnotherWay(Fields):
    """How they were told, and what the audit team wants to remember of it."""

    how: Literal["phone", "in_person", "email", "manager"]
    note: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


@act("person.unreached", on=Person)
def unreached(unit: Unit, _person: Person, _fields: object) -> None:
    """The audit team hears of it, on one card a day for everybody, and owes them word."""
    day = unit.calendar.local(unit.at).date().isoformat()
    once = f"{ABOUT_REACHING}:{day}"
    queue(unit, post("audit_team"), ABOUT_REACHING, unit.programme, once=once)
    redraw_about(unit, unit.programme)


@act("person.reached", on=Person)
def reached(unit: Unit, _person: Person, _fields: object) -> None:
    """Something arrived, or they wrote: nobody has to ring them any more."""
    redraw_about(unit, unit.programme)


def _need_not_be_told(reader: Reader, person: Person) -> str | None:
    if open_reach(reader, person.id) is not None:
        return None
    return f"{person.name} has been told or reached since, so there is nothing left to do."


@act(
    TOLD,
    on=Person,
    by=REACHER,
    fields=ToldAnotherWay,
    closed_because=_need_not_be_told,
    words=Words(dialog="Told another way", asks={"delivery.reach": "Record how they were told…"}),
)
def told(unit: Unit, _person: Person, _given: ToldAnotherWay) -> None:
    """They know what waits for them, though Teams still does not reach them."""
    redraw_about(unit, unit.programme)
