"""Leavers: recorded with their first day gone, settled on that day; and who returns (§4)."""

from store.clock.given_days import AwayDay, BackDay
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import today
from store.duties.settle import looked_at
from store.duties.standing_in import TEAM
from store.ledger import Unit
from store.people.post_history import Place
from store.people.posts import has_left
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.rules.reassigning import let_go, posts_changed
from store.rules.unreached import open_reach
from store.tables import Duty, Person
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Leaving(Fields):
    """The first day on which they are no longer here."""

    on: AwayDay


def already_left(_reader: object, person: Person) -> str | None:
    """Why nothing more can be recorded about somebody who has left."""
    return None if person.left_on is None else f"{person.name} has left."


def _recorded(_reader: object, person: Person) -> str:
    return (
        f"Recorded: {person.name} has left. Their audits come to the {terms.AUDIT_TEAM}; whoever "
        "answers for a post of theirs now has been notified of what it owes."
    )


@act(
    "person.left",
    on=Person,
    by=AUDIT_TEAM,
    shell=True,
    fields=Leaving,
    closed_because=already_left,
    words=Words(
        button="They have left…",
        dialog="Somebody left",
        submit="Record that they left",
        receipt=_recorded,
    ),
)
def left(unit: Unit, person: Person, given: Leaving) -> None:
    """From that day they get no messages, and their open work goes to others."""
    person.left_on = given.on
    if has_left(person, today(unit)):
        perform_after(unit, "leaver.settle", person)
        return
    look_on_the_morning(unit, person)


def look_on_the_morning(unit: Unit, person: Person) -> None:
    """Have the sweep look at their open duties on the first morning they are gone or away."""
    for duty in unit.rows(Duty, owner=person.id, closed_at=None):
        duty.rung_at = looked_at(unit, person.id, duty.rung_at)


@act("leaver.settle", on=Person)
def settle_leaver(unit: Unit, person: Person, _fields: object) -> None:
    """Give everything they had to do another owner: nothing is without one (programme.md §4)."""
    let_go(unit, person.id)
    gone = Place(today(unit), tuple(person.roles), person.service)
    posts_changed(unit, {person.id: gone})
    if open_reach(unit, person.id) is not None:
        redraw_about(unit, unit.programme)


# ---- who returns ---------------------------------------------------------------------------------


def _has_not_left(_reader: object, person: Person) -> str | None:
    return f"{person.name} has not left." if person.left_on is None else None


class Rejoining(Fields):
    """The first day on which they are here again."""

    on: BackDay


@act(
    "person.rejoined",
    on=Person,
    by=AUDIT_TEAM,
    shell=True,
    fields=Rejoining,
    closed_because=_has_not_left,
    words=Words(
        button="They are here again…",
        dialog="Somebody is here again",
        submit="Record that they are here",
        receipt=lambda _reader, person: (
            f"Recorded: {person.name} is here again. Work that went to others stays with them."
        ),
    ),
)
def rejoined(unit: Unit, person: Person, given: Rejoining) -> None:
    """Messages and duties come to them again; a people file alone never brings anybody back.

    Where the leaving was recorded ahead and has not begun, it is taken back.
    """
    gone = has_left(person, today(unit))
    if gone and person.left_on is not None and given.on < person.left_on:
        raise Invalid(
            f"{person.name} left on {say_day(person.left_on)}: give a later day.",
            {"on": "is before they left"},
        )
    person.left_on = None
    if person.absent_to is not None and person.absent_to < today(unit):
        person.absent_from = person.absent_to = person.delegate = None
    if gone:
        posts_changed(unit, {person.id: Place(today(unit), (), "")})


@act("person.switched_off", on=Person)
def switched_off(unit: Unit, person: Person, _fields: object) -> None:
    """Ask the audit team, once a month, whether they left: their Entra account is switched off.

    Until somebody says so nothing changes.
    """
    month = f"{today(unit):%Y-%m}"
    queue(unit, TEAM, "switched_off", person.id, once=f"switched_off:{person.id}:{month}")
