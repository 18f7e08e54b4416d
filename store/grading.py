"""What follows when the grade that governs an audit changes, whoever changed it."""

from store.ledger import Unit
from store.outbox import queue
from store.predicates import governing_grade, is_inadequate, people_named
from store.tables import Audit

URGENT = "inadequate"
"""The one notice that goes out at any hour (programme.md §4)."""


def tell_if_inadequate(unit: Unit, audit: Audit, before: str | None) -> set[str]:
    """Tell the five the moment the grade becomes Inadequate (programme.md §2.13).

    `before` is the grade that governed until now. Gives the UPNs of those who are told.
    """
    was = before is not None and unit.profile.grades[before].inadequate
    if was or not is_inadequate(unit, audit):
        return set()
    told: set[str] = set()
    for name in unit.profile.inadequate.tell:
        told.update(people_named(unit, name, audit))
    once = f"{URGENT}:{audit.id}:{unit.next_seq}"
    for upn in sorted(told):
        queue(unit, upn, URGENT, audit.id, once=once, urgent=True)
    return told


def tell_of_change(unit: Unit, audit: Audit, before: str | None) -> None:
    """A lock or a dispute changed the grade: everybody who worked with it hears (§2.11, §2.12)."""
    told = tell_if_inadequate(unit, audit, before)
    if governing_grade(audit) == before:
        return
    for upn in dict.fromkeys(
        (audit.auditor, audit.moderated_by, audit.practitioner, audit.team_manager)
    ):
        if upn is not None and upn not in told:
            queue(unit, upn, "grade_changed", audit.id)
