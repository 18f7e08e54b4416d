"""Who may do what about a UoPP meeting and what comes of it (programme.md §3)."""

from collections.abc import Iterable

from store.audits.uopp_meetings import (
    barred_from_confirming,
    decider_of,
    meeting_leads,
    meetings,
    not_left,
    record_sharers,
)
from store.ledger import Reader
from store.people.posts import acting, post
from store.registry import Who
from store.tables import Audit


def _invited(reader: Reader, audit: Audit) -> Iterable[str]:
    found = meetings(reader, audit)
    return not_left(reader, found[0].invited) if found else ()


def _work_manager(reader: Reader, audit: Audit) -> Iterable[str]:
    return acting(reader, audit.team_manager)


def _qa_lead(reader: Reader, _audit: Audit) -> Iterable[str]:
    return acting(reader, post("audit_manager"))


def _progression_decider(reader: Reader, audit: Audit) -> Iterable[str]:
    """Never whoever proposed it, had a say on the grade, or whose work it is (programme.md §7)."""
    return acting(reader, decider_of(reader, audit), barred_from_confirming(reader, audit))


UOPP_LEAD = Who(
    "uopp_lead",
    "whoever leads its UoPP meeting: the auditor, for an Inadequate the Audit Manager, and the "
    "Head of Service for the second",
    meeting_leads,
)
UOPP_CHAIR = Who("uopp_chair", "whoever chaired the UoPP meeting", record_sharers)
INVITED = Who("invited", "whoever was invited to the meeting", _invited)
WORK_MANAGER = Who(
    "work_manager", "the Team Manager, or whoever acts for them or above them", _work_manager
)
QA_LEAD = Who("qa_lead", "the Audit Manager", _qa_lead)
PROGRESSION_DECIDER = Who(
    "progression_decider",
    "the Audit Manager or, where they have had a say on it, one up",
    _progression_decider,
)
