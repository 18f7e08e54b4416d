"""Pairwise exchange: two rows swap their auditors or moderators if that improves the preferences.

Loads stay the same, so an exchange can only improve the preferences that rank below them.
"""

from collections.abc import Iterator
from itertools import combinations

from store.allocation.cost_tables import CostTables
from store.allocation.levelling import Flags, Ints
from store.allocation.preferences import Score, score

MAX_EXCHANGES = 6_000
"""Exchanges tried for one allocation: well under a second, and the same on every machine."""

Found = tuple[Ints, Ints]


def exchange_pairs(tables: CostTables, found: Found, bound: Score) -> tuple[Score, Found]:
    """Exchange until nothing improves, `bound` is reached or `MAX_EXCHANGES` were tried."""
    best = (score(tables, *found), found)
    looked = 0
    gained = True
    while gained and best[0] != bound:
        gained = False
        for first, second in combinations(range(len(tables.rows)), 2):
            for offer in _offers(tables, best[1], first, second):
                looked += 1
                reached = score(tables, *offer)
                if reached < best[0]:
                    best, gained = (reached, offer), True
            if looked >= MAX_EXCHANGES:
                return best
    return best


def _offers(tables: CostTables, found: Found, first: int, second: int) -> Iterator[Found]:
    """The lawful exchanges between two rows that change anything, at most two."""
    auditors, moderators = found
    if (traded := _traded(tables.auditor, auditors, moderators, first, second)) is not None:
        yield traded, moderators
    if (traded := _traded(tables.moderator, moderators, auditors, first, second)) is not None:
        yield auditors, traded


def _traded(lawful: Flags, holders: Ints, others: Ints, first: int, second: int) -> Ints | None:
    """`holders` with two rows exchanged; None if that is unlawful or changes nothing."""
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
