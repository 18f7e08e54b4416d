"""When the board meets next: dates are entered, and a later list replaces what is to come (§3)."""

from datetime import date
from typing import Final

from store.audits.governing_grade import today
from store.ledger import Reader
from store.tables import BoardDate

PLANNED: Final = "planned"
DROPPED: Final = "dropped"


def coming(reader: Reader) -> list[date]:
    """The days after today on which the board meets, the next one first."""
    found = reader.rows(BoardDate, state=PLANNED)
    return sorted(row.on for row in found if row.on > today(reader))


def next_board(reader: Reader) -> date | None:
    """The next day on which the board meets, if one is known."""
    return next(iter(coming(reader)), None)
