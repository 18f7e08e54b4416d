"""The sentence with which one of the audit team's dialogs closes."""

from store.dates_in_words import say_day
from store.ledger import Reader
from store.tables import Person
from store.views.people_in_words import named


def officer_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of an audit team's act; nothing for another's."""
    match verb:
        case "person.absent":
            return _absence(reader, subject)
        case "person.left":
            name = named(reader, subject).name
            return f"Recorded: {name} has left. What they had in hand comes to the audit team."
        case "closure.add":
            return "Added. Open deadlines on that day have moved, and their cards say so."
        case _:
            return None


def _absence(reader: Reader, subject: str) -> str:
    person = reader.get(Person, subject)
    if person.absent_from is None:
        return f"Recorded: {person.name} is here."
    until = "until further notice" if person.absent_to is None else (
        f"to {say_day(person.absent_to)}"
    )  # fmt: skip
    stead = f"; {named(reader, person.delegate).name} stands in" if person.delegate else ""
    return f"Recorded: {person.name} is away from {say_day(person.absent_from)} {until}{stead}."
