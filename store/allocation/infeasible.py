"""Why no lawful allocation exists: the fewest rules and rows that clash, and what would mend it.

No rule is bent and no swap made here: both are put to people (programme.md §2.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from store.allocation import independence as rule
from store.allocation.cost_tables import Board, lawful_by
from store.allocation.independence import AllocationRow
from store.allocation.levelling import NOBODY, Flags, Ints, match
from store.allocation.swaps import ProposedSwap, swaps_for_audit, swaps_for_moderation
from store.vocabulary.errors import LedgerError

MAX_AUDITS = "within max_audits"
ANY_MODERATOR = "a lawful moderator"
_NAMED = 3
"""Clashes and rows that the sentence names; the rest are in the lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Rules that cannot all hold for these rows; without any one row or rule they could.

    `people` are those who could take one of the rows but for the rules named.
    """

    rule: str
    rows: tuple[str, ...]
    people: tuple[str, ...]


class Infeasible(LedgerError):
    """No lawful allocation exists. `clashes` are minimal and share no row; none is bent."""

    code = "infeasible"

    def __init__(self, clashes: Sequence[Clash], swaps: Sequence[ProposedSwap]) -> None:
        said = "; ".join(
            f"{_count(len(clash.rows))} ({', '.join(clash.rows[:_NAMED])}"
            f"{' …' if len(clash.rows) > _NAMED else ''}): {clash.rule}"
            for clash in clashes[:_NAMED]
        )
        more = f"; and {len(clashes) - _NAMED} more" if len(clashes) > _NAMED else ""
        super().__init__(f"No lawful allocation exists. These rules clash for {said}{more}.")
        self.clashes = tuple(clashes)
        self.swaps = tuple(swaps)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def explain(
    board: Board, reserve: Sequence[AllocationRow], spare: Mapping[str, Board]
) -> Infeasible:
    """Name the clashes of a board that has no lawful allocation.

    `reserve` are undrawn cases as rows, in the order of the draw; `spare` lays out each of them
    (by row id) over the same people.
    """
    clashes: list[Clash] = []
    swaps: list[ProposedSwap] = []
    shown: set[int] = set()
    for number in np.flatnonzero(~board.moderator.any(axis=1)).tolist():
        shown.add(number)
        clashes.append(_no_moderator(board, number))
        swaps += swaps_for_moderation(board, number, reserve, spare)
    holder = match(board.auditor, board.most)
    for number in np.flatnonzero(holder == NOBODY).tolist():
        rows = _contested(board, holder, number)
        if shown.isdisjoint(rows):
            shown.update(rows)
            clashes.append(_too_few(board, rows))
            swaps += swaps_for_audit(board, number, rows, reserve, spare)
    return Infeasible(clashes, swaps)


def _contested(board: Board, holder: Ints, start: int) -> list[int]:
    """The rows that the row left over competes with, itself included.

    All who may lawfully audit one of them are full with the others of them, so they are one too
    many (Hall's condition); each could be the one left over, so without any of them it fits.
    """
    rows, people = {start}, set[int]()
    fresh = [start]
    while fresh:
        wanted = set(np.flatnonzero(board.auditor[fresh].any(axis=0)).tolist()) - people
        people |= wanted
        fresh = np.flatnonzero(np.isin(holder, list(wanted))).tolist() if wanted else []
        rows.update(fresh)
    return sorted(rows)


def _too_few(board: Board, rows: Sequence[int]) -> Clash:
    """Leave out for good each rule without which the rows still clash: what stays is needed.

    Who audits at all is the ground the rules stand on, and named only where nobody does.
    """
    tables = {name: table[rows] for name, table in board.auditor_rules.items()}
    shape = (len(rows), len(board.people))
    without_limit = np.full_like(board.most, len(rows))
    rules = [name for name in (rule.LEAVES_MODERATOR, *tables) if name != rule.MAY_AUDIT]
    needed = [*dict.fromkeys(rules), MAX_AUDITS]
    for name in tuple(needed):
        kept = [other for other in needed if other != name]
        most = board.most if MAX_AUDITS in kept else without_limit
        lawful = lawful_by(tables, [*kept, rule.MAY_AUDIT], shape)
        if (match(lawful, most) == NOBODY).any():
            needed = kept
    near = lawful_by(tables, [name for name in tables if name not in needed], shape)
    return _clash(board, needed or [rule.MAY_AUDIT], rows, near)


def _no_moderator(board: Board, row: int) -> Clash:
    tables = {name: table[[row]] for name, table in board.moderator_rules.items()}
    shape = (1, len(board.people))
    needed = list(tables)
    for name in tables:
        kept = [other for other in needed if other != name]
        if not lawful_by(tables, kept, shape).any():
            needed = kept
    others = [name for name in tables if name not in needed]
    near = lawful_by(tables, others, shape)
    return _clash(board, [ANY_MODERATOR, *needed], [row], near)


def _clash(board: Board, needed: Sequence[str], rows: Sequence[int], near: Flags) -> Clash:
    return Clash(
        rule="; ".join(needed),
        rows=tuple(sorted(board.rows[row].id for row in rows)),
        people=tuple(
            board.people[person].upn for person in np.flatnonzero(near.any(axis=0)).tolist()
        ),
    )
