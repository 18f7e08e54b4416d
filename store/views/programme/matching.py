"""The names that the audit team is asked about, each with whom it may mean."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people.name_matching import Directory
from store.tables import Person, Programme
from store.views.programme.unmatched import Unmatched, unmatched_names

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One name; `choices` are (UPN, or service and team on two lines; words), likeliest first."""

    name: str
    team: str
    cases: int
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamesAsked:
    """The first questions of all `total`, of which each case that is set aside waits for one."""

    programme: str
    version: int
    questions: tuple[Question, ...]
    total: int


def names_asked(reader: Reader, most: int) -> NamesAsked:
    """At most `most` questions, those first for which most cases wait."""
    programme, asked = reader.get(Programme, reader.programme), unmatched_names(reader)
    directory = Directory(reader)
    places = sorted({(p.service, p.team) for p in reader.rows(Person) if p.service and p.team})
    questions = tuple(
        Question(one.name, one.team, one.cases, _choices(reader, directory, one, places))
        for one in asked[:most]
    )
    return NamesAsked(programme.id, programme.version, questions, len(asked))


def _choices(
    reader: Reader, directory: Directory, one: Unmatched, places: list[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    if not one.name:
        first = {likely: at for at, likely in enumerate(one.likely)}
        ranked = sorted(places, key=lambda place: (first.get("/".join(place), len(first)), place))
        return tuple(("\n".join(place), ": ".join(place)) for place in ranked)
    here = directory.place(one.team)
    near = [p.id for p in reader.rows(Person) if here and (p.service, p.team) == here]
    return tuple(
        (person.id, _known_as(person))
        for person in (
            reader.get(Person, upn)
            for upn in list(dict.fromkeys([*one.likely, *near]))[:MOST_CHOICES]
        )
    )


def _known_as(person: Person) -> str:
    """A person so that two of one name are told apart: "Ann Lee, MASH (ann.lee@…)"."""
    team = person.team or person.service
    return f"{person.name}{f', {team}' if team else ''} ({person.id.partition('@')[0]})"
