"""What the duties of looking again ask of an audit or a cycle (programme.md §3)."""

from collections.abc import Callable, Mapping
from typing import Any

from store.audits.governing_grade import is_below_good
from store.ledger import Reader
from store.tables import Audit, Cycle, Progress, Row

DIP_REAUDIT = "dip_reaudit"
"""The kind of an audit's dip re-audit, and of what it found."""


def delayed_or_below_good(reader: Reader, audit: Audit) -> bool:
    """Whether its dip re-audit named a delay, or found the work still below good."""
    found = reader.rows(Progress, audit=audit.id, kind=DIP_REAUDIT, order="-recorded_at", limit=1)
    if not found:
        return False
    grade = reader.profile.grades.get(found[0].details["grade"])
    return found[0].details["delayed"] > 0 or (grade is not None and grade.below_good)


def reaudits_drawn(reader: Reader, cycle: Cycle) -> bool:
    """Whether some of its work below good is re-audited, so that there is impact to report."""
    looked_at = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    return bool(looked_at) and bool(reader.rows(Audit, kind="reaudit", looks_at=looked_at, limit=1))


def to_be_escalated(reader: Reader, audit: Audit) -> bool:
    """Work below good that has not improved, and that nobody has escalated yet."""
    if not is_below_good(reader, audit) or audit.improved_at is not None:
        return False
    return not reader.rows(Progress, audit=audit.id, kind="escalation", limit=1)


def is_re_audited(reader: Reader, audit: Audit) -> bool:
    """Whether a re-audit has looked at it, whatever came of that."""
    return bool(reader.rows(Audit, kind="reaudit", looks_at=audit.id, limit=1))


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "delayed_or_below_good": delayed_or_below_good,
    "reaudits_drawn": reaudits_drawn,
    "to_be_escalated": to_be_escalated,
    "re_audited": is_re_audited,
}
ASKED_OF: Mapping[str, tuple[type[Row], ...]] = {
    "delayed_or_below_good": (Audit,),
    "reaudits_drawn": (Cycle,),
    "to_be_escalated": (Audit,),
    "re_audited": (Audit,),
}
