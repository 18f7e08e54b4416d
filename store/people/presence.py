"""Who is here: absences, leavers, and the managers above somebody."""

from collections.abc import Iterable
from datetime import date

from store.ledger import Reader
from store.tables import Person


def is_absent(person: Person, on: date) -> bool:
    """Whether a recorded absence of `person` includes that day."""
    if person.absent_from is None:
        return False
    return person.absent_from <= on and (person.absent_to is None or on <= person.absent_to)


def has_left(person: Person, on: date) -> bool:
    """Whether `person` has left by that day."""
    return person.left_on is not None and person.left_on <= on


def is_here_through(person: Person, first: date, last: date) -> bool:
    """Whether `person` neither leaves nor is recorded absent from `first` to `last` inclusive."""
    away = (
        person.absent_from is not None
        and person.absent_from <= last
        and (person.absent_to is None or first <= person.absent_to)
    )
    return not away and not has_left(person, last)


def managers_above(reader: Reader, person: Person) -> Iterable[Person]:
    """The managers above `person`, nearest first; a circle in the data ends the walk."""
    today = reader.today
    seen = {person.id}
    while person.reports_to is not None and person.reports_to not in seen:
        seen.add(person.reports_to)
        above = reader.find(Person, person.reports_to)
        if above is None:
            return
        if not has_left(above, today):
            yield above
        person = above
