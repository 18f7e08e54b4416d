"""Who held a post before, and since when somebody holds it: from people files and leavings."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, cast

from store.ledger import Reader
from store.ledger.facts import changes_by
from store.people.holding import gives, is_post
from store.people.presence import has_left
from store.tables import Person
from store.tables.columns import instant

GIVING_POSTS = "people.import"
"""The only act that gives somebody a role or a service, or takes it."""


class Place(NamedTuple):
    """The roles and the service of a person until a people file changed them on day `until`."""

    until: date
    roles: tuple[str, ...]
    service: str


def last_holders(reader: Reader, owner: str) -> list[Person]:
    """Who held a vacant post last; several where they gave it up on one day, none if nobody did.

    They have left, or a people file took their role or moved them to another service.
    """
    gone = list(_gave_up(reader, owner))
    last = max((day for day, _ in gone), default=None)
    found = {upn: reader.find(Person, upn) for day, upn in gone if day == last}
    return [person for _, person in sorted(found.items()) if person is not None]


def _gave_up(reader: Reader, owner: str) -> Iterator[tuple[date, str]]:
    """Everybody who held the post `owner` and does no longer, with the day it ended."""
    if not is_post(owner):
        return
    today, before = reader.today, _places(reader)
    for person in reader.everybody():
        holds = gives(owner, person.roles, person.service)
        if holds and person.left_on is not None and has_left(person, today):
            yield person.left_on, person.id
        held = (
            place.until
            for place in before.get(person.id, ())
            if gives(owner, place.roles, place.service)
        )
        if not holds and (until := next(held, None)) is not None:
            yield until, person.id


def took_up_on(reader: Reader, owner: str, person: Person) -> date | None:
    """The day on which a people file gave `person` the post that they hold, or they came back."""
    back = reader.last_fact(person.id, "person.rejoined")
    returned = None if back is None else reader.calendar.local(instant(back.at)).date()
    others = (
        place.until
        for place in _places(reader).get(person.id, ())
        if not gives(owner, place.roles, place.service)
    )
    days = [day for day in (next(others, None), returned) if day is not None]
    return max(days, default=None)


def _places(reader: Reader) -> dict[str, list[Place]]:
    """What everybody was before, the latest first; worked out once for each people file.

    Somebody who was not there yet has a place without roles.
    """
    last = reader.last_fact(reader.programme, GIVING_POSTS)
    if last is None:
        return {}
    known, key = reader.ledger.known_since, (reader.programme, "places")
    if key not in known or known[key][0] != last.seq:
        known[key] = last.seq, _work_out_places(reader)
    return cast("dict[str, list[Place]]", known[key][1])


def _work_out_places(reader: Reader) -> dict[str, list[Place]]:
    """Facts keep what each person was before; they are read from the newest to the oldest."""
    now: dict[str, tuple[tuple[str, ...], str]] = {}
    places: dict[str, list[Place]] = {}
    for at, changes in changes_by(reader.session, reader.programme, GIVING_POSTS, "person"):
        day = reader.calendar.local(at).date()
        for upn, columns in changes:
            if not columns.keys() & {"roles", "service"}:
                continue
            roles, service = now.get(upn) or _after(reader, upn, columns)
            before = _before(columns, roles, service)
            places.setdefault(upn, []).append(Place(day, *before))
            now[upn] = before
    return places


def _after(reader: Reader, upn: str, columns: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """What somebody was after their latest change."""
    person = reader.find(Person, upn)
    roles = columns.get("roles", [None, [] if person is None else person.roles])[1]
    service = columns.get("service", [None, "" if person is None else person.service])[1]
    return tuple(roles), service


def _before(
    columns: dict[str, Any], roles: tuple[str, ...], service: str
) -> tuple[tuple[str, ...], str]:
    return (
        tuple(columns["roles"][0] or ()) if "roles" in columns else roles,
        (columns["service"][0] or "") if "service" in columns else service,
    )
