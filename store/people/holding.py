"""Posts and the people who hold them today."""

from collections.abc import Collection
from datetime import date

from store.ledger import Reader
from store.people.presence import has_left
from store.tables import Person

POSTS: dict[str, tuple[str, ...]] = {
    "audit_team": ("audit_officer", "audit_manager"),
    "audit_officer": ("audit_officer",),
    "audit_manager": ("audit_manager",),
    "head_of_service": ("head_of_service",),
    "group_manager": ("group_manager",),
    "service_leads": ("head_of_service", "group_manager"),
    "head_of_learning_academy": ("head_of_learning_academy",),
    "head_of_qa": ("head_of_qa",),
    "psw": ("psw",),
    "divisional_director": ("divisional_director",),
    "assistant_director": ("assistant_director",),
    "director": ("director",),
    "performance_team": ("performance_team",),
}
"""Each post with the roles that hold it (programme.md §1)."""


def post(name: str, service: str | None = None) -> str:
    """The owner string of a post: `post:audit_manager`, `post:head_of_service:Frontdoor`."""
    return f"post:{name}" if service is None else f"post:{name}:{service}"


def is_post(owner: str) -> bool:
    """Whether an owner string names a post and not a person."""
    return owner.startswith("post:")


def same_service(one: str, other: str) -> bool:
    """Whether two names mean one service; a sheet may differ in capitals."""
    return one.casefold() == other.casefold()


def holders(reader: Reader, owner: str) -> list[Person]:
    """The people who hold `owner`: one person, or the holders of a post by UPN."""
    today = reader.today
    if not is_post(owner):
        person = reader.find(Person, owner)
        return [person] if person is not None and not has_left(person, today) else []
    return list(reader.cached_holders(owner, today, lambda: _holding(reader, owner, today)))


def _holding(reader: Reader, owner: str, today: date) -> list[Person]:
    return [
        person
        for person in reader.everybody()
        if not has_left(person, today) and gives(owner, person.roles, person.service)
    ]


def gives(owner: str, roles: Collection[str], service: str) -> bool:
    """Whether somebody with these roles in that service holds the post `owner`."""
    _, name, *of_service = owner.split(":", 2)
    if set(POSTS.get(name, ())).isdisjoint(roles):
        return False
    return not of_service or same_service(service, of_service[0])
