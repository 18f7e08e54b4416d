"""Finding an allocation: loads at their optimum, then the preferences as well as possible.

Preferences are optimal too if the quick method reaches a bound that no allocation can beat, or if
the allocation is small enough for `joint_optimum`. Otherwise the best of a few seeded attempts is
improved by pairwise exchange (`exchanging`).
"""

import numpy as np

from store.allocation.cost_tables import CostTables
from store.allocation.exchanging import exchange_pairs
from store.allocation.joint_optimum import joint_optimum
from store.allocation.levelling import NOBODY, Demand, Flags, Ints, level_loads
from store.allocation.preferences import (
    Score,
    breaks_round_robin,
    only_line_manager_left,
    past_audits_of_each,
    past_moderations_of_each,
    reciprocal_moderators,
    score,
)

LARGE = 20_000
"""Rows times people above which one seeded attempt is made and no more."""
TRIES = 6
JOINT = 150
"""The number of lawful pairs up to which `joint_optimum` is used."""


def solve(tables: CostTables) -> tuple[Ints, Ints] | None:
    """The auditors and moderators of all rows, or None if no lawful allocation exists."""
    if not tables.moderator.any(axis=1).all():
        return None
    large = tables.auditor.size > LARGE
    nothing = np.zeros(tables.auditor.shape, dtype=np.bool_)
    free = _attempt(tables, breaks_round_robin(tables, _round(tables, 0)) if large else nothing)
    if free is None:
        return None
    best = (score(tables, *free), free)
    if large:
        return free
    bound = _bound(tables, best[0])
    for turn in range(TRIES):
        if best[0] == bound:
            return best[1]
        turned = _attempt(tables, breaks_round_robin(tables, _round(tables, turn)))
        if turned is not None:
            best = min(best, (score(tables, *turned), turned), key=lambda tried: tried[0])
    best = exchange_pairs(tables, best[1], bound)
    if best[0] != bound and int(tables.auditor.sum() + tables.moderator.sum()) <= JOINT:
        return joint_optimum(tables) or best[1]
    return best[1]


def _round(tables: CostTables, turn: int) -> Ints:
    """A seeded order of the teams on a circle."""
    marks = tables.ties[:, 0] if tables.ties.size else np.zeros(len(tables.rows), dtype=np.int64)
    mark = np.zeros(tables.teams, dtype=np.int64)
    np.add.at(mark, tables.row_team, marks)
    order = np.argsort((mark * (2 * turn + 1) + turn * 389) % 1021, kind="stable")
    place = np.empty(tables.teams, dtype=np.int64)
    place[order] = np.arange(tables.teams)
    return place


def _attempt(tables: CostTables, against: Flags) -> tuple[Ints, Ints] | None:
    """Auditors first, then the moderators who suit them best."""
    auditors = _spread(tables, auditor_demand(tables, against))
    if (auditors == NOBODY).any():
        return None
    moderators = _spread(tables, _moderator_demand(tables, auditors))
    return auditors, moderators


def _spread(tables: CostTables, demand: Demand) -> Ints:
    """Level the demand over the people who may take any of it."""
    able = np.flatnonzero(demand.lawful.any(axis=0) & (demand.limit > 0))
    few = Demand(
        lawful=demand.lawful[:, able],
        tier=demand.tier[:, able],
        preference=demand.preference[:, able],
        past_load=demand.past_load[able],
        limit=demand.limit[able],
        ties=demand.ties[:, able],
    )
    holder = level_loads(few)
    if not len(able):
        return np.full(len(tables.rows), NOBODY, dtype=np.int64)
    return np.where(holder == NOBODY, NOBODY, able[holder])


def auditor_demand(tables: CostTables, against: Flags) -> Demand:
    """The demand for auditors: no reciprocity, then no line manager, rotation, own service."""
    arcs = len(tables.people) + 1
    preference = tables.distance
    for preferred in (tables.rotation, only_line_manager_left(tables), against):
        unit = arcs * int(preference.max(initial=0)) + 1
        preference = preference + preferred * unit
    return Demand(
        lawful=tables.auditor,
        tier=tables.auditor_tier,
        preference=preference,
        past_load=past_audits_of_each(tables),
        limit=tables.limit,
        ties=tables.ties,
    )


def _moderator_demand(tables: CostTables, auditors: Ints) -> Demand:
    """The demand for moderators, given the auditors: no reciprocity, then no line manager."""
    rows = np.arange(len(tables.rows))
    lawful = tables.moderator.copy()
    lawful[rows, auditors] = False
    preference = reciprocal_moderators(tables, auditors) * np.int64(len(tables.people) + 2)
    manager = tables.manager[auditors]
    managed = np.flatnonzero(manager >= 0)
    preference[managed, manager[managed]] += 1
    return Demand(
        lawful=lawful,
        tier=tables.moderator_tier,
        preference=preference,
        past_load=past_moderations_of_each(tables),
        limit=np.full(len(tables.people), len(tables.rows), dtype=np.int64),
        ties=tables.ties,
    )


def deputies_for(tables: CostTables, auditors: Ints, moderators: Ints) -> Ints:
    """An independent deputy for each moderator; `NOBODY` if there is none.

    programme.md §2.3: "Deputies for moderators are named with the list".
    """
    demand = _moderator_demand(tables, auditors)
    demand.lawful[np.arange(len(tables.rows)), moderators] = False
    return _spread(tables, demand)


def _bound(tables: CostTables, reached: Score) -> Score:
    """A score that no allocation can beat: each side at its own optimum, as if it were alone.

    `reached` comes from auditors levelled without regard to reciprocity, so its audits, rotation
    and distance are already optimal.
    """
    alone = np.zeros(tables.auditor.shape, dtype=np.int64)
    moderators = _spread(
        tables,
        Demand(
            lawful=tables.moderator,
            tier=tables.moderator_tier,
            preference=alone,
            past_load=past_moderations_of_each(tables),
            limit=np.full(len(tables.people), len(tables.rows), dtype=np.int64),
            ties=tables.ties,
        ),
    )
    own = score(tables, moderators, moderators)
    return reached._replace(
        not_named=own.not_named,
        moderations=own.moderations,
        past_moderations=own.past_moderations,
        reciprocal=0,
        line_manager=0,
    )
