"""Who sets the learning of a cycle, who talks it through, and whom it reaches (§3)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, covers, has_left
from store.registry import Who
from store.tables import Cycle, Person
from store.vocabulary import terms


def _leads(reader: Reader, _cycle: Cycle) -> Iterable[str]:
    return {upn for post in reader.profile.learning.set_by for upn in acting(reader, post)}


def _supervisors(reader: Reader, cycle: Cycle) -> Iterable[str]:
    """Whoever the profile names for it, in the services that the cycle covers."""
    return _holding(reader, cycle, reader.profile.learning.talked_through_by)


def in_scope(reader: Reader, cycle: Cycle) -> list[str]:
    """Everybody to whom a piece goes: the roles that the profile names, and those who lead it."""
    rule = reader.profile.learning
    roles = {*rule.sent_to, *rule.talked_through_by}
    return sorted({*_holding(reader, cycle, tuple(roles)), *_leads(reader, cycle)})


def _holding(reader: Reader, cycle: Cycle, roles: tuple[str, ...]) -> set[str]:
    return {
        person.id
        for person in reader.everybody()
        if set(roles) & set(person.roles) and _is_covered(reader, cycle, person)
    }


def _is_covered(reader: Reader, cycle: Cycle, person: Person) -> bool:
    return covers(cycle, person.service) and not has_left(person, reader.today)


LEARNING_LEAD = Who(
    "learning_lead", f"the {terms.PSW} or the {terms.HEAD_OF_LEARNING_ACADEMY}", _leads
)
PRACTICE_SUPERVISOR = Who(
    "practice_supervisor",
    f"the {terms.ADVANCED_PRACTITIONER} or the {terms.TEAM_MANAGER} of the service",
    _supervisors,
)
