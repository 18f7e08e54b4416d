"""Could a hidden figure be another one? Answered over all children that fit what is in print."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.views.reports.figures import Figures, Name, Weights
from store.views.reports.suppression import LEAST

NODES = 2000
"""The branches tried for each question: a count and not a time, so that a run can be repeated."""

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = tuple[NDArray[Any], Any, Any]
"""Constraints: weights, a row each, and what their sums must be at least and at most."""


class Otherwise:
    """Finds other children who would leave everything in print as it is (`scipy.optimize.milp`)."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.children = figures.children
        self.names = list(figures.cells)
        self.rows = np.array([figures.cells[name] for name in self.names])
        self.values = self.rows @ self.children
        self.known = np.array(figures.known)
        totals = {table: sum(cells.values()) for table, cells in figures.tables().items()}
        self.is_large = np.array([totals[table] >= LEAST for table, _ in self.names])
        self.rank = {table: at for at, table in enumerate(totals)}
        self.found: list[Weights] = []

    def given_away(self, gone: frozenset[Name]) -> list[Name]:
        """The hidden counts of which a single value fits what is in print."""
        hidden = np.array([name in gone for name in self.names])
        left = {at for at, is_hidden in enumerate(hidden) if is_hidden}
        for children in self.found:
            if self._fits(children, gone, hidden):
                left -= self._varied(children, left)
        given_away = []
        for at in sorted(left):
            if at in left:
                other = self._other(at, gone, hidden)
                if other is None:
                    given_away.append(self.names[at])
                else:
                    self.found.append(other)
                    left -= self._varied(other, left)
        return given_away

    def _varied(self, children: Weights, among: Iterable[int]) -> set[int]:
        values = self.rows @ children
        return {at for at in among if values[at] != self.values[at]}

    def _links(self, gone: frozenset[Name]) -> list[Name]:
        return [name for name in self.figures.links if self.figures.is_linked(name, gone)]

    def _exact(self, gone: frozenset[Name], hidden: Flags) -> Matrix:
        """What is in print, as rows of weights."""
        linked = [self.figures.links[name][0] for name in self._links(gone)]
        return np.vstack([self.known, self.rows[~hidden], *linked])

    def _not_zero(self, hidden: Flags) -> list[int]:
        """The hidden counts that a reader may know not to be 0, as their table shows each 0."""
        with_zero = {self.names[at][0] for at in np.flatnonzero(hidden & (self.values == 0))}
        large = np.flatnonzero(hidden & self.is_large)
        return [int(at) for at in large if self.names[at][0] not in with_zero]

    def _fits(self, children: Weights, gone: frozenset[Name], hidden: Flags) -> bool:
        exact = self._exact(gone, hidden)
        least = self.rows[self._not_zero(hidden)]
        return bool(
            (exact @ (children - self.children) == 0).all() and (least @ children > 0).all()
        )

    def _other(self, at: int, gone: frozenset[Name], hidden: Flags) -> Weights | None:
        """Children who fit, and of whom the count is another one."""
        exact = self._exact(gone, hidden)
        wanted: list[Rows] = [(exact, exact @ self.children, exact @ self.children)]
        wanted.append((self.rows[self._not_zero(hidden)], 1, np.inf))
        for sign in (-1, 1):
            answer = self._ask(sign * self.rows[at], wanted)
            if answer is None:
                continue
            found = np.rint(answer).astype(np.int64)
            differs = self.rows[at] @ found != self.values[at]
            if differs and self._fits(found, gone, hidden):
                return found
        return None

    def cheapest(
        self, gone: frozenset[Name], name: Name, *, zeros: bool = False
    ) -> frozenset[Name]:
        """What else must be hidden so that another value of the count fits: as little as does.

        Empty if nothing helps. A figure of an earlier table is hidden rather than one of a later
        table, a smaller count rather than a larger one, and a 0 only with `zeros`.
        """
        hidden = np.array([one in gone for one in self.names])
        may = ~hidden & (np.full(len(self.names), zeros) | (self.values > 0))
        free = [int(at) for at in np.flatnonzero(may)]
        fixed = np.vstack([self.known, self.rows[~hidden & ~may]])
        # Beside the children: by how much each figure that may be hidden is more, or is less.
        loose, each = self.rows[free], np.eye(len(free))
        wanted: list[Rows] = [
            (_wider(fixed, 2 * len(free)), fixed @ self.children, fixed @ self.children),
            (self._at_least_one(hidden, free), 1, np.inf),
            (np.hstack([loose, -each, each]), self.values[free], self.values[free]),
        ]
        by = [self._cost(at) for at in free]
        costs = np.array([*np.zeros(len(self.children)), *by, *by])
        place = self.names.index(name)
        target, now = _wider(self.rows[[place]], 2 * len(free)), self.values[place]
        answers = [
            answer
            for low, high in ((now + 1, np.inf), (-np.inf, now - 1))
            if (answer := self._ask(costs, [*wanted, (target, low, high)])) is not None
        ]
        if not answers:
            return frozenset()
        best = min(answers, key=lambda answer: float(costs @ answer))
        values = self.rows @ np.rint(best[: len(self.children)])
        return frozenset(self.names[at] for at in free if values[at] != self.values[at])

    def _at_least_one(self, hidden: Flags, free: Sequence[int]) -> Matrix:
        """Counts that are not 0 as long as no 0 of their table becomes more, and so is hidden."""
        shown = np.array([at in free for at in range(len(self.names))]) & (self.values > 0)

        def row(at: int) -> list[float]:
            table = self.names[at][0]
            zeros = [self.names[one][0] == table and not self.values[one] for one in free]
            return [*self.rows[at], *zeros, *np.zeros(len(free))]

        return np.array([row(at) for at in self._not_zero(hidden | shown)], dtype=np.float64)

    def _cost(self, at: int) -> float:
        """What it costs if a figure varies by one: more for a large or dear one, much for a 0."""
        if not self.values[at]:
            return float(len(self.names))
        dear = self.rank[self.names[at][0]] / len(self.names)
        return float(1 + dear + self.values[at] / self.children.sum())

    def _ask(self, costs: NDArray[Any], wanted: Sequence[Rows]) -> Matrix | None:
        """The numbers that meet every constraint at the least cost; the first are of children."""
        # Slow to load, and only a report needs it.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

        answer = milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, int(self.children.sum())),
            constraints=[LinearConstraint(*one) for one in wanted if len(one[0])],
            options={"mip_rel_gap": 0, "node_limit": NODES},
        )
        found: Matrix | None = answer.x
        return found


def _wider(rows: NDArray[Any], by: int) -> NDArray[Any]:
    """The rows with `by` more columns, which count nothing."""
    return np.hstack([rows, np.zeros((len(rows), by))])
