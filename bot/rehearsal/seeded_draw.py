"""Random draws for a rehearsal: one seed gives the same results on every Python version."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class SeededDraw:
    """A seeded source of random draws. Python guarantees the sequence of `random()` alone."""

    def __init__(self, seed: int) -> None:
        self._source = Random(seed)  # noqa: S311 - repeatable on purpose

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int(self._source.random() * limit)

    def uniform(self, low: float, high: float) -> float:
        """A number from `low` up to, but not including, `high`."""
        return low + (high - low) * self._source.random()

    def choice(self, choices: Sequence[T]) -> T:
        """One of `choices`, each equally likely."""
        return choices[self.below(len(choices))]

    def chance(self, percent: float) -> bool:
        """True in `percent` of all draws."""
        return self._source.random() * 100 < percent

    def sample(self, choices: Sequence[T], at_most: int) -> list[T]:
        """Up to `at_most` of `choices`, each no more than once, in the order drawn."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(at_most, len(left)))]

    def weighted_choice(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of `choices`, in proportion to its weight."""
        point = self._source.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            point -= weight
            if point < 0:
                return choice
        return choices[-1][0]
