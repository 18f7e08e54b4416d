"""The latest dispute, and the last days to raise one and to take one further (§2.12)."""

from datetime import date

from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.tables import Audit, Dispute, GradeDecision


def latest_dispute(reader: Reader, audit: Audit) -> Dispute | None:
    """The latest dispute about an audit by the ledger's order, since a clock may be set back."""
    found = reader.rows(Dispute, audit=audit.id)
    return max(found, key=lambda dispute: int(dispute.id.rsplit(".d", 1)[1]), default=None)


def last_day_to_dispute(reader: Reader, audit: Audit) -> date | None:
    """The last day to raise one: counted from the latest decision on the grade or the return."""
    decided = reader.rows(GradeDecision, audit=audit.id, order=NEWEST, limit=1)
    since = decided[0].decided_at if decided else audit.returned_at
    if since is None or governing_grade(audit) is None:
        return None
    within = reader.profile.dispute.raise_within
    return reader.calendar.add(reader.calendar.local(since).date(), within)


def last_day_to_refer(reader: Reader, dispute: Dispute) -> date | None:
    """The last day to take an answered dispute further."""
    if dispute.answered_at is None:
        return None
    within = reader.profile.dispute.refer_within
    return reader.calendar.add(reader.calendar.local(dispute.answered_at).date(), within)
