"""The reports on cycles that somebody may have, as lines and buttons call them (§5)."""

from dataclasses import dataclass
from typing import Final

from store.ledger import Reader
from store.registry import may
from store.rules.paper_readers import Version, version_for
from store.tables import Cycle, CycleReport
from store.vocabulary.dates_in_words import say_month

PARTS: Final[dict[Version, str]] = {
    "board": "Board report", "practitioners": "Report for practitioners",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A report that somebody may have: its cycle, and what it is called on a button."""

    cycle: str
    version: int
    words: str


def papers_of(reader: Reader, upn: str, most: int = 3) -> tuple[PaperLine, ...]:
    """The newest reports that were written and that `upn` may have."""
    written = {row.cycle for row in reader.rows(CycleReport, kind="board")}
    found = [
        cycle
        for cycle in reader.rows(Cycle, order="-month")
        if cycle.id in written and may(reader, "paper.issue", cycle, upn)
    ]
    return tuple(
        PaperLine(
            cycle.id,
            cycle.version,
            f"{PARTS[version_for(reader, cycle, upn)]}: {cycle.service}, {say_month(cycle.month)}",
        )
        for cycle in found[:most]
    )
