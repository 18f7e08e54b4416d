"""A completed audit is shared with those who work on with it (programme.md §2.14)."""

from sqlmodel import col

from store.ledger import Unit
from store.outbox import queue
from store.people import holders, post
from store.predicates import people_named
from store.registry import act
from store.tables import Audit, Return

CONTACTS = ("head_of_service", "group_manager")
"""Who reads for an internal service, where the people file has somebody there."""


@act("audit.share", on=Audit, source={"moderated", "complete"})
def share(unit: Unit, audit: Audit, _fields: object) -> None:
    """IRO and CP chair with their Group Manager, and each internal service that was involved.

    The PSW and the audit team read every audit as it stands. A service that nobody in the people
    file belongs to is named to the audit team, who share it by hand.
    """
    told: dict[str, None] = {}
    for name in unit.profile.sharing.readers:
        told.update(dict.fromkeys(people_named(unit, name, audit)))
    unknown = False
    for service in involved(unit, audit):
        contacts = [person.id for role in CONTACTS for person in holders(unit, post(role, service))]
        told.update(dict.fromkeys(contacts[:1]))
        unknown |= not contacts
    for upn in told:
        queue(unit, upn, "shared", audit.id)
    if unknown:
        queue(unit, post("audit_team"), "share_by_hand", audit.id)


def involved(unit: Unit, audit: Audit) -> list[str]:
    """The internal services that the last return marked as involved."""
    found = unit.rows(
        Return, col(Return.audit) == audit.id, order=col(Return.submitted_at).desc(), most=1
    )
    return list(found[0].services_involved) if found else []
