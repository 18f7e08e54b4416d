"""Changes that would resolve a clash, for people to decide on (programme.md §2.3).

Each proposal has been tried: with it, one more row of the clash can be allocated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from store.allocation import independence as rule
from store.allocation.cost_tables import CostTables, lawful_by, leaves_moderator
from store.allocation.independence import AllocationRow
from store.allocation.levelling import NOBODY, maximum_matching

_PROPOSALS = 3
"""Proposals of each kind for one clash: enough to choose from, and few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSwap:
    """A change that would resolve a clash; it is only proposed.

    `kind` is one of `swap_case`, `train`, `raise_max_audits`, `name_moderator`.
    """

    kind: str
    proposal: str
    row: str | None = None
    case_ref: str | None = None
    with_case: str | None = None
    person: str | None = None


def swaps_for_moderation(
    tables: CostTables, row: int, reserve: Sequence[AllocationRow], spare: Mapping[str, CostTables]
) -> Iterator[ProposedSwap]:
    """Changes that would give a moderator to a row that has no lawful one."""
    yield from islice(_case_swaps(tables, row, [row], reserve, spare), 1)
    yield from islice(_namings(tables, [row]), _PROPOSALS)


def swaps_for_audit(
    tables: CostTables,
    row: int,
    rows: Sequence[int],
    reserve: Sequence[AllocationRow],
    spare: Mapping[str, CostTables],
) -> Iterator[ProposedSwap]:
    """Changes that would resolve a clash over auditors; `row` is the one left over among `rows`."""
    yield from islice(_case_swaps(tables, row, rows, reserve, spare), 1)
    yield from islice(_trainings(tables, rows), _PROPOSALS)
    yield from islice(_raises(tables, rows), _PROPOSALS)
    if not tables.auditor_rules[rule.LEAVES_MODERATOR][rows].all():
        yield from islice(_namings(tables, rows), _PROPOSALS)


def _left_over(tables: CostTables, rows: Sequence[int]) -> int:
    """The number of `rows` that have no auditor or no moderator."""
    unaudited = maximum_matching(tables.auditor[rows], tables.limit) == NOBODY
    return int((unaudited | ~tables.moderator[rows].any(axis=1)).sum())


def _case_swaps(
    tables: CostTables,
    row: int,
    rows: Sequence[int],
    reserve: Sequence[AllocationRow],
    spare: Mapping[str, CostTables],
) -> Iterator[ProposedSwap]:
    held = tables.rows[row]
    left_over = _left_over(tables, rows)
    for other in reserve:
        line = spare[other.id]
        auditor, moderator = tables.auditor.copy(), tables.moderator.copy()
        auditor[row], moderator[row] = line.auditor[0], line.moderator[0]
        if _left_over(replace(tables, auditor=auditor, moderator=moderator), rows) < left_over:
            yield ProposedSwap(
                kind="swap_case",
                proposal=f"Swap case {held.case_ref} for {other.case_ref}, next in the draw.",
                row=held.id,
                case_ref=held.case_ref,
                with_case=other.case_ref,
            )


def _trainings(tables: CostTables, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    rule_tables = tables.auditor_rules
    others = [name for name in rule_tables if name != rule.TRAINED]
    near = lawful_by(rule_tables, others, tables.auditor.shape) & ~rule_tables[rule.TRAINED]
    left_over = _left_over(tables, rows)
    for person in np.flatnonzero(near[rows].any(axis=0)).tolist():
        auditor = tables.auditor.copy()
        auditor[:, person] |= near[:, person]
        if _left_over(replace(tables, auditor=auditor), rows) < left_over:
            upn = tables.people[person].upn
            yield ProposedSwap(kind="train", proposal=f"Train {upn} as an auditor.", person=upn)


def _raises(tables: CostTables, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    left_over = _left_over(tables, rows)
    for person in np.flatnonzero(tables.auditor[rows].any(axis=0)).tolist():
        limit = tables.limit.copy()
        limit[person] += 1
        if _left_over(replace(tables, limit=limit), rows) < left_over:
            upn = tables.people[person].upn
            yield ProposedSwap(
                kind="raise_max_audits",
                proposal=f"Raise max_audits of {upn} to {int(limit[person])}.",
                person=upn,
            )


def _namings(tables: CostTables, rows: Sequence[int]) -> Iterator[ProposedSwap]:
    """A new moderator also frees as auditor the person who was the only moderator of a row."""
    rule_tables, shape = tables.moderator_rules, tables.moderator.shape
    near = lawful_by(
        rule_tables, [name for name in rule_tables if name != rule.SENIOR_OR_NAMED], shape
    )
    near &= ~rule_tables[rule.SENIOR_OR_NAMED]
    others = [name for name in tables.auditor_rules if name != rule.LEAVES_MODERATOR]
    independent = lawful_by(tables.auditor_rules, others, shape)
    left_over = _left_over(tables, rows)
    for person in np.flatnonzero(near[rows].any(axis=0)).tolist():
        moderator = tables.moderator.copy()
        moderator[:, person] |= near[:, person]
        auditor = independent & leaves_moderator(moderator)
        if _left_over(replace(tables, auditor=auditor, moderator=moderator), rows) < left_over:
            upn = tables.people[person].upn
            yield ProposedSwap(
                kind="name_moderator", proposal=f"Name {upn} as a moderator.", person=upn
            )
