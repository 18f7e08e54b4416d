"""Chance for a rehearsal: one seed gives the same council, people and month on every Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class SeededDraw:
    """One run of chance. Only `random()` is used: Python promises its sequence for a seed."""

    def __init__(self, seed: int) -> None:
        self._source = Random(seed)  # noqa: S311 - repeatable on purpose

    def share(self) -> float:
        """Anything from 0 up to 1."""
        return self._source.random()

    def number(self, below: int) -> int:
        """From 0 to `below` - 1."""
        return int(self._source.random() * below)

    def between(self, low: float, high: float) -> float:
        """Anything from `low` up to `high`."""
        return low + (high - low) * self._source.random()

    def one(self, choices: Sequence[T]) -> T:
        """Any of `choices`."""
        return choices[self.number(len(choices))]

    def chance(self, hundredths: float) -> bool:
        """Whether something that happens so often happens now."""
        return self._source.random() * 100 < hundredths

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """So many of `choices`, each at most once, in the order in which they came."""
        left = list(choices)
        return [left.pop(self.number(len(left))) for _ in range(min(most, len(left)))]

    def weighed(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, each as often as its weight says."""
        point = self._source.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            point -= weight
            if point < 0:
                return choice
        return choices[-1][0]
