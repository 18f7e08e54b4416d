"""Until when a grade may be disputed, and an answer taken further (programme.md §2.12)."""

from datetime import date

from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Audit, Dispute, GradeDecision


def latest(reader: Reader, audit: Audit) -> Dispute | None:
    """The last dispute about an audit, in the order of the ledger: a clock may be set back."""
    found = reader.rows(Dispute, audit=audit.id)
    return max(found, key=lambda dispute: int(dispute.id.rsplit(".d", 1)[1]), default=None)


def raise_until(reader: Reader, audit: Audit) -> date | None:
    """The last day for it, counted from the last decision on the grade, else from the return."""
    decided = reader.rows(GradeDecision, audit=audit.id, order=NEWEST, limit=1)
    since = decided[0].decided_at if decided else audit.returned_at
    if since is None or governing_grade(audit) is None:
        return None
    within = reader.profile.dispute.raise_within
    return reader.calendar.add(reader.calendar.local(since).date(), within)


def refer_until(reader: Reader, dispute: Dispute) -> date | None:
    """The last day on which an answer may be taken further."""
    if dispute.answered_at is None:
        return None
    within = reader.profile.dispute.refer_within
    return reader.calendar.add(reader.calendar.local(dispute.answered_at).date(), within)
