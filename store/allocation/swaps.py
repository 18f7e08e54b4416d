"""What would mend a clash, put to people and never made (programme.md §2.3).

A proposal is tried first: with it, one row more of the clash can be allocated than without.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from store.allocation import independence as rule
from store.allocation.cost_tables import Board, lawful_by, leaves_moderator
from store.allocation.independence import AllocationRow
from store.allocation.levelling import NOBODY, match

_PROPOSALS = 3
"""Proposals of a kind for each clash: enough to choose from, few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSwap:
    """A change that would mend a clash, proposed and never made.

    `kind` is one of `swap_case`, `train`, `raise_max_audits`, `name_moderator`.
    """

    kind: str
    proposal: str
    row: str | None = None
    case_ref: str | None = None
    with_case: str | None = None
    person: str | None = None


def swaps_for_moderation(
    board: Board, row: int, reserve: Sequence[AllocationRow], spare: Mapping[str, Board]
) -> Iterator[ProposedSwap]:
    """What would mend a row without a lawful moderator."""
    yield from islice(_case_swaps(board, row, [row], reserve, spare), 1)
    yield from islice(_namings(board, [row]), _PROPOSALS)


def swaps_for_audit(
    board: Board,
    row: int,
    rows: Sequence[int],
    reserve: Sequence[AllocationRow],
    spare: Mapping[str, Board],
) -> Iterator[ProposedSwap]:
    """What would mend a clash over auditors: `row` is the one left over among `rows`."""
    yield from islice(_case_swaps(board, row, rows, reserve, spare), 1)
    yield from islice(_trainings(board, rows), _PROPOSALS)
    yield from islice(_raises(board, rows), _PROPOSALS)
    if not board.auditor_rules[rule.LEAVES_MODERATOR][rows].all():
        yield from islice(_namings(board, rows), _PROPOSALS)


def _left_over(board: Board, rows: Sequence[int]) -> int:
    """How many of `rows` cannot be allocated, for want of an auditor or of a moderator."""
    unaudited = match(board.auditor[rows], board.most) == NOBODY
    return int((unaudited | ~board.moderator[rows].any(axis=1)).sum())


def _case_swaps(
    board: Board,
    row: int,
    rows: Sequence[int],
    reserve: Sequence[AllocationRow],
    spare: Mapping[str, Board],
) -> Iterator[ProposedSwap]:
    held = board.rows[row]
    left_over = _left_over(board, rows)
    for other in reserve:
        line = spare[other.id]
        auditor, moderator = board.auditor.copy(), board.moderator.copy()
        auditor[row], moderator[row] = line.auditor[0], line.moderator[0]
        if _left_over(replace(board, auditor=auditor, moderator=moderator), rows) < left_over:
            yield ProposedSwap(
                kind="swap_case",
                proposal=f"Swap case {held.case_ref} for {other.case_ref}, next in the draw.",
                row=held.id,
                case_ref=held.case_ref,
                with_case=other.case_ref,
            )


def _trainings(board: Board, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    tables = board.auditor_rules
    others = [name for name in tables if name != rule.TRAINED]
    near = lawful_by(tables, others, board.auditor.shape) & ~tables[rule.TRAINED]
    left_over = _left_over(board, rows)
    for person in np.flatnonzero(near[rows].any(axis=0)).tolist():
        auditor = board.auditor.copy()
        auditor[:, person] |= near[:, person]
        if _left_over(replace(board, auditor=auditor), rows) < left_over:
            upn = board.people[person].upn
            yield ProposedSwap(kind="train", proposal=f"Train {upn} as an auditor.", person=upn)


def _raises(board: Board, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    left_over = _left_over(board, rows)
    for person in np.flatnonzero(board.auditor[rows].any(axis=0)).tolist():
        most = board.most.copy()
        most[person] += 1
        if _left_over(replace(board, most=most), rows) < left_over:
            upn = board.people[person].upn
            yield ProposedSwap(
                kind="raise_max_audits",
                proposal=f"Raise max_audits of {upn} to {int(most[person])}.",
                person=upn,
            )


def _namings(board: Board, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    """Another moderator also sets free as auditor whoever was kept as the only one for a row."""
    tables, shape = board.moderator_rules, board.moderator.shape
    near = lawful_by(tables, [name for name in tables if name != rule.SENIOR_OR_NAMED], shape)
    near &= ~tables[rule.SENIOR_OR_NAMED]
    others = [name for name in board.auditor_rules if name != rule.LEAVES_MODERATOR]
    independent = lawful_by(board.auditor_rules, others, shape)
    left_over = _left_over(board, rows)
    for person in np.flatnonzero(near[rows].any(axis=0)).tolist():
        moderator = board.moderator.copy()
        moderator[:, person] |= near[:, person]
        auditor = independent & leaves_moderator(moderator)
        if _left_over(replace(board, auditor=auditor, moderator=moderator), rows) < left_over:
            upn = board.people[person].upn
            yield ProposedSwap(
                kind="name_moderator", proposal=f"Name {upn} as a moderator.", person=upn
            )
