"""People whom Teams does not reach: the audit team tells them another way (trust.md §1)."""

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
from store.views.deliveries.unreached import way_told
from store.vocabulary.fields import Fields


class ToldAnotherWay(Fields):
    """How they were told, and what the audit team wants to note about it."""

    how: Literal["phone", "in_person", "email", "manager"]
    note: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


@act("person.unreached", on=Person)
def unreached(unit: Unit, _person: Person, _fields: object) -> None:
    """Notify the audit team, on one card a day about everybody; it has to tell them."""
    day = unit.calendar.local(unit.at).date().isoformat()
    once = f"{ABOUT_REACHING}:{day}"
    queue(unit, post("audit_team"), ABOUT_REACHING, unit.programme, once=once)
    redraw_about(unit, unit.programme)


@act("person.reached", on=Person, words=Words(met="Reached in Teams"))
def reached(unit: Unit, _person: Person, _fields: object) -> None:
    """Something arrived, or they wrote: the audit team need not tell them any more."""
    redraw_about(unit, unit.programme)


def _need_not_be_told(reader: Reader, person: Person) -> str | None:
    if open_reach(reader, person.id) is not None:
        return None
    return f"{person.name} has since been reached, so there is nothing left to do."


def _told(reader: Reader, person: Person) -> str:
    way = way_told(reader, person.id)
    return f"Recorded: {person.name} was reached {way}. Nothing is left to do until there is news."


@act(
    TOLD,
    on=Person,
    by=REACHER,
    fields=ToldAnotherWay,
    closed_because=_need_not_be_told,
    words=Words(
        button="Record how they were told…",
        dialog="Told another way",
        submit="Record it",
        receipt=_told,
        asks={"delivery.reach": "Record how they were told…"},
        met="Told",
    ),
)
def told(unit: Unit, _person: Person, _given: ToldAnotherWay) -> None:
    """They know what waits for them, although Teams still does not reach them."""
    redraw_about(unit, unit.programme)
