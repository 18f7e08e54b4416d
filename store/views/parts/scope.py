"""What a person may see: everything, a service, a team or their own work (programme.md §5)."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import AUTHORITY, same_service
from store.rules.report_readers import SEES_ALL, SEES_SERVICE
from store.tables import Person

SEES_TEAM = frozenset({"team_manager"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see: `words` for a title; `service`, `team`, `only` are its limits."""

    words: str
    service: str | None = None
    team: str | None = None
    only: str | None = None

    def has_person(self, person: Person) -> bool:
        """Whether this person's work may be seen."""
        if self.only is not None:
            return person.id == self.only
        return self.has_service(person.service) and (
            self.team is None or person.team.casefold() == self.team.casefold()
        )

    def has_service(self, service: str) -> bool:
        """Whether cycles of this service, or of the whole authority, may be seen."""
        return self.service is None or service == AUTHORITY or same_service(service, self.service)


def scope_of(reader: Reader, upn: str) -> Scope:
    """Audit team, PSW and Directors see everything; heads their service; managers their team."""
    person = reader.get(Person, upn)
    roles = set(person.roles)
    if roles & SEES_ALL:
        return Scope("everybody")
    if roles & SEES_SERVICE and person.service:
        return Scope(person.service, service=person.service)
    if roles & SEES_TEAM and person.team:
        return Scope(person.team, service=person.service, team=person.team)
    return Scope("you", only=person.id)
