"""The people of a scope: posts, absences, training, and how the audits are spread over them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from store.ledger import Reader
from store.people.posts import has_left, is_absent
from store.tables import Audit, Person
from store.views.parts.offers import OpenAct, open_acts
from store.views.parts.people_in_words import named, of_person
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import NOT_OUT, audits_known
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.states import NOT_RETURNED
from store.vocabulary.verbs import Verb

ABSENT: Verb = "person.absent"


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """One person in post; `away` says from when to when, and who stands in.

    `may` is what the viewer may record of them.
    """

    name: str
    role: str
    service: str
    team: str
    trained: date | None
    trained_words: str
    away: str
    is_away: bool
    may: tuple[OpenAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """How many audits one auditor has or had: in this cycle, still to return, in all."""

    name: str
    role: str
    service: str
    team: str
    audits: int
    to_return: int
    late: int
    in_all: int


def people_seen(reader: Reader, viewer: Viewer) -> tuple[PersonSeen, ...]:
    """Everybody in post of this viewer's scope, by name."""
    today = reader.today
    found = [
        person
        for person in reader.everybody()
        if not has_left(person, today)
        and (viewer.sees_all or person.id == viewer.upn or viewer.has_person(person))
    ]
    return tuple(
        _person(reader, person, today, viewer.upn) for person in sorted(found, key=lambda p: p.name)
    )


def _person(reader: Reader, person: Person, today: date, upn: str) -> PersonSeen:
    who, away = of_person(reader, person), ""
    ahead = person.absent_to is None or person.absent_to >= today
    if person.absent_from is not None and ahead:
        end = (
            "until further notice"
            if person.absent_to is None
            else f"to {say_day(person.absent_to)}"
        )
        away = f"{say_day(person.absent_from)} {end}"
        if person.delegate is not None:
            away += f"; {named(reader, person.delegate).name} stands in"
    return PersonSeen(
        name=who.name,
        role=who.role,
        service=person.service,
        team=person.team,
        trained=person.trained_on,
        trained_words="" if person.trained_on is None else say_day(person.trained_on, year=True),
        away=away,
        is_away=is_absent(person, today),
        may=tuple(open_acts(reader, person, upn, (ABSENT,))),
    )


def loads_seen(reader: Reader, viewer: Viewer, cycle: str) -> tuple[Load, ...]:
    """The auditors of one cycle by how many audits they have in it, the most first."""
    per: dict[str, list[Audit]] = defaultdict(list)
    for audit in audits_known(reader, viewer):
        if audit.auditor is not None and audit.state not in NOT_OUT and audit.kind != "dip":
            per[audit.auditor].append(audit)
    found = [
        _load(reader, upn, [audit for audit in audits if audit.cycle == cycle], len(audits))
        for upn, audits in per.items()
    ]
    return tuple(sorted((one for one in found if one.audits), key=lambda o: (-o.audits, o.name)))


def _load(reader: Reader, upn: str, audits: list[Audit], in_all: int) -> Load:
    person, who = reader.find(Person, upn), named(reader, upn)
    out = [audit for audit in audits if audit.state in NOT_RETURNED]
    return Load(
        name=who.name,
        role=who.role,
        service="" if person is None else person.service,
        team="" if person is None else person.team,
        audits=len(audits),
        to_return=len(out),
        late=sum(audit.due is not None and audit.due < reader.at for audit in out),
        in_all=in_all,
    )
