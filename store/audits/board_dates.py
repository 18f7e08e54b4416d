"""When the board meets next: people enter its dates, and a new list replaces future dates (§3)."""

from datetime import date
from typing import Final

from store.ledger import Reader
from store.tables import BoardDate
from store.vocabulary.states import BoardDateState

PLANNED: Final[BoardDateState] = "planned"
DROPPED: Final[BoardDateState] = "dropped"


def upcoming_board_dates(reader: Reader) -> list[date]:
    """The board's dates after today, the next one first."""
    found = reader.rows(BoardDate, state=PLANNED)
    return sorted(row.on for row in found if row.on > reader.today)


def next_board(reader: Reader) -> date | None:
    """The board's next date, or None if no date is known."""
    return next(iter(upcoming_board_dates(reader)), None)
