"""Who works on with a completed audit, so that it is shared with them (programme.md §2.14)."""

from store.duties.predicates.closed_lists import people_named
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import holders, post
from store.tables import Audit, Return

CONTACTS = ("head_of_service", "group_manager")
"""Who reads for an internal service, where the people file has somebody there."""


def sharers(reader: Reader, audit: Audit) -> tuple[list[str], list[str]]:
    """Those it is shared with, and the involved services that nobody in the file belongs to.

    IRO and CP chair with their Group Manager, and one reader of each internal service that the
    audit marked as involved.
    """
    told: dict[str, None] = {}
    for name in reader.profile.sharing.readers:
        told.update(dict.fromkeys(people_named(reader, name, audit)))
    unknown = []
    for service in involved(reader, audit):
        contacts = [
            person.id for role in CONTACTS for person in holders(reader, post(role, service))
        ]
        told.update(dict.fromkeys(contacts[:1]))
        unknown += [] if contacts else [service]
    return list(told), unknown


def involved(reader: Reader, audit: Audit) -> list[str]:
    """The internal services that the last return marked as involved."""
    found = reader.rows(Return, audit=audit.id, order=NEWEST, limit=1)
    return list(found[0].services_involved) if found else []
