"""A form before somebody: what they know, and what they would plausibly write into it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.rehearsal.checks.canaries import CHILD, STAFF, WORDS
from bot.rehearsal.seeded_draw import SeededDraw
from store.ledger import Reader
from store.tables import Audit, Row

GRADE_WEIGHTS = (15, 45, 28, 12)
"""How often each of four grades is given, best first; a longer scale is drawn from evenly."""
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody with a form before them: who, about what, what day it is, what they are like."""

    reader: Reader
    draw: SeededDraw
    upn: str
    row: Row
    today: date
    traits: frozenset[str]

    @property
    def audit(self) -> Audit:
        """The audit that the form is about."""
        assert isinstance(self.row, Audit)
        return self.row

    def child(self, about: str) -> str:
        """Something written about a child."""
        return f"{WORDS} {self.draw.number(10**6)}: {about}. {CHILD} was seen at home."

    def staff(self, about: str) -> str:
        """Something said of a member of staff."""
        return f"{STAFF} {self.draw.number(10**6)}: {about}."

    def day(self, back: int = 3) -> str:
        """A day not long ago, or today."""
        return (self.today - timedelta(days=self.draw.number(back + 1))).isoformat()

    def maybe(self, often: float, value: object) -> Any:
        """`value`, or nothing."""
        return value if self.draw.chance(often) else None

    def grade(self) -> str:
        """Some grade of the scale."""
        scale = list(self.reader.profile.grades)
        weights = GRADE_WEIGHTS if len(scale) == len(GRADE_WEIGHTS) else [1] * len(scale)
        return self.draw.weighed(list(zip(scale, weights, strict=True)))

    def other_grade(self, but: str | None) -> str:
        """Another grade than `but`."""
        return self.draw.one([grade for grade in self.reader.profile.grades if grade != but])

    def actions(self, n: int) -> list[Given]:
        """So many improvement actions."""
        return [
            {
                "what": self.child("See the child alone"),
                "who": self.draw.one(("practitioner", "team_manager", "head_of_service")),
                "by": (self.today + timedelta(days=7 + self.draw.number(40))).isoformat(),
                "different": self.child("Their own words guide the plan"),
            }
            for _ in range(n)
        ]
