"""The row that a duty or a message is about, whichever table it is in."""

from store.ledger import Reader
from store.tables import ROWS, Row

OWED_ABOUT = (
    "audit", "cycle", "digest_line", "person", "kloe_report", "concern", "help_request", "action",
    "appraisal",
)  # fmt: skip
"""The tables that duties speak of."""


def subject_of(reader: Reader, subject: str) -> Row | None:
    """The row with that id, or nothing."""
    found = (reader.find(ROWS[name], subject) for name in OWED_ABOUT)
    return next((row for row in found if row is not None), None)
