"""What comes next about a UoPP meeting that is owed (programme.md §3)."""

from store.audits.uopp_meetings import open_meeting
from store.ledger import Reader
from store.tables import Audit


def next_step(reader: Reader, audit: Audit) -> tuple[str, str]:
    """What comes next about the meeting that is owed: its verb, and the words of the button."""
    row = open_meeting(reader, audit)
    if row is None:
        return "uopp.convene", "Propose times…"
    if row.starts_at is None:
        return "uopp.fix", "Fix the time…"
    return "uopp.held", "Record the meeting…"
