"""The outcome of a practice audit (programme.md §1)."""

from store.ledger import Reader
from store.tables import Audit, Progress

PRACTICE = "practice"


def practice_outcome(reader: Reader, audit: Audit) -> Progress | None:
    """The recorded outcome of a practice audit, or None while it is open."""
    found = reader.rows(Progress, audit=audit.id, kind=PRACTICE, limit=1)
    return found[0] if found else None
