"""Allocation: an auditor, a moderator and a deputy for every row, by hard rules and preferences.

programme.md §2.3. `solving` meets the preferences, `infeasible` explains why no lawful allocation
exists, and `reallocating` finds the next person for a single row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from store.allocation.cost_tables import CostTables, History, build_tables
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
    """One row, its people and its proof: for auditor and moderator each hard rule, all True."""

    row_id: str
    auditor: str
    moderator: str
    deputy: str | None
    independence: dict[str, dict[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The rows in the order given, and this cycle's audits and moderations by UPN."""

    rows: tuple[Allocated, ...]
    load: dict[str, int]
    moderations: dict[str, int]
    score: Score


class Unproved(LedgerError):
    """An allocation would break a hard rule, so none is issued."""

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
    """Allocate every row, or raise `Infeasible` with the smallest set of rules and rows that clash.

    `window` is when the audits are done; `history` counts (auditor, team) pairs of past cycles;
    `reserve` are undrawn cases in draw order, from which swaps are proposed. The order of the
    arguments has no effect. The seed decides what the preferences leave open.
    """
    people = list(candidates)
    past = history or {}

    def laid(some: Iterable[AllocationRow]) -> CostTables:
        return build_tables(some, people, seed=seed, window=window, history=past)

    if not rows:
        return Allocation(rows=(), load={}, moderations={}, score=Score(*[0] * len(Score._fields)))
    tables = laid(rows)
    found = solve(tables)
    if found is None:
        raise explain(tables, reserve, {row.id: laid([row]) for row in reserve})
    auditors, moderators = found
    deputies = deputies_for(tables, auditors, moderators)
    return _proved(tables, rows, (auditors, moderators, deputies), window)


def _proved(
    tables: CostTables,
    rows: Sequence[AllocationRow],
    found: tuple[Ints, Ints, Ints],
    window: Window,
) -> Allocation:
    """Prove each row by the rules in `independence`, not by the tables that led to it."""
    auditors, moderators, deputies = found
    people = tables.people
    allocated: dict[str, Allocated] = {}
    chosen = zip(
        tables.rows, auditors.tolist(), moderators.tolist(), deputies.tolist(), strict=True
    )
    for row, auditor, moderator, deputy in chosen:
        allocated[row.id] = prove_row(
            row,
            people[auditor],
            people[moderator],
            None if deputy == NOBODY else people[deputy],
            window=window,
        )
    audits = np.bincount(auditors, minlength=len(people))
    moderations = np.bincount(moderators, minlength=len(people))
    first_looked_for = (tables.auditor & (tables.auditor_tier == 0)).any(axis=0) | (audits > 0)
    return Allocation(
        rows=tuple(allocated[row.id] for row in rows),
        load=_counts(tables, audits, first_looked_for),
        moderations=_counts(tables, moderations, moderations > 0),
        score=score(tables, auditors, moderators),
    )


def _counts(tables: CostTables, numbers: Ints, shown: Flags) -> dict[str, int]:
    return {
        tables.people[person].upn: int(numbers[person]) for person in np.flatnonzero(shown).tolist()
    }


def prove_row(
    row: AllocationRow,
    auditor: Candidate,
    moderator: Candidate,
    deputy: Candidate | None,
    *,
    window: Window,
) -> Allocated:
    """The row with its people and its proof. Raises `Unproved` if a hard rule is broken."""
    proof: Mapping[str, dict[str, bool]] = {
        "auditor": auditor_rules(row, auditor, window=window),
        "moderator": moderator_rules(row, moderator, auditor.upn, window=window),
    }
    broken = [name for side in proof.values() for name, kept in side.items() if not kept]
    if broken:
        raise Unproved(f"Row {row.id} breaks hard rules: {'; '.join(broken)}.")
    return Allocated(
        row_id=row.id,
        auditor=auditor.upn,
        moderator=moderator.upn,
        deputy=None if deputy is None else deputy.upn,
        independence=dict(proof),
    )
