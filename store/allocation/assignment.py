"""Allocation: an auditor, a moderator and a deputy for every row, lawful first, then as wished.

programme.md §2.3. How the wishes are met is in `solving`; why nothing lawful exists, in
`infeasible`; the next person for a single row, in `reallocating`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from store.allocation.cost_tables import Board, History, lay_out
from store.allocation.independence import (
    AllocationRow,
    Candidate,
    Window,
    auditor_rules,
    moderator_rules,
)
from store.allocation.infeasible import Clash, Infeasible, explain
from store.allocation.levelling import NOBODY, Flags, Ints
from store.allocation.preferences import Score, score
from store.allocation.solving import deputies_for, solve
from store.allocation.swaps import ProposedSwap
from store.vocabulary.errors import LedgerError

__all__ = ["Allocated", "Allocation", "Clash", "Infeasible", "ProposedSwap", "Unproved", "allocate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """One row with its people and the proof: each hard rule by name, all True."""

    row_id: str
    auditor: str
    moderator: str
    deputy: str | None
    independence: dict[str, dict[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Rows in the order they were given; audits and moderations of this cycle by UPN."""

    rows: tuple[Allocated, ...]
    load: dict[str, int]
    moderations: dict[str, int]
    score: Score


class Unproved(LedgerError):
    """An allocation was about to break a hard rule: nothing is given out."""

    code = "unproved"


def allocate(
    rows: Sequence[AllocationRow],
    candidates: Iterable[Candidate],
    *,
    seed: int,
    window: Window,
    history: History | None = None,
    reserve: Sequence[AllocationRow] = (),
) -> Allocation:
    """Allocate every row, or raise `Infeasible` naming the fewest rules and rows that clash.

    `window` is when the audits are done; `history` counts (auditor, team) pairs of past cycles;
    `reserve` are undrawn cases in the order of the draw, for swaps to propose. The outcome
    depends on what is given, not on its order; what the wishes leave open, the seed decides.
    """
    people = list(candidates)
    past = history or {}

    def laid(some: Iterable[AllocationRow]) -> Board:
        return lay_out(some, people, seed=seed, window=window, history=past)

    if not rows:
        return Allocation(rows=(), load={}, moderations={}, score=Score(*[0] * len(Score._fields)))
    board = laid(rows)
    found = solve(board)
    if found is None:
        raise explain(board, reserve, {row.id: laid([row]) for row in reserve})
    auditors, moderators = found
    deputies = deputies_for(board, auditors, moderators)
    return _proved(board, rows, (auditors, moderators, deputies), window)


def _proved(
    board: Board, rows: Sequence[AllocationRow], found: tuple[Ints, Ints, Ints], window: Window
) -> Allocation:
    """Prove each row by the rules themselves, apart from the tables that led to it."""
    auditors, moderators, deputies = found
    people = board.people
    allocated: dict[str, Allocated] = {}
    chosen = zip(board.rows, auditors.tolist(), moderators.tolist(), deputies.tolist(), strict=True)
    for row, auditor, moderator, deputy in chosen:
        allocated[row.id] = prove(
            row,
            people[auditor],
            people[moderator],
            None if deputy == NOBODY else people[deputy],
            window=window,
        )
    audits = np.bincount(auditors, minlength=len(people))
    moderations = np.bincount(moderators, minlength=len(people))
    first_looked_for = (board.auditor & (board.auditor_tier == 0)).any(axis=0) | (audits > 0)
    return Allocation(
        rows=tuple(allocated[row.id] for row in rows),
        load=_counts(board, audits, first_looked_for),
        moderations=_counts(board, moderations, moderations > 0),
        score=score(board, auditors, moderators),
    )


def _counts(board: Board, numbers: Ints, shown: Flags) -> dict[str, int]:
    return {
        board.people[person].upn: int(numbers[person]) for person in np.flatnonzero(shown).tolist()
    }


def prove(
    row: AllocationRow,
    auditor: Candidate,
    moderator: Candidate,
    deputy: Candidate | None,
    *,
    window: Window,
) -> Allocated:
    """The row with its people and its proof; raises `Unproved` where a rule does not hold."""
    proof: Mapping[str, dict[str, bool]] = {
        "auditor": auditor_rules(row, auditor, window=window),
        "moderator": moderator_rules(row, moderator, auditor.upn, window=window),
    }
    broken = [name for side in proof.values() for name, kept in side.items() if not kept]
    if broken:
        raise Unproved(f"Row {row.id} cannot be proved: {'; '.join(broken)}.")
    return Allocated(
        row_id=row.id,
        auditor=auditor.upn,
        moderator=moderator.upn,
        deputy=None if deputy is None else deputy.upn,
        independence=dict(proof),
    )
