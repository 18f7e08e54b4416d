"""What simulated people are like: how punctual they are, and their traits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.rehearsal.council.invented import InventedCouncil
from bot.rehearsal.seeded_draw import SeededDraw


class Punctuality(NamedTuple):
    """When a person does a duty, as a range of shares of the time allowed (1 is the deadline).

    People with `waits` act only after an escalation, or a week after the deadline.
    """

    name: str
    weight: int
    earliest: float
    latest: float
    waits: bool = False


PUNCTUALITIES = (
    Punctuality("prompt", 34, 0.05, 0.5),
    Punctuality("steady", 34, 0.3, 0.95),
    Punctuality("busy", 20, 0.9, 1.5),
    Punctuality("forgetful", 12, 1.0, 1.1, waits=True),
)

TRAITS = {
    "presses twice": 15,
    "presses old cards": 12,
    "would rather not": 14,
    "knows the family": 10,
    "disagrees": 22,
    "asks for help": 8,
    "works late": 12,
}
"""The percentage of people who have each trait."""


@dataclass(slots=True)
class SimulatedPerson:
    """One simulated person. `away` and `left_on` are true even where nobody recorded them."""

    upn: str
    punctuality: Punctuality
    traits: frozenset[str]
    away: tuple[date, date] | None = None
    left_on: date | None = None
    installed: bool = True

    def is_here(self, day: date) -> bool:
        """Whether they are at work on that day."""
        if self.left_on is not None and self.left_on <= day:
            return False
        return self.away is None or not self.away[0] <= day <= self.away[1]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens to the council or to one person; `at` is when it is recorded."""

    at: datetime
    kind: str
    upn: str = ""
    first: date | None = None
    last: date | None = None
    delegate: str | None = None


@dataclass(slots=True)
class Population:
    """Every simulated person by UPN, and the events still to come, earliest first."""

    people: dict[str, SimulatedPerson]
    events: list[LifeEvent] = field(default_factory=list)

    def here(self, upns: Sequence[str], day: date) -> list[str]:
        """Those of `upns` who are at work on that day."""
        return [upn for upn in upns if upn in self.people and self.people[upn].is_here(day)]


def populate(draw: SeededDraw, council: InventedCouncil) -> Population:
    """Give everybody a punctuality and traits. The audit team is always prompt or steady."""
    team = {*council.holders_of("audit_officer"), *council.holders_of("audit_manager")}
    return Population(
        {p.upn: simulated_person(draw, p.upn, steady=p.upn in team) for p in council.people}
    )


def simulated_person(draw: SeededDraw, upn: str, *, steady: bool = False) -> SimulatedPerson:
    """Draw one person's punctuality and traits."""
    kinds = PUNCTUALITIES[:2] if steady else PUNCTUALITIES
    return SimulatedPerson(
        upn=upn,
        punctuality=draw.weighted_choice([(kind, kind.weight) for kind in kinds]),
        traits=frozenset(trait for trait, percent in TRAITS.items() if draw.chance(percent)),
        installed=not draw.chance(2),
    )
