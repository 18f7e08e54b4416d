"""Random draws for the sample council, including names that nobody else has."""

from bot.rehearsal.seeded_draw import SeededDraw
from infra.sample_council.names import POOLS


class Draw(SeededDraw):
    """A seeded source of random draws that gives each name once."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._names: set[str] = set()

    def name(self, *, child: bool = False) -> tuple[str, str]:
        """A name that nobody else has, and the ethnicity that goes with it."""
        while True:
            pool = self.choice(POOLS)
            first = self.choice(pool.children if child else pool.adults)
            name = f"{first} {self.choice(pool.surnames)}"
            if name not in self._names:
                self._names.add(name)
                return name, pool.ethnicity
