"""The last time that a return was sent back, and the day by which it is amended (§2.9)."""

from datetime import date

from store.ledger import Reader
from store.tables import Audit, SendBack


def last_send_back(reader: Reader, audit: Audit) -> SendBack | None:
    """The last sending back by the ledger's order, since a clock may be set back."""
    found = reader.rows(SendBack, audit=audit.id)
    return max(found, key=lambda row: int(row.id.rpartition(".b")[2]), default=None)


def timescale(reader: Reader, audit: Audit) -> date | None:
    """The day that the audit team set for amending it, while it is being amended."""
    last = last_send_back(reader, audit) if audit.state == "rectifying" else None
    return None if last is None else last.amend_by
