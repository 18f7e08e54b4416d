"""Whom a council's extract means: "Allocated Worker" and "Allocated Team" are names, not UPNs.

A name means somebody if it equals theirs once accents, apostrophes, spaces and the order around a
comma are put aside. Likeness is no proof: Ann Lee and Anne Lee are two colleagues. It only orders
whom the audit team is asked about. What they answer is kept as a `KnownName`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from store.ledger import Reader
from store.people.presence import has_left
from store.tables import KnownName, Person

Place = tuple[str, str]
"""A service and a team of it."""

_MARKS = re.compile("['\u2018\u2019\u201b\u02bc\u2032`\u00b4.]")
LIKELY = 5
ALIKE = 80
"""From this likeness on somebody may be the one who is meant, so that they are asked about."""
LONG_ENOUGH = 3
NEAR = 50
"""The same of teams, whose names are shortened more freely."""


def name_key(name: str) -> str:
    """A name with what people spell differently put aside; "O'Dwyer, Siobhán" is Siobhan ODwyer."""
    family, comma, given = name.partition(",")
    turned = f"{given} {family}" if comma and given.strip() else name
    letters = unicodedata.normalize("NFKD", _MARKS.sub("", turned))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a name means: a person's id, or nobody in the directory (`nobody`), or not known."""

    person: str | None = None
    nobody: bool = False

    @property
    def known(self) -> bool:
        """Whether it is settled whom the name means."""
        return self.nobody or self.person is not None


UNKNOWN = Whom()


def alias_id(kind: str, name: str, within: str = "") -> str:
    """The id of the answer about a name, or about a name as one team uses it."""
    return ":".join([kind, name_key(name), *([name_key(within)] if within else [])])


class Directory:
    """The people and teams of a programme by their names, with what has been answered."""

    def __init__(self, reader: Reader) -> None:
        today = reader.today
        self._people = {person.id: person for person in reader.rows(Person)}
        self._here = {p.id for p in self._people.values() if not has_left(p, today)}
        self._named: dict[str, list[Person]] = {}
        self._places: dict[str, set[Place]] = {}
        self._managers: dict[Place, list[Person]] = {}
        for person in self._people.values():
            self._named.setdefault(name_key(person.name), []).append(person)
            if person.service and person.team and person.id in self._here:
                place = (person.service, person.team)
                self._places.setdefault(name_key(person.team), set()).add(place)
                if "team_manager" in person.roles:
                    self._managers.setdefault(place, []).append(person)
        self._answers = {row.id: row for row in reader.rows(KnownName)}
        self._likely: dict[str, tuple[str, ...]] = {}

    def whom(self, name: str, team: str = "") -> Whom:
        """The person that `name` means on a case of the team that the extract calls `team`."""
        place = self.place(team)
        if found := self._answers.get(alias_id("worker", name, team)) if team else None:
            return Whom(found.person, nobody=found.person is None)
        named = self._named.get(name_key(name), [])
        within = [person for person in named if (person.service, person.team) == place]
        if len(within) == 1:
            return Whom(within[0].id)
        if found := self._answers.get(alias_id("worker", name)):
            return Whom(found.person, nobody=found.person is None)
        here = [person for person in named if person.id in self._here]
        only = here or named
        return Whom(only[0].id) if len(only) == 1 and not within else UNKNOWN

    def place(self, team: str) -> Place | None:
        """The service and team that the extract's `team` means; None if that is not settled."""
        if not team:
            return None
        if answer := self._answers.get(alias_id("team", team)):
            return (answer.service or "", answer.team or "")
        found = self._places.get(name_key(team), set())
        return next(iter(found)) if len(found) == 1 else None

    def manager(self, place: Place, worker: str | None) -> str:
        """The Team Manager of the team: the worker's own if there are several; else empty."""
        there = sorted(self._managers.get(place, []), key=lambda person: person.id)
        above = None if worker is None else self._people[worker].reports_to
        own = [person.id for person in there if person.id == above]
        if own or there:
            return (own or [there[0].id])[0]
        return above if above in self._here and above is not None else ""

    def holding(self, role: str) -> list[str]:
        """Everybody here who holds that role."""
        return sorted(p.id for p in self._people.values() if role in p.roles and p.id in self._here)

    def likely(self, name: str) -> tuple[str, ...]:
        """Who may be meant by a name that nobody has, likeliest first."""
        key = name_key(name)
        if key not in self._likely:
            words = {word for word in key.split() if len(word) >= LONG_ENOUGH}
            close = set(_alike(key, self._named, ALIKE))
            close |= {other for other in self._named if words & set(other.split())}
            ranked = _alike(key, sorted(close), 0)
            people = [person for other in ranked for person in self._named[other]]
            here = [person.id for person in people if person.id in self._here]
            self._likely[key] = tuple(here[:LIKELY])
        return self._likely[key]

    def likely_places(self, team: str) -> tuple[str, ...]:
        """The teams that may be meant, as "Service/Team", likeliest first."""
        found = self._places.get(name_key(team), set())
        near = _alike(name_key(team), self._places, NEAR)
        places: Iterable[Place] = [*sorted(found), *(p for k in near for p in self._places[k])]
        return tuple(dict.fromkeys("/".join(place) for place in places))[:LIKELY]


def _alike(key: str, others: Iterable[str], least: int) -> list[str]:
    """The `others` at least that like `key`, whatever the order of their words; likest first."""
    found = process.extract(
        key, list(others), scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None
    )
    return [other for other, *_ in found]
