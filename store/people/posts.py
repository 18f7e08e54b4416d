"""Posts and the people who hold them: holders, delegates, and the post one up."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice

from store.ledger import Reader
from store.tables import Audit, Case, Cycle, Person
from store.vocabulary.errors import Invalid

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
"""The post that takes over if nobody holds a post, or all holders are away without a delegate."""

HEAD = "head_of_service"

AUTHORITY = "Whole authority"
"""The service of a cycle that covers the whole authority (programme.md §6)."""

HEADS = (
    "head_of_service",
    "head_of_learning_academy",
    "head_of_qa",
    "assistant_director",
    "divisional_director",
    "director",
)
"""Roles that may decide in place of a Head of Service, from the lowest to the highest."""


def post(name: str, service: str | None = None) -> str:
    """The owner string of a post: `post:audit_manager`, `post:head_of_service:Frontdoor`."""
    return f"post:{name}" if service is None else f"post:{name}:{service}"


def is_absent(person: Person, on: date) -> bool:
    """Whether a recorded absence of `person` includes that day."""
    if person.absent_from is None:
        return False
    return person.absent_from <= on and (person.absent_to is None or on <= person.absent_to)


def has_left(person: Person, on: date) -> bool:
    """Whether `person` has left by that day."""
    return person.left_on is not None and person.left_on <= on


def is_here_through(person: Person, first: date, last: date) -> bool:
    """Whether `person` neither leaves nor is recorded absent from `first` to `last` inclusive."""
    away = (
        person.absent_from is not None
        and person.absent_from <= last
        and (person.absent_to is None or first <= person.absent_to)
    )
    return not away and not has_left(person, last)


def in_post(reader: Reader, owner: str) -> list[Person]:
    """The people who hold `owner` and have not left, by UPN; for a vacant post, one up."""
    found = holders(reader, owner)
    above = post_above(owner)
    return found if found or above is None else in_post(reader, above)


def post_above(owner: str) -> str | None:
    """The post one up; None for a person and for the top post."""
    if not owner.startswith("post:"):
        return None
    above = ONE_UP.get(owner.split(":")[1])
    return None if above is None else post(above)


def holders(reader: Reader, owner: str) -> list[Person]:
    """The people who hold `owner`: one person, or the holders of a post by UPN."""
    today = reader.today
    if not owner.startswith("post:"):
        person = reader.find(Person, owner)
        return [person] if person is not None and not has_left(person, today) else []
    return list(reader.cached_holders(owner, today, lambda: _holding(reader, owner, today)))


def _holding(reader: Reader, owner: str, today: date) -> list[Person]:
    _, name, *of_service = owner.split(":", 2)
    roles = frozenset(POSTS.get(name, ()))
    return [
        person
        for person in reader.everybody()
        if not roles.isdisjoint(person.roles)
        and not has_left(person, today)
        and (not of_service or same_service(person.service, of_service[0]))
    ]


def same_service(one: str, other: str) -> bool:
    """Whether two names mean one service; a sheet may differ in capitals."""
    return one.casefold() == other.casefold()


def acting(reader: Reader, owner: str, but: Collection[str] = ()) -> set[str]:
    """The people who may do today what `owner` owes: holders, and delegates of absent holders.

    It leaves out `but`, the people who already decided on it or ask for it themselves. If nobody
    who remains is present, it goes one up (programme.md §2.7, §4).
    """
    today = reader.today
    standing: dict[str, Person] = {}
    for person in in_post(reader, owner):
        standing[person.id] = person
        if is_absent(person, today) and person.delegate is not None:
            standing |= {stand_in.id: stand_in for stand_in in holders(reader, person.delegate)}
    left = {upn: person for upn, person in standing.items() if upn not in but}
    if all(is_absent(person, today) for person in left.values()):
        return left.keys() | _one_up(reader, owner, but)
    return set(left)


def notified_for(reader: Reader, owner: str) -> list[str]:
    """The people to notify today of a message for `owner`, by UPN (programme.md §4).

    An absent holder is replaced by their delegate, or one up if nobody is present. If nobody at
    all is present, the message waits for the holders themselves.
    """
    today = reader.today
    standing = sorted(acting(reader, owner))
    here = [upn for upn in standing if not is_absent(reader.get(Person, upn), today)]
    return here or [person.id for person in in_post(reader, owner)]


def absent_holders_covered_by(reader: Reader, upn: str, owner: str) -> list[Person]:
    """The absent holders of `owner` for whom `upn` is notified today; none if `upn` is a holder."""
    today = reader.today
    held = in_post(reader, owner)
    if upn in {person.id for person in held} or upn not in notified_for(reader, owner):
        return []
    away = [person for person in held if is_absent(person, today)]
    return [person for person in away if person.delegate == upn] or away


def _one_up(reader: Reader, owner: str, but: Collection[str]) -> set[str]:
    above = post_above(owner)
    if above is not None:
        return acting(reader, above, but)
    person = None if owner.startswith("post:") else reader.find(Person, owner)
    if person is None:
        return set()
    today = reader.today
    heads = (
        up.id
        for up in managers_above(reader, person)
        if not is_absent(up, today) and up.id not in but and set(up.roles) & set(HEADS)
    )
    return set(islice(heads, 1))


def exempting_authority(reader: Reader, upn: str) -> str:
    """The person or post that decides on an exemption of `upn`, and is never `upn` (§6).

    It is their own Head of Service or the post that the profile names. It goes one up if `upn`
    holds that post or nobody does, and at the top to the alternate that the profile names.
    """
    return _deciding(reader, upn, reader.profile.exemption.authority)


def head_of_service_of(reader: Reader, upn: str) -> str:
    """The Head of Service of an auditor, or one up (Tower Hamlets guide §7)."""
    return _deciding(reader, upn, HEAD)


def _deciding(reader: Reader, upn: str, authority: str) -> str:
    person = reader.get(Person, upn)
    name = authority.removeprefix("post:")
    ranks = set(HEADS if name == HEAD else HEADS[HEADS.index(name) :] if name in HEADS else HEADS)
    own = post(HEAD, person.service) if name == HEAD else post(name)
    if not ranks & set(person.roles) and {holder.id for holder in holders(reader, own)} - {upn}:
        return own
    for above in managers_above(reader, person):
        if set(above.roles) & ranks:
            return above.id
    alternate = reader.profile.exemption.alternate
    if not {holder.id for holder in holders(reader, alternate)} - {upn}:
        raise Invalid(
            "Nobody else may decide this: ask the audit team to name an alternate.",
            {"alternate": "the profile's exemption.alternate has no holder"},
        )
    return alternate


def managers_above(reader: Reader, person: Person) -> Iterable[Person]:
    """The managers above `person`, nearest first; a circle in the data ends the walk."""
    today = reader.today
    seen = {person.id}
    while person.reports_to is not None and person.reports_to not in seen:
        seen.add(person.reports_to)
        above = reader.find(Person, person.reports_to)
        if above is None:
            return
        if not has_left(above, today):
            yield above
        person = above


def person_by_object_id(reader: Reader, entra_object_id: str) -> Person | None:
    """The person with that Entra object id, which alone identifies who pressed a button."""
    found = reader.rows(Person, entra_object_id=entra_object_id.lower())
    today = reader.today
    return next((person for person in found if not has_left(person, today)), None)


def name_of(reader: Reader, upn: str | None) -> str:
    """The name of a person for display."""
    if upn is None:
        return "nobody yet"
    person = reader.find(Person, upn)
    return upn if person is None else person.name


def service_of(reader: Reader, audit: Audit) -> str:
    """The service of an audit's cycle; in a whole-authority cycle, the service of its case."""
    service = reader.get(Cycle, audit.cycle).service
    return reader.get(Case, audit.case_ref).service if service == AUTHORITY else service


def covers(cycle: Cycle, service: str) -> bool:
    """Whether a cycle includes the work of `service`."""
    return cycle.service == AUTHORITY or same_service(cycle.service, service)


def list_confirmer(reader: Reader, cycle: Cycle) -> str:
    """The post that confirms a cycle's list; see `head_for`."""
    return head_for(reader, cycle.service)


def head_for(reader: Reader, service: str) -> str:
    """The Head of Service; for the whole authority, the post that the profile names."""
    if service == AUTHORITY:
        return reader.profile.programme.confirmed_by
    return post(HEAD, service)


def case_of(reader: Reader, audit: Audit) -> Case:
    """The case that is audited."""
    return reader.get(Case, audit.case_ref)


def whose_work(audit: Audit) -> set[str]:
    """The people whose work is audited; they may not decide on it for anybody (§2.12)."""
    return {audit.practitioner, audit.team_manager}
