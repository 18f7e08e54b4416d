"""Whose part of the programme a Head of Service, Group Manager or Team Manager is told of (§5)."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people import has_left, in_post, same_service
from store.tables import Audit, Digest, Message, Person
from store.views.assignments import Assignment, assignments, cycles_in_force

SERVICE_DIGEST, TEAM_DIGEST = "service_digest", "team_digest"

ALSO = {
    "heads_of_service": ("head_of_service", SERVICE_DIGEST),
    "group_managers": ("group_manager", TEAM_DIGEST),
    "team_managers": ("team_manager", TEAM_DIGEST),
}
"""Each word of the profile's `digest.also`: the role that is meant, and its kind of message.

Somebody with several of these roles gets one digest, by the first.
"""


FEW = 3
"""Teams that a card names."""


@dataclass(frozen=True, slots=True)
class Area:
    """A service, or some teams of it: both the work audited there and the audits done from there.

    `teams` is None for the whole service; `words` is its name on a card.
    """

    words: str
    service: str
    teams: frozenset[str] | None = None

    def has_person(self, person: Person | None) -> bool:
        """Whether somebody is of these teams."""
        return person is not None and self._has(person.service, person.team)

    def has_work(self, service: str, audit: Audit) -> bool:
        """Whether the work that is audited is that of these teams."""
        return self._has(service, audit.team)

    def _has(self, service: str, team: str) -> bool:
        inside = self.teams is None or team.casefold() in self.teams
        return inside and same_service(service, self.service)


def area_of(reader: Reader, person: Person) -> Area | None:
    """What `person` answers for; nothing where they lead neither a service nor a team.

    A Group Manager's teams are those whose Team Manager reports to them and their own; where the
    people file says of none, the whole service.
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
    """Teams by name, for a title; of more than fit in it, how many."""
    if len(teams) > FEW:
        return f"Your {len(teams)} teams"
    return " and ".join(filter(None, [", ".join(teams[:-1]), teams[-1]]))


def _teams_under(reader: Reader, person: Person) -> list[str]:
    below = {
        other.team
        for other in reader.rows(Person)
        if other.reports_to == person.id
        and "team_manager" in other.roles
        and same_service(other.service, person.service)
    }
    return sorted((below | {person.team}) - {""})


def told_of_their_part(reader: Reader) -> dict[str, list[str]]:
    """Who gets a digest of their own part if one is issued now: UPNs by kind of message.

    Whoever gets the whole digest needs no part of it; where no audit is to be told of, nobody is.
    """
    rule = reader.profile.digest
    whole = {person.id for post in rule.recipients for person in in_post(reader, post)}
    out = assignments(reader, cycles_in_force(reader, reader.at))
    today = reader.calendar.local(reader.at).date()
    told: dict[str, list[str]] = {}
    for person in reader.rows(Person):
        kind = next((ALSO[word][1] for word in ALSO if _is(person, word, rule.also)), None)
        if kind is None or person.id in whole or has_left(person, today):
            continue
        area = area_of(reader, person)
        if area is not None and any(concerns(reader, area, one) for one in out):
            told.setdefault(kind, []).append(person.id)
    return told


def _is(person: Person, word: str, also: tuple[str, ...]) -> bool:
    return word in also and ALSO[word][0] in person.roles


def concerns(reader: Reader, area: Area, one: Assignment) -> bool:
    """Whether an assignment is to be told of: their work is audited, or one of them audits."""
    return area.has_work(one.service, one.audit) or area.has_person(
        reader.find(Person, one.audit.auditor)
    )


def may_read_part(reader: Reader, digest_id: str, upn: str) -> bool:
    """Whether somebody was sent their part of this digest."""
    reader.get(Digest, digest_id)
    sent = reader.rows(Message, to=upn, subject=digest_id)
    return any(message.kind in {SERVICE_DIGEST, TEAM_DIGEST} for message in sent)
