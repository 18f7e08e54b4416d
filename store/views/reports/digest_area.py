"""The part of the programme that a Head of Service or manager gets in a digest (§5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.ledger import Reader
from store.people.posts import has_left, is_absent, notified_for, same_service
from store.tables import Audit, Digest, Message, Person
from store.views.reports.assignments import Assignment, assignments, cycles_in_force
from store.views.reports.still_open import Place, owed_at, places_of

SERVICE_DIGEST, TEAM_DIGEST = "service_digest", "team_digest"

ALSO = {
    "heads_of_service": ("head_of_service", SERVICE_DIGEST),
    "group_managers": ("group_manager", TEAM_DIGEST),
    "team_managers": ("team_manager", TEAM_DIGEST),
}
"""Each word of the profile's `digest.also`: the role it means, and its kind of message.

A person with several of these roles gets one digest, by the first.
"""


FEW = 3
"""Teams that a card names."""


@dataclass(frozen=True, slots=True)
class Area:
    """A service, or some teams of it: the work audited there and the audits its people do.

    `teams` is None for the whole service; `words` is its name on a card.
    """

    words: str
    service: str
    teams: frozenset[str] | None = None

    def __contains__(self, other: "Area") -> bool:
        """Whether all of another area is in this one."""
        if not same_service(self.service, other.service):
            return False
        return self.teams is None or (other.teams is not None and other.teams <= self.teams)

    def has_person(self, person: Person | None) -> bool:
        """Whether that person is in these teams."""
        return person is not None and self._has(person.service, person.team)

    def has_work(self, service: str, audit: Audit) -> bool:
        """Whether the audited work is that of these teams."""
        return self._has(service, audit.team)

    def has_place(self, place: Place) -> bool:
        """Whether a duty of that place is told here: a whole service's only to who leads it all."""
        if place.team is None:
            return self.teams is None and same_service(place.service, self.service)
        return self._has(place.service, place.team)

    def _has(self, service: str, team: str) -> bool:
        inside = self.teams is None or team.casefold() in self.teams
        return inside and same_service(service, self.service)


def area_of(reader: Reader, person: Person) -> Area | None:
    """What `person` is responsible for; None if they lead neither a service nor a team.

    A Group Manager's teams are their own and those whose Team Manager reports to them; if the
    people file names none, the whole service.
    """
    roles = set(person.roles)
    if not person.service:
        return None
    if "head_of_service" in roles:
        return Area(person.service, person.service)
    if "group_manager" in roles:
        teams = _teams_under(reader, person)
        if not teams:
            return Area(person.service, person.service)
        folded = frozenset(team.casefold() for team in teams)
        return Area(_in_words(teams), person.service, folded)
    if "team_manager" in roles and person.team:
        return Area(person.team, person.service, frozenset({person.team.casefold()}))
    return None


def _in_words(teams: list[str]) -> str:
    """Teams by name, for a title, or how many there are if they do not fit."""
    if len(teams) > FEW:
        return f"Your {len(teams)} teams"
    return _joined(teams)


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _teams_under(reader: Reader, person: Person) -> list[str]:
    below = {
        other.team
        for other in reader.rows(Person)
        if other.reports_to == person.id
        and "team_manager" in other.roles
        and same_service(other.service, person.service)
    }
    return sorted((below | {person.team}) - {""})


@dataclass(frozen=True, slots=True)
class DigestPart:
    """What one reader gets: their own area, and those of the people they stand in for."""

    areas: tuple[Area, ...]
    stands_for: tuple[Person, ...] = ()

    @property
    def words(self) -> str:
        """The areas by name, for a title."""
        return _joined([area.words for area in self.areas])

    @property
    def is_service(self) -> bool:
        """Whether it consists of whole services."""
        return all(area.teams is None for area in self.areas)

    def has_person(self, person: Person | None) -> bool:
        """Whether that person is in one of these areas."""
        return any(area.has_person(person) for area in self.areas)

    def has_place(self, place: Place) -> bool:
        """Whether a duty of that place is told in one of these areas."""
        return any(area.has_place(place) for area in self.areas)

    def has_work(self, service: str, audit: Audit) -> bool:
        """Whether the audited work is that of one of these areas."""
        return any(area.has_work(service, audit) for area in self.areas)


def part_of(reader: Reader, person: Person) -> DigestPart | None:
    """What `person` gets today: also the areas of absent people whose delegate they are (§4)."""
    own = area_of(reader, person)
    areas, stands_for = [] if own is None else [own], []
    for other in reader.everybody():
        if other.delegate != person.id or not is_absent(other, _today(reader)):
            continue
        area = area_of(reader, other)
        if area is not None and not any(area in known for known in areas):
            areas.append(area)
            stands_for.append(other)
    return DigestPart(tuple(areas), tuple(stands_for)) if areas else None


def readers_of_parts(reader: Reader) -> dict[str, list[str]]:
    """Who gets a digest of their own part if one is issued now: UPNs by kind of message.

    A person who gets the whole digest gets no part of it, and nobody gets a part in which no audit
    counts and nothing is open.
    The delegate gets the part of a person who is away; those above read of the same work in their
    own digests (programme.md §4).
    """
    rule = reader.profile.digest
    whole = {upn for post in rule.recipients for upn in notified_for(reader, post)}
    out = assignments(reader, cycles_in_force(reader, reader.at))
    places = {place for duty in owed_at(reader, reader.at) for place in places_of(reader, duty)}
    kinds: dict[str, str] = {}
    for person in reader.everybody():
        kind = next((ALSO[word][1] for word in ALSO if _is(person, word, rule.also)), None)
        area = None if kind is None or person.id in whole else area_of(reader, person)
        to = person.delegate if is_absent(person, _today(reader)) else person.id
        if kind is None or area is None or to is None or to in whole:
            continue
        concerned = any(map(area.has_place, places)) or any(
            concerns(reader, area, one) for one in out
        )
        if concerned and _is_here(reader, to):
            kinds[to] = kind if to == person.id else kinds.get(to, kind)
    readers: dict[str, list[str]] = {}
    for upn, kind in sorted(kinds.items()):
        readers.setdefault(kind, []).append(upn)
    return readers


def _is_here(reader: Reader, upn: str) -> bool:
    person, today = reader.get(Person, upn), _today(reader)
    return not has_left(person, today) and not is_absent(person, today)


def _today(reader: Reader) -> date:
    return reader.calendar.local(reader.at).date()


def _is(person: Person, word: str, also: tuple[str, ...]) -> bool:
    return word in also and ALSO[word][0] in person.roles


def concerns(reader: Reader, area: Area | DigestPart, one: Assignment) -> bool:
    """Whether an assignment is on the area's work, or one of its people has it."""
    return area.has_work(one.service, one.audit) or area.has_person(
        reader.find(Person, one.audit.auditor)
    )


def may_read_part(reader: Reader, digest_id: str, upn: str) -> bool:
    """Whether `upn` was sent their part of this digest."""
    reader.get(Digest, digest_id)
    sent = reader.rows(Message, to=upn, subject=digest_id)
    return any(message.kind in {SERVICE_DIGEST, TEAM_DIGEST} for message in sent)
