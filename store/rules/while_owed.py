"""Acts that are open only while the duty that asks for them is."""

from collections.abc import Callable

from store.ledger import Reader
from store.tables import Duty, Row
from store.vocabulary.duty_kinds import DutyKind


def while_owed(kind: DutyKind, otherwise: str) -> Callable[[Reader, Row], str | None]:
    """Why the act is closed: `otherwise`, where no duty of that kind is open on the subject."""

    def why_not(reader: Reader, row: Row) -> str | None:
        owed = reader.rows(Duty, subject=row.id, kind=kind, closed_at=None, limit=1)
        return None if owed else otherwise

    return why_not
