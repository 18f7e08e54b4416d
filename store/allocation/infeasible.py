"""Why no lawful allocation exists: the smallest clash of rules and rows, and proposed changes.

No rule is bent and no swap is made here: people decide on both (programme.md §2.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from store.allocation import independence as rule
from store.allocation.cost_tables import CostTables, lawful_by
from store.allocation.independence import AllocationRow
from store.allocation.levelling import NOBODY, Flags, Ints, maximum_matching
from store.allocation.swaps import ProposedSwap, swaps_for_audit, swaps_for_moderation
from store.vocabulary.errors import LedgerError

MAX_AUDITS = "within max_audits"
ANY_MODERATOR = "a lawful moderator"
_NAMED = 3
"""The number of clashes and rows that the sentence names; the lists hold the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Rules that cannot all hold for these rows; without any one row or rule they could.

    `people` are those who could take one of the rows if the named rules did not apply.
    """

    rule: str
    rows: tuple[str, ...]
    people: tuple[str, ...]


class Infeasible(LedgerError):
    """No lawful allocation exists. `clashes` are minimal and share no row."""

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
    tables: CostTables, reserve: Sequence[AllocationRow], spare: Mapping[str, CostTables]
) -> Infeasible:
    """Explain why the tables allow no lawful allocation.

    `reserve` are undrawn cases as rows, in draw order; `spare` holds the tables of each one (by row
    id) over the same people.
    """
    clashes: list[Clash] = []
    swaps: list[ProposedSwap] = []
    shown: set[int] = set()
    for number in np.flatnonzero(~tables.moderator.any(axis=1)).tolist():
        shown.add(number)
        clashes.append(_no_moderator(tables, number))
        swaps += swaps_for_moderation(tables, number, reserve, spare)
    holder = maximum_matching(tables.auditor, tables.limit)
    for number in np.flatnonzero(holder == NOBODY).tolist():
        rows = _contested(tables, holder, number)
        if shown.isdisjoint(rows):
            shown.update(rows)
            clashes.append(_too_few(tables, rows))
            swaps += swaps_for_audit(tables, number, rows, reserve, spare)
    return Infeasible(clashes, swaps)


def _contested(tables: CostTables, holder: Ints, start: int) -> list[int]:
    """The rows that compete for the same auditors as the row left over, including that row.

    The lawful auditors of these rows are all full with other rows of the set, so there is one row
    too many (Hall's condition). Any of them could be the one left over, and without it the rest
    fit.
    """
    rows, people = {start}, set[int]()
    fresh = [start]
    while fresh:
        wanted = set(np.flatnonzero(tables.auditor[fresh].any(axis=0)).tolist()) - people
        people |= wanted
        fresh = np.flatnonzero(np.isin(holder, list(wanted))).tolist() if wanted else []
        rows.update(fresh)
    return sorted(rows)


def _too_few(tables: CostTables, rows: Sequence[int]) -> Clash:
    """Drop each rule without which the rows still clash; the rules that remain are needed.

    The rule on who may audit at all underlies the others, and is named only if nobody may audit.
    """
    rule_tables = {name: table[rows] for name, table in tables.auditor_rules.items()}
    shape = (len(rows), len(tables.people))
    without_limit = np.full_like(tables.limit, len(rows))
    rules = [name for name in (rule.LEAVES_MODERATOR, *rule_tables) if name != rule.MAY_AUDIT]
    needed = [*dict.fromkeys(rules), MAX_AUDITS]
    for name in tuple(needed):
        kept = [other for other in needed if other != name]
        limit = tables.limit if MAX_AUDITS in kept else without_limit
        lawful = lawful_by(rule_tables, [*kept, rule.MAY_AUDIT], shape)
        if (maximum_matching(lawful, limit) == NOBODY).any():
            needed = kept
    near = lawful_by(rule_tables, [name for name in rule_tables if name not in needed], shape)
    return _clash(tables, needed or [rule.MAY_AUDIT], rows, near)


def _no_moderator(tables: CostTables, row: int) -> Clash:
    rule_tables = {name: table[[row]] for name, table in tables.moderator_rules.items()}
    shape = (1, len(tables.people))
    needed = list(rule_tables)
    for name in rule_tables:
        kept = [other for other in needed if other != name]
        if not lawful_by(rule_tables, kept, shape).any():
            needed = kept
    others = [name for name in rule_tables if name not in needed]
    near = lawful_by(rule_tables, others, shape)
    return _clash(tables, [ANY_MODERATOR, *needed], [row], near)


def _clash(tables: CostTables, needed: Sequence[str], rows: Sequence[int], near: Flags) -> Clash:
    return Clash(
        rule="; ".join(needed),
        rows=tuple(sorted(tables.rows[row].id for row in rows)),
        people=tuple(
            tables.people[person].upn for person in np.flatnonzero(near.any(axis=0)).tolist()
        ),
    )
