"""What comes next about a UoPP meeting that is owed (programme.md §3)."""

from store.audits.uopp_meetings import open_meeting
from store.ledger import Reader
from store.tables import Audit
from store.views.parts.offers import button_of
from store.vocabulary.verbs import Verb


def next_step(reader: Reader, audit: Audit) -> tuple[Verb, str]:
    """The next act about the meeting that is owed, and its button."""
    row = open_meeting(reader, audit)
    verb: Verb = (
        "uopp.convene" if row is None else "uopp.fix" if row.starts_at is None else "uopp.held"
    )
    return verb, button_of(verb)
