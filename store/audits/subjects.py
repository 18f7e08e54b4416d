"""The row that a duty or a message is about, in whichever table."""

from store.ledger import Reader
from store.tables import ROWS, Row

OWED_ABOUT = (
    "audit",
    "cycle",
    "digest_line",
    "person",
    "kloe_report",
    "concern",
    "help_request",
    "action",
    "appraisal",
)
"""The tables whose rows can be the subject of a duty."""


def subject_of(reader: Reader, subject: str) -> Row | None:
    """The row with that id, or None."""
    found = (reader.find(ROWS[name], subject) for name in OWED_ABOUT)
    return next((row for row in found if row is not None), None)
