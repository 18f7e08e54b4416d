"""How the tests of digests and reports arrange things that other tests bring about by acts."""

from datetime import UTC, datetime
from typing import Any

from bot.scheduler.digests import issue_digest
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Audit, Digest, Message, Row
from tests.store.council import ISSUED, Council

MONDAY = datetime(2026, 12, 21, 9, tzinfo=UTC)
"""The due day at 09:00: the returns are due that day at 17:00."""
AFTER = datetime(2026, 12, 29, 9, tzinfo=UTC)
"""The digest day of the week after; Mon 28 Dec is a bank holiday."""
MONTH_END = datetime(2026, 12, 31, 9, tzinfo=UTC)


def arrange(council: Council, row: Row | None = None, *changed: tuple[Row, dict[str, Any]]) -> None:
    """Add a row, and change others, as one fact: what an act would have brought about."""
    with council.unit() as unit:
        if row is not None:
            unit.add(row)
        for other, values in changed:
            found = unit.get(type(other), other.id)
            for name, value in values.items():
                setattr(found, name, value)
        unit.record("test.arranged", council.programme, {})


def change(council: Council, row: Row, **values: Any) -> None:
    """Change one row."""
    arrange(council, None, (row, values))


def arrived(council: Council, *, but: frozenset[str] = frozenset()) -> None:
    """Have every allocation delivered, except to the people named."""
    with council.ledger.unit(council.programme, actor=SYSTEM, at=ISSUED) as unit:
        for message in unit.rows(Message):
            if message.kind == "allocation" and message.to not in but:
                got = {"conversation_id": "a", "activity_id": message.id}
                enact(unit, "message.deliver", message, got)


def issued(council: Council, at: datetime = AFTER) -> str:
    """Issue the digest of that moment; gives its id."""
    assert issue_digest(council.ledger, council.programme, at) is not None
    with council.read(at) as reader:
        return reader.rows(Digest, order="as_of")[-1].id


def graded(council: Council, audits: list[Audit], *grades: tuple[str, str | None]) -> None:
    """Give audits in turn a first grade and, where there is one, the moderator's."""
    for audit, (first, moderated) in zip(audits, grades, strict=True):
        change(
            council, audit, state="returned", returned_at=ISSUED, first=first, moderated=moderated,
            moderated_at=None if moderated is None else ISSUED,
        )  # fmt: skip
