"""Who looks at the board, what they may see, and as what (programme.md §5).

What somebody may see follows from the directory, as everywhere (`scope_of`), and from their own
part in an audit. A Director sees every audit and none of the children: no case reference.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from store.ledger import Reader
from store.people.posts import has_left, person_by_object_id
from store.rules.report_readers import SEES_ALL
from store.tables import Person, Row
from store.views.parts.offers import is_of_the_team
from store.views.parts.people_in_words import of_person
from store.views.parts.scope import Scope, scope_of

R = TypeVar("R", bound=Row)

DIRECTORS = frozenset({"divisional_director", "assistant_director", "director"})
"""They see numbers and how each audit stands, never which child it is about."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at the board: who they are, what they may see, and as what."""

    upn: str
    name: str
    role: str
    scope: Scope
    sees_refs: bool
    runs: bool
    today: Reader | None = field(default=None, compare=False, repr=False)
    """On a page of a day that is past, today's ledger: what somebody may see follows from both."""

    def now(self, row: R) -> R:
        """That row as it is today, by which this viewer's own part in it is judged as well."""
        return row if self.today is None else self.today.get(type(row), row.id)

    def has_person(self, person: Person) -> bool:
        """Whether this person is of the viewer's scope, on the page's day and today."""
        return self.scope.has_person(person) and self.scope.has_person(self.now(person))

    @property
    def sees_all(self) -> bool:
        """Whether every service is theirs to see."""
        return self.scope.only is None and self.scope.service is None

    @property
    def leads(self) -> bool:
        """Whether they see a whole service, or all of them."""
        return self.scope.only is None and self.scope.team is None


def viewer_by_object_id(reader: Reader, object_id: str) -> Viewer | None:
    """The person in post with that Entra object id; None for a stranger or leaver."""
    person = person_by_object_id(reader, object_id)
    return None if person is None else _viewer(reader, person)


def viewer_by_upn(reader: Reader, upn: str) -> Viewer | None:
    """The person in post with that UPN, for the demonstration."""
    person = reader.find(Person, upn.lower())
    if person is None or has_left(person, reader.today):
        return None
    return _viewer(reader, person)


def _viewer(reader: Reader, person: Person) -> Viewer:
    roles = set(person.roles)
    runs = is_of_the_team(reader, person.id)
    who = of_person(reader, person)
    return Viewer(
        upn=person.id,
        name=who.name,
        role=who.role,
        scope=Scope("everybody") if runs else scope_of(reader, person.id),
        sees_refs=runs or not (roles & DIRECTORS) or bool(roles & (SEES_ALL - DIRECTORS)),
        runs=runs,
    )
