"""Chance for the sample council, the same for the same seed on every Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from infra.sample_council.names import POOLS

T = TypeVar("T")


@dataclass
class Draw:
    """One run of chance. Only `random()` is used: Python promises its sequence for a seed."""

    seed: int
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.source = random.Random(self.seed)  # noqa: S311 -- made-up data, no secret

    def number(self, below: int) -> int:
        """From 0 to `below` - 1."""
        return int(self.source.random() * below)

    def one(self, choices: Sequence[T]) -> T:
        """Any of `choices`."""
        return choices[self.number(len(choices))]

    def chance(self, hundredths: int) -> bool:
        """Whether something that happens so often happens now."""
        return self.number(100) < hundredths

    def name(self, *, child: bool = False) -> tuple[str, str]:
        """A name that nobody else has, and the ethnicity of those it is given to."""
        while True:
            pool = self.one(POOLS)
            first = self.one(pool.children if child else pool.adults)
            name = f"{first} {self.one(pool.surnames)}"
            if name not in self.names:
                self.names.add(name)
                return name, pool.ethnicity

    def weighed(self, weights: dict[str, int]) -> str:
        """One of the keys, each as often as its hundredths say."""
        point = self.number(100)
        for word, weight in weights.items():
            point -= weight
            if point < 0:
                return word
        raise ValueError("the weights must sum to 100")
