"""Auditors and moderators of a small allocation found together, by integer programming.

This is needed if the two sides compete: one person suits both posts on a row, line managers, or two
people who would look at each other's teams. Each preference in turn is brought to its optimum and
held there (`scipy.optimize.milp`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from store.allocation.cost_tables import CostTables
from store.allocation.levelling import Flags, Ints
from store.allocation.preferences import past_audits_of_each, past_moderations_of_each

NODES = 100
"""The branches tried for each preference: a count and not a time, so that a run can be repeated."""

Preference = dict[int, int]
"""A preference as the cost of each variable."""


class _Model:
    """A model of variables that are 0 or 1, and constraints between them."""

    def __init__(self) -> None:
        self.size = 0
        self.upper: list[float] = []
        self.lower: list[float] = []
        self.cells: list[tuple[int, int, int]] = []

    def variable(self) -> int:
        """Add a variable and return its number."""
        self.size += 1
        return self.size - 1

    def holds(self, terms: Sequence[tuple[int, int]], *, lower: float, upper: float) -> None:
        """Require the weighted sum of (variable, weight) `terms` to be in `lower` to `upper`."""
        line = len(self.upper)
        self.cells += [(line, variable, weight) for variable, weight in terms]
        self.lower.append(lower)
        self.upper.append(upper)

    def best(self, preference: Preference) -> NDArray[np.float64] | None:
        """The variables at the optimum of one preference; None if `NODES` branches are too few."""
        # Slow to load, and nobody who reads or presses needs it.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import coo_array  # noqa: PLC0415

        costs = np.zeros(self.size)
        costs[list(preference)] = list(preference.values())
        lines, columns, weights = zip(*self.cells, strict=True)
        matrix = coo_array((weights, (lines, columns)), shape=(len(self.upper), self.size))
        answer = milp(
            costs,
            integrality=np.ones(self.size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix.tocsr(), self.lower, self.upper),
            options={"mip_rel_gap": 0, "node_limit": NODES},
        )
        found: NDArray[np.float64] | None = answer.x if answer.success else None
        return found


def joint_optimum(tables: CostTables) -> tuple[Ints, Ints] | None:
    """The auditor and moderator of each row at the optimum of all preferences in order.

    It is None if the optimum of a preference cannot be proved in reasonable time. It suits a few
    hundred lawful pairs, and a lawful allocation must be known to exist.
    """
    model = _Model()
    audits = _variables(model, tables.auditor)
    moderations = _variables(model, tables.moderator)
    for pair in audits.keys() & moderations.keys():
        model.holds([(audits[pair], 1), (moderations[pair], 1)], lower=0, upper=1)
    tier = tables.auditor_tier
    preferences: list[Preference] = [
        {x: int(tier[pair] > 0) for pair, x in audits.items()},
        {x: int(tier[pair]) for pair, x in audits.items()},
        *_levels(model, audits, tables.limit, past_audits_of_each(tables)),
        {y: int(tables.moderator_tier[pair]) for pair, y in moderations.items()},
        *_levels(
            model,
            moderations,
            tables.limit * 0 + len(tables.rows),
            past_moderations_of_each(tables),
        ),
        _reciprocity(model, tables, audits, moderations),
        _line_managers(model, tables, audits, moderations),
        {x: int(tables.rotation[pair]) for pair, x in audits.items()},
        {x: int(tables.distance[pair]) for pair, x in audits.items()},
        {x: int(tables.ties[pair]) for pair, x in (*audits.items(), *moderations.items())},
    ]
    found = np.zeros(model.size)
    for preference in preferences:
        if any(preference.values()):
            best = model.best(preference)
            if best is None:
                return None
            found = best
            reached = round(
                sum(weight * found[variable] for variable, weight in preference.items())
            )
            model.holds(list(preference.items()), lower=0, upper=reached)
    return _chosen(audits, found, tables), _chosen(moderations, found, tables)


def _variables(model: _Model, lawful: Flags) -> dict[tuple[int, int], int]:
    """A variable for each lawful pair, and one person for each row."""
    variables = {
        (int(row), int(person)): model.variable()
        for row, person in zip(*np.nonzero(lawful), strict=True)
    }
    for row in range(lawful.shape[0]):
        terms = [(x, 1) for (r, _), x in variables.items() if r == row]
        model.holds(terms, lower=1, upper=1)
    return variables


def _levels(
    model: _Model, variables: dict[tuple[int, int], int], limit: Ints, past_load: Ints
) -> tuple[Preference, Preference]:
    """Loads as seats that cost more the later they are taken: for this cycle and over the past."""
    now: Preference = {}
    past: Preference = {}
    for person in sorted({p for _, p in variables}):
        held = [(x, 1) for (_, p), x in variables.items() if p == person]
        seats = [model.variable() for _ in range(min(int(limit[person]), len(held)))]
        model.holds([*held, *((seat, -1) for seat in seats)], lower=0, upper=0)
        now |= {seat: 2 * k + 1 for k, seat in enumerate(seats)}
        past |= dict.fromkeys(seats, int(past_load[person]))
    return now, past


def _line_managers(
    model: _Model,
    tables: CostTables,
    audits: dict[tuple[int, int], int],
    moderations: dict[tuple[int, int], int],
) -> Preference:
    preference: Preference = {}
    for (row, manager), y in moderations.items():
        team = [(x, 1) for (r, a), x in audits.items() if r == row and tables.manager[a] == manager]
        if team:
            clash = model.variable()
            model.holds([(y, 1), *team, (clash, -1)], lower=-1, upper=1)
            preference[clash] = 1
    return preference


def _reciprocity(
    model: _Model,
    tables: CostTables,
    audits: dict[tuple[int, int], int],
    moderations: dict[tuple[int, int], int],
) -> Preference:
    audited = _looks(model, tables, audits)
    moderated = _looks(model, tables, moderations)
    preference: Preference = {}
    placed = [p for p in range(len(tables.people)) if tables.team[p] >= 0]
    for one in placed:
        for other in (p for p in placed if p > one):
            there, back = (one, int(tables.team[other])), (other, int(tables.team[one]))
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
                clash = model.variable()
                preference[clash] = 1
                for go, come in ways:
                    model.holds([(go, 1), (come, 1), (clash, -1)], lower=-1, upper=1)
    return preference


def _looks(
    model: _Model, tables: CostTables, variables: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """For each person and team, a variable that is 1 if the person looks at the team's work."""
    looks: dict[tuple[int, int], int] = {}
    for (row, person), x in variables.items():
        if tables.team[person] >= 0:
            key = (person, int(tables.row_team[row]))
            if key not in looks:
                looks[key] = model.variable()
            model.holds([(x, 1), (looks[key], -1)], lower=-1, upper=0)
    return looks


def _chosen(
    variables: dict[tuple[int, int], int], found: NDArray[np.float64], tables: CostTables
) -> Ints:
    holders = np.zeros(len(tables.rows), dtype=np.int64)
    for (row, person), variable in variables.items():
        if found[variable] > 0.5:  # noqa: PLR2004 - a variable is 0 or 1, give or take rounding
            holders[row] = person
    return holders
