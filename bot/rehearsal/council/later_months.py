"""What happens to a council from its second month on: its board, its cases, its deputies (§3, §4).

The times are drawn from a source of their own, so that a first month stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.rehearsal.council.invented import InventedCouncil
from bot.rehearsal.council.people import LifeEvent, Population
from bot.rehearsal.seeded_draw import SeededDraw
from store.clock.calendar import Calendar

OTHER_DRAWS = 2**53
"""Added to the seed of a rehearsal, which is smaller, it gives the source of these times."""
AWAY_FOR = 12
"""Working days for which a post is held by a deputy."""


class LaterEvent(NamedTuple):
    """A kind of event: every how many months, and on which working day of the month, it happens."""

    kind: str
    every: int
    on: int


EVENTS = (
    LaterEvent("board_meets", 2, 3),
    LaterEvent("case_closes", 1, 6),
    LaterEvent("case_moves", 1, 8),
    LaterEvent("deputy", 1, 4),
)
DEPUTISED = (
    "head_of_service", "head_of_learning_academy", "audit_manager", "head_of_service", "psw",
)  # fmt: skip
"""The posts that a deputy holds for a while, one a month from month two to month six."""


@dataclass(frozen=True, slots=True)
class LaterMonths:
    """Adds what happens to a council after its first month to its population's events."""

    draw: SeededDraw
    council: InventedCouncil
    population: Population
    calendar: Calendar

    def schedule(self, months: Sequence[date]) -> None:
        """Add the events of every month of `months` but the first."""
        for number, month in enumerate(months[1:]):
            for event in EVENTS:
                if number % event.every:
                    continue
                day = self.calendar.nth_of_month(month.year, month.month, event.on)
                if event.kind != "deputy":
                    at = self.calendar.day_starts(day)
                    self.population.events.append(LifeEvent(at, event.kind))
                elif number < len(DEPUTISED):
                    self._deputy(DEPUTISED[number], day)
        self.population.events.sort(key=lambda event: (event.at, event.kind, event.upn))

    def _deputy(self, role: str, day: date) -> None:
        """A holder of the post is away for weeks, and somebody of their service acts for them."""
        people = {row.upn: row for row in self.council.people if self._stays(row.upn)}
        choices = [upn for upn, row in people.items() if role in row.roles]
        if not choices:
            return
        own = people[self.draw.choice(choices)]
        near = [row.upn for row in people.values() if row.service == own.service and row is not own]
        last = self.calendar.add(day, AWAY_FOR)
        self.population.people[own.upn].away = (day, last)
        delegate = self.draw.choice(near) if near else None
        at = self.calendar.day_starts(day)
        self.population.events.append(LifeEvent(at, "away", own.upn, day, last, delegate))

    def _stays(self, upn: str) -> bool:
        """Whether nothing else happens to them in the rehearsal."""
        person = self.population.people[upn]
        return person.left_on is None and person.away is None
