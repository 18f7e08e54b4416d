"""Figures that the same readers see about the same children (programme.md §5)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.int64]
Name = tuple[Any, Any]
"""A figure: its table and its cell."""
Cells = Mapping[Any, Weights]
"""The cells of a table by name."""


@dataclass(slots=True)
class Figures:
    """Figures about the same children, by how often each counts a child of each sort.

    `children` is how many there are of each sort that could be. The cells of a table add up to its
    total, which is always printed. Of several figures that could be hidden to protect another, one
    of an earlier table goes first, so the dearest table is added last.
    """

    children: Weights
    cells: dict[Name, Weights] = field(default_factory=dict)
    known: list[Weights] = field(default_factory=list)
    links: dict[Name, tuple[Weights, Hashable]] = field(default_factory=dict)

    def add(self, table: Hashable, cells: Cells) -> None:
        """A table whose cells may be hidden, and its total, which may not."""
        self.cells |= {(table, cell): weights for cell, weights in cells.items()}
        self.known.append(sum(cells.values(), np.zeros_like(self.children)))

    def know(self, weights: Weights) -> None:
        """A figure that is in print in any case, or that a reader may know."""
        self.known.append(weights)

    def link(self, name: Name, weights: Weights, *, beside: Hashable) -> None:
        """A figure such as a kappa that ties cells together once the table `beside` is shown whole.

        It is hidden with any cell of that table, and else as soon as it reveals something.
        """
        self.links[name] = weights, beside

    def value(self, weights: Weights) -> int:
        """What the figure is."""
        return int(weights @ self.children)

    def tables(self) -> dict[Hashable, dict[Name, int]]:
        """Each table's cells with their values."""
        found: dict[Hashable, dict[Name, int]] = {}
        for name, weights in self.cells.items():
            found.setdefault(name[0], {})[name] = self.value(weights)
        return found

    def is_linked(self, name: Name, gone: Iterable[Name]) -> bool:
        """Whether a link is in print: not hidden itself, and its table shown whole."""
        beside = self.links[name][1]
        return not any(one == name or one[0] == beside for one in gone)
