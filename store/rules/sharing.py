"""Who a completed audit is shared with (programme.md §2.14)."""

from store.duties.predicates.closed_lists import people_named
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import holders, post
from store.tables import Audit, Return

CONTACTS = ("head_of_service", "group_manager")
"""Who reads for an internal service: the first of these that the people file has there."""


def sharers(reader: Reader, audit: Audit) -> tuple[list[str], list[str]]:
    """Two lists: the UPNs that the audit is shared with, and involved services without a contact.

    The UPNs are the readers that the profile names in `sharing.readers`, and one contact of each
    internal service that the return marked as involved.
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
    """The internal services that the latest return marked as involved."""
    found = reader.rows(Return, audit=audit.id, order=NEWEST, limit=1)
    return list(found[0].services_involved) if found else []
