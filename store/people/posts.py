"""Posts and the people who hold them: holders, delegates, and the post one up."""

from collections.abc import Collection

from store.ledger import Reader
from store.people.holding import POSTS, holders, is_post, post, same_service
from store.people.passing_up import HEAD, HEADS, post_above, standing
from store.people.post_history import last_holders
from store.people.presence import has_left, is_absent, is_here_through, managers_above
from store.tables import Audit, Case, Cycle, Person

__all__ = (
    "AUTHORITY", "HEAD", "HEADS", "POSTS", "absent_holders_covered_by", "acting", "case_of",
    "covers", "exempting_authority", "has_left", "head_for", "head_of_service_of", "holders",
    "in_post", "is_absent", "is_here_through", "list_confirmer", "managers_above", "name_of",
    "notified_for", "person_by_object_id", "post", "post_above", "same_service", "service_of",
    "standing", "whose_work",
)  # fmt: skip

AUTHORITY = "Whole authority"
"""The service of a cycle that covers the whole authority (programme.md §6)."""


def in_post(reader: Reader, owner: str) -> list[Person]:
    """The people who hold `owner` and have not left, by UPN; for a vacant post, whom it passes to.

    Nobody stands in for a person here: this says who is still there.
    """
    found = holders(reader, owner)
    if found or not is_post(owner):
        return found
    return [reader.get(Person, upn) for upn in standing(reader, owner).owners]


def acting(reader: Reader, owner: str, but: Collection[str] = ()) -> set[str]:
    """The people who may do today what `owner` owes: see `standing`."""
    return standing(reader, owner, but).everybody


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
    held = {holder.id for holder in holders(reader, own)}
    if not ranks & set(person.roles) and (held - {upn} or (not held and last_holders(reader, own))):
        return own
    for above in managers_above(reader, person):
        if set(above.roles) & ranks:
            return above.id
    return reader.profile.exemption.alternate


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
