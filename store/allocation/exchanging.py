"""Two rows trade their auditors or their moderators where the wishes are met better for it.

Loads stay as they are, so what is gained is gained among the wishes after them.
"""

from collections.abc import Iterator
from itertools import combinations

from store.allocation.cost_tables import Board
from store.allocation.levelling import Flags, Ints
from store.allocation.preferences import Score, score

TRADES = 6_000
"""Trades looked at for one allocation: well under a second, and the same on every machine."""

Found = tuple[Ints, Ints]


def trade(board: Board, found: Found, bound: Score) -> tuple[Score, Found]:
    """Trade until nothing is gained, `bound` is reached or `TRADES` have been looked at."""
    best = (score(board, *found), found)
    looked = 0
    gained = True
    while gained and best[0] != bound:
        gained = False
        for first, second in combinations(range(len(board.rows)), 2):
            for offer in _offers(board, best[1], first, second):
                looked += 1
                reached = score(board, *offer)
                if reached < best[0]:
                    best, gained = (reached, offer), True
            if looked >= TRADES:
                return best
    return best


def _offers(board: Board, found: Found, first: int, second: int) -> Iterator[Found]:
    """The two lawful trades between two rows, as far as they change anything."""
    auditors, moderators = found
    if (traded := _traded(board.auditor, auditors, moderators, first, second)) is not None:
        yield traded, moderators
    if (traded := _traded(board.moderator, moderators, auditors, first, second)) is not None:
        yield auditors, traded


def _traded(lawful: Flags, holders: Ints, others: Ints, first: int, second: int) -> Ints | None:
    """`holders` with two rows traded; None where that is unlawful or nothing changes."""
    one, other = holders[first], holders[second]
    if (
        one == other
        or not (lawful[first, other] and lawful[second, one])
        or others[first] == other
        or others[second] == one
    ):
        return None
    traded = holders.copy()
    traded[[first, second]] = other, one
    return traded
