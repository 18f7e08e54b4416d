"""Duties that a person may do today: their own, their posts', and of those they stand in for."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import col

from store.ledger import Reader
from store.people.posts import POSTS, has_left, is_absent, same_service
from store.tables import Duty, Person


def open_duties_of(reader: Reader, upn: str) -> list[Duty]:
    """The open duties that `upn` may do, most urgent first."""
    people = _stood_for(reader, upn)
    owners = {person.id for person in people}
    posts = {f"post:{name}" for person in people for name in _posts(person)}
    of_service = [col(Duty.owner).startswith(f"{name}:", autoescape=True) for name in posts]
    found = reader.rows(
        Duty,
        or_(col(Duty.owner).in_(sorted(owners | posts)), *of_service),
        closed_at=None,
        order="due_at",
    )
    return [duty for duty in found if _is_held(duty.owner, people)]


def _stood_for(reader: Reader, upn: str) -> Sequence[Person]:
    """`upn`, and everybody absent today who named them as their delegate."""
    today = reader.calendar.local(reader.at).date()
    me = reader.find(Person, upn)
    absent = reader.rows(Person, col(Person.absent_from) <= today, delegate=upn)
    away = [person for person in absent if is_absent(person, today)]
    return [person for person in ([] if me is None else [me]) + away if not has_left(person, today)]


def _posts(person: Person) -> list[str]:
    return [name for name, roles in POSTS.items() if set(roles) & set(person.roles)]


def _is_held(owner: str, people: Sequence[Person]) -> bool:
    """Whether one of `people` is that owner; a service's post is held only in that service."""
    _, _, rest = owner.partition(":")
    name, _, service = rest.partition(":")
    if not owner.startswith("post:"):
        return True
    return any(
        name in _posts(person) and (not service or same_service(person.service, service))
        for person in people
    )
