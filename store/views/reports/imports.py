"""Which imports of cases a draw stood on: file, hash and day, from the facts (programme.md §5)."""

import json
from collections.abc import Iterator

from sqlmodel import col, select

from store.ledger import Reader
from store.tables import Cycle, Fact
from store.tables.columns import instant
from store.views.reports.register_parts import RowOf


def imports_of(reader: Reader, cycle: Cycle) -> Iterator[RowOf]:
    """Every import before the cycle's last draw, the latest first.

    Imports of before their hash was recorded have none.
    """
    drawn = _facts(reader, "cycle.select", subject=cycle.id)
    if not drawn:
        return
    for fact in reversed(_facts(reader, "cases.import", before=drawn[-1].seq)):
        said = json.loads(fact.fields)
        yield {
            "fact": fact.seq,
            "file": said.get("file", ""),
            "taken for": said.get("kind", "sheet"),
            "lines or cases": said.get("rows", 0),
            "sha256": said.get("sha256", ""),
            "imported": reader.calendar.local(instant(fact.at)),
        }


def _facts(
    reader: Reader, verb: str, *, subject: str | None = None, before: int | None = None
) -> list[Fact]:
    query = select(Fact).where(col(Fact.programme) == reader.programme, col(Fact.verb) == verb)
    if subject is not None:
        query = query.where(col(Fact.subject) == subject)
    if before is not None:
        query = query.where(col(Fact.seq) < before)
    return list(reader.session.scalars(query.order_by(col(Fact.seq))))
