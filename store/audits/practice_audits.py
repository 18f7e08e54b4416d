"""What came of a practice audit (programme.md §1), for the acts and for those who look at it."""

from store.ledger import Reader
from store.tables import Audit, Progress

KIND = "practice"


def practised(reader: Reader, audit: Audit) -> Progress | None:
    """What came of a practice audit, once that is settled."""
    found = reader.rows(Progress, audit=audit.id, kind=KIND, limit=1)
    return found[0] if found else None
