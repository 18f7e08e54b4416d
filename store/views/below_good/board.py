"""What waits for the board, and the dates on which it meets (programme.md §3)."""

from dataclasses import dataclass, field

from store.audits.action_owners import BOARD_SCOPES
from store.audits.board_dates import upcoming_board_dates
from store.ledger import Reader
from store.tables import Action, Programme
from store.views.parts.offers import may_now
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class BoardWaits:
    """How many confirmed actions wait for the board, and the dates that are known."""

    programme: str
    version: int
    undated: int
    dates: tuple[str, ...]
    days: tuple[str, ...]
    may: frozenset[str] = field(default_factory=frozenset)


def board_waits(reader: Reader, programme: str, upn: str) -> BoardWaits:
    """How many confirmed actions have no board date, the coming dates, and what `upn` may do."""
    row = reader.get(Programme, programme)
    waiting = reader.rows(Action, state="confirmed", scope=BOARD_SCOPES, board_on=None)
    days = upcoming_board_dates(reader)
    return BoardWaits(
        programme=row.id,
        version=row.version,
        undated=len(waiting),
        dates=tuple(say_day(day) for day in days),
        days=tuple(day.isoformat() for day in days),
        may=may_now(reader, row, upn, ("board.dates",)),
    )
