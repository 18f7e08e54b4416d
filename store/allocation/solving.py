"""How an allocation is found: loads at their optimum, the wishes after them as far as can be.

The wishes are at their optimum, too, where the quick way reaches a bound that no allocation can
beat, or the allocation is small enough to be solved as one programme (`joint_optimum`). Elsewhere a
few seeded tries are compared, and the best is mended by trades between rows (`exchanging`).
"""

import numpy as np

from store.allocation.cost_tables import Board
from store.allocation.exchanging import trade
from store.allocation.joint_optimum import joint_optimum
from store.allocation.levelling import NOBODY, Demand, Flags, Ints, level
from store.allocation.preferences import (
    Score,
    against_the_round,
    audits_before,
    moderations_before,
    moderators_own_team_audited,
    only_line_manager_left,
    score,
)

LARGE = 20_000
"""Rows times people beyond which one seeded try is all there is."""
TRIES = 6
JOINT = 150
"""Lawful pairs up to which all wishes are brought to their joint optimum."""


def solve(board: Board) -> tuple[Ints, Ints] | None:
    """Auditors and moderators of all rows, None where no lawful ones exist."""
    if not board.moderator.any(axis=1).all():
        return None
    large = board.auditor.size > LARGE
    nothing = np.zeros(board.auditor.shape, dtype=np.bool_)
    free = _attempt(board, against_the_round(board, _round(board, 0)) if large else nothing)
    if free is None:
        return None
    best = (score(board, *free), free)
    if large:
        return free
    bound = _bound(board, best[0])
    for turn in range(TRIES):
        if best[0] == bound:
            return best[1]
        turned = _attempt(board, against_the_round(board, _round(board, turn)))
        if turned is not None:
            best = min(best, (score(board, *turned), turned), key=lambda tried: tried[0])
    best = trade(board, best[1], bound)
    if best[0] != bound and int(board.auditor.sum() + board.moderator.sum()) <= JOINT:
        return joint_optimum(board) or best[1]
    return best[1]


def _round(board: Board, turn: int) -> Ints:
    """A seeded order of the teams on a circle."""
    marks = board.ties[:, 0] if board.ties.size else np.zeros(len(board.rows), dtype=np.int64)
    mark = np.zeros(board.teams, dtype=np.int64)
    np.add.at(mark, board.row_team, marks)
    order = np.argsort((mark * (2 * turn + 1) + turn * 389) % 1021, kind="stable")
    place = np.empty(board.teams, dtype=np.int64)
    place[order] = np.arange(board.teams)
    return place


def _attempt(board: Board, against: Flags) -> tuple[Ints, Ints] | None:
    """Auditors first, then the moderators who suit them best."""
    auditors = _spread(board, auditor_demand(board, against))
    if (auditors == NOBODY).any():
        return None
    moderators = _spread(board, _moderator_demand(board, auditors))
    return auditors, moderators


def _spread(board: Board, demand: Demand) -> Ints:
    """Level the demand over those people alone who may take any of it."""
    able = np.flatnonzero(demand.lawful.any(axis=0) & (demand.most > 0))
    few = Demand(
        lawful=demand.lawful[:, able],
        tier=demand.tier[:, able],
        wish=demand.wish[:, able],
        before=demand.before[able],
        most=demand.most[able],
        ties=demand.ties[:, able],
    )
    holder = level(few)
    if not len(able):
        return np.full(len(board.rows), NOBODY, dtype=np.int64)
    return np.where(holder == NOBODY, NOBODY, able[holder])


def auditor_demand(board: Board, against: Flags) -> Demand:
    """The auditors' side: no reciprocity, no line manager, rotation, own service, in this order."""
    arcs = len(board.people) + 1
    wish = board.distance
    for wished in (board.rotation, only_line_manager_left(board), against):
        unit = arcs * int(wish.max(initial=0)) + 1
        wish = wish + wished * unit
    return Demand(
        lawful=board.auditor,
        tier=board.auditor_tier,
        wish=wish,
        before=audits_before(board),
        most=board.most,
        ties=board.ties,
    )


def _moderator_demand(board: Board, auditors: Ints) -> Demand:
    """The moderators' side once the auditors are known: no reciprocity, then no line manager."""
    rows = np.arange(len(board.rows))
    lawful = board.moderator.copy()
    lawful[rows, auditors] = False
    wish = moderators_own_team_audited(board, auditors) * np.int64(len(board.people) + 2)
    manager = board.manager[auditors]
    managed = np.flatnonzero(manager >= 0)
    wish[managed, manager[managed]] += 1
    return Demand(
        lawful=lawful,
        tier=board.moderator_tier,
        wish=wish,
        before=moderations_before(board),
        most=np.full(len(board.people), len(board.rows), dtype=np.int64),
        ties=board.ties,
    )


def deputies_for(board: Board, auditors: Ints, moderators: Ints) -> Ints:
    """A deputy for each moderator, as independent and somebody else; `NOBODY` where there is none.

    programme.md §2.3: "Deputies for moderators are named with the list".
    """
    demand = _moderator_demand(board, auditors)
    demand.lawful[np.arange(len(board.rows)), moderators] = False
    return _spread(board, demand)


def _bound(board: Board, reached: Score) -> Score:
    """What no allocation can beat: each side at its own optimum, as if the other did not matter.

    `reached` comes from auditors spread with no regard to reciprocity, so its audits, rotation
    and distance are already at their own optimum.
    """
    alone = np.zeros(board.auditor.shape, dtype=np.int64)
    moderators = _spread(
        board,
        Demand(
            lawful=board.moderator,
            tier=board.moderator_tier,
            wish=alone,
            before=moderations_before(board),
            most=np.full(len(board.people), len(board.rows), dtype=np.int64),
            ties=board.ties,
        ),
    )
    own = score(board, moderators, moderators)
    return reached._replace(
        not_named=own.not_named,
        moderations=own.moderations,
        past_moderations=own.past_moderations,
        reciprocal=0,
        line_manager=0,
    )
