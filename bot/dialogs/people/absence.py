"""Absences: who is away, from when to when, who stands in, and who is back (programme.md §4)."""

from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.cards.people.absence import absent_form, back_card
from bot.cards.people.people_found import ABSENCE
from bot.dialogs.parts.conversation import Conversation, Form, Json, Look, Sent, Step
from bot.dialogs.people.found import found_for
from store.ledger import Reader
from store.people.posts import has_left
from store.tables import Person
from store.views.parts.people_in_words import named
from store.views.people.people_found import found_person

MOST_DELEGATES = 120


def _form(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return absent_form(found_person(reader, subject, upn), _delegates(reader, subject), typed)


def _delegates(reader: Reader, subject: str) -> tuple[tuple[str, str], ...]:
    """The nearest people first: same team, same service, then everybody that the form can hold."""
    person = reader.get(Person, subject)
    today = reader.calendar.local(reader.at).date()
    others = [
        other
        for other in reader.rows(Person)
        if other.id != person.id and not has_left(other, today)
    ]
    others.sort(
        key=lambda other: (
            other.id != person.reports_to and other.team != person.team,
            other.service != person.service,
            other.name,
        )
    )
    return tuple(
        (other.id, f"{other.name}{f', {other.team}' if other.team else ''}")
        for other in others[:MOST_DELEGATES]
    )


def _back(reader: Reader, subject: str, _upn: str, _sent: Sent, place: Surface) -> Json:
    return back_card(named(reader, subject).name, reader.programme, place)


CONVERSATION = Conversation(
    forms={"person.absent": Form(draw=_form)},
    looks={ABSENCE: Look("Record an absence", found_for(ABSENCE))},
    steps={"person.back": Step(after=_back)},
)
