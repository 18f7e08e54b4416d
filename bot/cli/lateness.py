"""When something is due, as the command line prints it: once past, with how late it is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.ledger import Reader
    from store.views.parts.due import Due


def due_of_duty(reader: "Reader", duty: str) -> str:
    """The moment of a duty: "Mon 21 Dec, 17:00", or "Mon 21 Dec, 17:00, 2 working days late"."""
    from store.tables import Duty
    from store.views.parts.due import due_of

    return _said(reader, due_of(reader, reader.get(Duty, duty)))


def due_of_return(reader: "Reader", audit: str) -> str:
    """The moment at which an audit's return is or was due; empty where none is."""
    from store.tables import Audit
    from store.views.parts.due import return_due

    due = return_due(reader, reader.get(Audit, audit))
    return "" if due is None else _said(reader, due)


def _said(reader: "Reader", due: "Due") -> str:
    from store.views.parts.due import moment_in_words

    return ", ".join(filter(None, (moment_in_words(reader, due.at), due.how_late)))
