"""People found by name, and what may be recorded about each."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.people.posts import has_left
from store.tables import Person
from store.views.parts.in_hand import InHand, in_hand
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, of_person
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.names import is_called, plain_words

PERSON_ACTS = ("person.absent", "person.back", "person.left", "person.rejoined")
MOST = 8
"""People that one search shows."""
SHORTEST_NAME = 3
"""Letters of a part of a name by which somebody is found in a sentence."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person; `away` says from when to when, `in_hand` what they have to do."""

    who: NamedPerson
    version: int
    service: str
    team: str
    away: str = ""
    delegate: str = ""
    in_hand: InHand = field(default_factory=InHand)
    may: frozenset[str] = field(default_factory=frozenset)
    left: str = ""
    """The day from which they are gone; empty for who is here."""


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """What a search found; `more` is how many are not shown."""

    sought: str
    people: tuple[FoundPerson, ...]
    more: int = 0


def people_found(reader: Reader, sought: str, upn: str, *, leavers: bool = False) -> PeopleFound:
    """People whose name contains every word of `sought`, by name; none without a word.

    Accents, apostrophes of any kind and the order of names make no difference.
    Who has left is found only where `leavers` are asked for, and comes last.
    """
    today = reader.calendar.local(reader.at).date()
    found = [
        person
        for person in reader.rows(Person)
        if (leavers or not has_left(person, today)) and is_called(person.name, sought)
    ]
    found.sort(key=lambda person: (has_left(person, today), person.name, person.id))
    return PeopleFound(
        " ".join(sought.split()),
        tuple(found_person(reader, person.id, upn) for person in found[:MOST]),
        max(0, len(found) - MOST),
    )


def people_named_in(reader: Reader, words: str, upn: str) -> PeopleFound:
    """People other than `upn` whom a sentence names: by their whole name, else by a part of it."""
    said = {*plain_words(words)}
    others = [person for person in reader.rows(Person) if person.id != upn]
    names = {person.id: {*plain_words(person.name)} for person in others}
    found = [person for person in others if names[person.id] <= said] or [
        person
        for person in others
        if any(len(word) >= SHORTEST_NAME for word in names[person.id] & said)
    ]
    today = reader.calendar.local(reader.at).date()
    found.sort(key=lambda person: (has_left(person, today), person.name, person.id))
    return PeopleFound(
        "",
        tuple(found_person(reader, person.id, upn) for person in found[:MOST]),
        max(0, len(found) - MOST),
    )


def found_person(reader: Reader, who: str, upn: str) -> FoundPerson:
    """One person, and what `upn` may record about them. Raises `NotFound`."""
    person = reader.get(Person, who)
    return FoundPerson(
        who=of_person(reader, person),
        version=person.version,
        service=person.service,
        team=person.team,
        away=_away(person),
        delegate="" if person.delegate is None else named(reader, person.delegate).name,
        in_hand=in_hand(reader, person.id),
        may=may_now(reader, person, upn, PERSON_ACTS),
        left="" if person.left_on is None else say_day(person.left_on),
    )


def _away(person: Person) -> str:
    if person.absent_from is None:
        return ""
    start = say_day(person.absent_from)
    return (
        f"{start} until further notice"
        if person.absent_to is None
        else (f"{start} to {say_day(person.absent_to)}")
    )
