"""Who answers for a duty today: its owner, who acts for them, and whom a vacant post passes to."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from store.ledger import Reader
from store.people.holding import POSTS, holders, is_post, post
from store.people.post_history import last_holders
from store.people.presence import has_left, is_absent, managers_above
from store.tables import NamedFor, Person

ONE_UP: dict[str, str] = {
    "audit_officer": "audit_manager",
    "audit_team": "head_of_learning_academy",
    "audit_manager": "head_of_learning_academy",
    "head_of_service": "divisional_director",
    "service_leads": "divisional_director",
    "head_of_learning_academy": "divisional_director",
    "head_of_qa": "divisional_director",
    "psw": "head_of_learning_academy",
    "assistant_director": "divisional_director",
    "divisional_director": "director",
}
"""The post above a post, for where no person's line of management says who is above."""

HEAD = "head_of_service"

HEADS = (
    "head_of_service",
    "head_of_learning_academy",
    "head_of_qa",
    "assistant_director",
    "divisional_director",
    "director",
)
"""Roles that may decide in place of a Head of Service, from the lowest to the highest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who answers today for what an owner owes, as UPNs.

    `owners` owe it, those who are away included; `stand_ins` act for owners who are away.
    """

    owners: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()

    @property
    def everybody(self) -> set[str]:
        """All who may do it."""
        return {*self.owners, *self.stand_ins}


def standing(reader: Reader, owner: str, but: Collection[str] = ()) -> Standing:
    """Who answers for `owner` today without `but`, who decided before or ask for it themselves.

    The delegates of those who are away act for them; where nobody is here, so does the next
    person up. A vacant post, or one that only `but` hold, passes to that person and, where nobody
    is found, to whomever the audit team named for it (programme.md §4).
    """
    if but:
        return _standing(reader, owner, but)
    return reader.once(f"standing {owner}", lambda: _standing(reader, owner, but))


def _standing(reader: Reader, owner: str, but: Collection[str]) -> Standing:
    held = holders(reader, owner)
    owners = [person for person in held if person.id not in but]
    delegates = [
        delegate
        for person in held
        if is_absent(person, reader.today) and person.delegate is not None
        for delegate in holders(reader, person.delegate)
        if delegate.id not in but and delegate not in owners
    ]
    stand_ins = list(dict.fromkeys(person.id for person in delegates))
    if not any(_here(reader, owners + delegates)):
        up = _next_up(reader, owner, held, but)
        if owners:
            stand_ins += [upn for upn in up if upn not in stand_ins]
        else:
            return Standing(up or _named(reader, owner, but), tuple(stand_ins))
    return Standing(tuple(person.id for person in owners), tuple(stand_ins))


def post_above(owner: str) -> str | None:
    """The post one up; None for a person and for the top post."""
    above = ONE_UP.get(owner.split(":")[1]) if is_post(owner) else None
    return None if above is None else post(above)


def may_decide_for(owner: str) -> frozenset[str]:
    """The roles that may decide in place of `owner`: those above it, and Heads of its own rank."""
    name = owner.split(":")[1] if is_post(owner) else HEAD
    above = frozenset(HEADS[HEADS.index(name) :] if name in HEADS else HEADS)
    up = ONE_UP.get(name)
    while up is not None:
        above |= frozenset(POSTS[up])
        up = ONE_UP.get(up)
    return above


def _next_up(
    reader: Reader, owner: str, held: list[Person], but: Collection[str]
) -> tuple[str, ...]:
    """The first person up who is here, whose role may decide and who is not of `but`.

    It goes up the managers of the holders or, for a vacant post, of its last holder; then to the
    profile's alternate. Only a post that nobody ever held, or whose holders have no such manager,
    goes by the posts above it. What holders who are away owe waits for them at last.
    """
    below = held or last_holders(reader, owner)
    ranks = may_decide_for(owner)
    for person in below:
        for above in managers_above(reader, person):
            if ranks & set(above.roles) and _is_free(reader, above, but):
                return (above.id,)
    above_it = post_above(owner)
    if above_it is not None and (held or not below):
        up = standing(reader, above_it, but)
        found = tuple(_here(reader, _people(reader, sorted(up.everybody))))
        if found:
            return found
    if not is_post(owner) or not below or any(person.id not in but for person in held):
        return ()
    alternate = holders(reader, reader.profile.exemption.alternate)
    return tuple(person.id for person in alternate if _is_free(reader, person, but))


def _named(reader: Reader, owner: str, but: Collection[str]) -> tuple[str, ...]:
    """Whom the audit team named for a post for which nobody is found, while they are here."""
    row = reader.find(NamedFor, owner)
    person = None if row is None else reader.find(Person, row.person)
    if person is None or has_left(person, reader.today) or not _is_free(reader, person, but):
        return ()
    return (person.id,)


def _is_free(reader: Reader, person: Person, but: Collection[str]) -> bool:
    return person.id not in but and not is_absent(person, reader.today)


def _here(reader: Reader, people: Iterable[Person]) -> Iterator[str]:
    return (person.id for person in people if not is_absent(person, reader.today))


def _people(reader: Reader, upns: Iterable[str]) -> list[Person]:
    return [reader.get(Person, upn) for upn in upns]
