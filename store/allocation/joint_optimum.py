"""Auditors and moderators of a small allocation found together, as one integer programme.

Needed where they pull against each other: somebody who may do both on one row, line managers, two
people who would look at each other's teams. One wish after the other is brought to its optimum and
held there (`scipy.optimize.milp`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from store.allocation.cost_tables import Board
from store.allocation.levelling import Flags, Ints
from store.allocation.preferences import audits_before, moderations_before

NODES = 100
"""Branches tried for each wish: a count and not a time, so that a run can be repeated."""

Wish = dict[int, int]
"""A wish as what each unknown costs."""


class _Programme:
    """Unknowns, which are 0 or 1, and what must hold between them."""

    def __init__(self) -> None:
        self.size = 0
        self.most: list[float] = []
        self.least: list[float] = []
        self.cells: list[tuple[int, int, int]] = []

    def unknown(self) -> int:
        """One more unknown."""
        self.size += 1
        return self.size - 1

    def holds(self, terms: Sequence[tuple[int, int]], *, least: float, most: float) -> None:
        """The weighted sum of `terms` (unknown, weight) lies between `least` and `most`."""
        line = len(self.most)
        self.cells += [(line, unknown, weight) for unknown, weight in terms]
        self.least.append(least)
        self.most.append(most)

    def best(self, wish: Wish) -> NDArray[np.float64] | None:
        """Unknowns at the optimum of one wish; None where it is not found in `NODES` steps."""
        costs = np.zeros(self.size)
        costs[list(wish)] = list(wish.values())
        lines, columns, weights = zip(*self.cells, strict=True)
        matrix = coo_array((weights, (lines, columns)), shape=(len(self.most), self.size))
        answer = milp(
            costs,
            integrality=np.ones(self.size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix.tocsr(), self.least, self.most),
            options={"mip_rel_gap": 0, "node_limit": NODES},
        )
        found: NDArray[np.float64] | None = answer.x if answer.success else None
        return found


def joint_optimum(board: Board) -> tuple[Ints, Ints] | None:
    """Auditor and moderator of each row at the optimum of all wishes in order.

    None where the optimum of a wish cannot be proved in reasonable time.

    Meant for a few hundred lawful pairs; a lawful allocation must be known to exist.
    """
    programme = _Programme()
    audits = _unknowns(programme, board.auditor)
    moderations = _unknowns(programme, board.moderator)
    for pair in audits.keys() & moderations.keys():
        programme.holds([(audits[pair], 1), (moderations[pair], 1)], least=0, most=1)
    tier = board.auditor_tier
    wishes: list[Wish] = [
        {x: int(tier[pair] > 0) for pair, x in audits.items()},
        {x: int(tier[pair]) for pair, x in audits.items()},
        *_levels(programme, audits, board.most, audits_before(board)),
        {y: int(board.moderator_tier[pair]) for pair, y in moderations.items()},
        *_levels(
            programme, moderations, board.most * 0 + len(board.rows), moderations_before(board)
        ),
        _reciprocity(programme, board, audits, moderations),
        _line_managers(programme, board, audits, moderations),
        {x: int(board.rotation[pair]) for pair, x in audits.items()},
        {x: int(board.distance[pair]) for pair, x in audits.items()},
        {x: int(board.ties[pair]) for pair, x in (*audits.items(), *moderations.items())},
    ]
    found = np.zeros(programme.size)
    for wish in wishes:
        if any(wish.values()):
            best = programme.best(wish)
            if best is None:
                return None
            found = best
            reached = round(sum(weight * found[unknown] for unknown, weight in wish.items()))
            programme.holds(list(wish.items()), least=0, most=reached)
    return _chosen(audits, found, board), _chosen(moderations, found, board)


def _unknowns(programme: _Programme, lawful: Flags) -> dict[tuple[int, int], int]:
    """One unknown for each lawful pair, one person for each row."""
    unknowns = {
        (int(row), int(person)): programme.unknown()
        for row, person in zip(*np.nonzero(lawful), strict=True)
    }
    for row in range(lawful.shape[0]):
        terms = [(x, 1) for (r, _), x in unknowns.items() if r == row]
        programme.holds(terms, least=1, most=1)
    return unknowns


def _levels(
    programme: _Programme, unknowns: dict[tuple[int, int], int], most: Ints, before: Ints
) -> tuple[Wish, Wish]:
    """Loads as seats that cost more the later they are taken: level now, level with the past."""
    now: Wish = {}
    past: Wish = {}
    for person in sorted({p for _, p in unknowns}):
        held = [(x, 1) for (_, p), x in unknowns.items() if p == person]
        seats = [programme.unknown() for _ in range(min(int(most[person]), len(held)))]
        programme.holds([*held, *((seat, -1) for seat in seats)], least=0, most=0)
        now |= {seat: 2 * k + 1 for k, seat in enumerate(seats)}
        past |= dict.fromkeys(seats, int(before[person]))
    return now, past


def _line_managers(
    programme: _Programme,
    board: Board,
    audits: dict[tuple[int, int], int],
    moderations: dict[tuple[int, int], int],
) -> Wish:
    wish: Wish = {}
    for (row, manager), y in moderations.items():
        team = [(x, 1) for (r, a), x in audits.items() if r == row and board.manager[a] == manager]
        if team:
            clash = programme.unknown()
            programme.holds([(y, 1), *team, (clash, -1)], least=-1, most=1)
            wish[clash] = 1
    return wish


def _reciprocity(
    programme: _Programme,
    board: Board,
    audits: dict[tuple[int, int], int],
    moderations: dict[tuple[int, int], int],
) -> Wish:
    audited = _looks(programme, board, audits)
    moderated = _looks(programme, board, moderations)
    wish: Wish = {}
    placed = [p for p in range(len(board.people)) if board.team[p] >= 0]
    for one in placed:
        for other in (p for p in placed if p > one):
            there, back = (one, int(board.team[other])), (other, int(board.team[one]))
            ways = [
                (first[there], second[back])
                for first, second in (
                    (audited, audited),
                    (audited, moderated),
                    (moderated, audited),
                )
                if there in first and back in second
            ]
            if ways:
                clash = programme.unknown()
                wish[clash] = 1
                for go, come in ways:
                    programme.holds([(go, 1), (come, 1), (clash, -1)], least=-1, most=1)
    return wish


def _looks(
    programme: _Programme, board: Board, unknowns: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """For each person and team: an unknown that is 1 where the person looks at its work."""
    looks: dict[tuple[int, int], int] = {}
    for (row, person), x in unknowns.items():
        if board.team[person] >= 0:
            key = (person, int(board.row_team[row]))
            if key not in looks:
                looks[key] = programme.unknown()
            programme.holds([(x, 1), (looks[key], -1)], least=-1, most=0)
    return looks


def _chosen(unknowns: dict[tuple[int, int], int], found: NDArray[np.float64], board: Board) -> Ints:
    holders = np.zeros(len(board.rows), dtype=np.int64)
    for (row, person), unknown in unknowns.items():
        if found[unknown] > 0.5:  # noqa: PLR2004 - an unknown is 0 or 1, give or take rounding
            holders[row] = person
    return holders
