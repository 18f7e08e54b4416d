"""An open form: who fills it in, about what and on which day, and plausible text to write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.rehearsal.checks.canaries import CHILD_SURNAME, CHILD_TEXT, STAFF_TEXT
from bot.rehearsal.seeded_draw import SeededDraw
from store.audits.action_owners import possible_owners
from store.ledger import Reader
from store.tables import Audit, Row

GRADE_WEIGHTS = (15, 45, 28, 12)
"""The weights of a scale of four grades, best first; any other scale is drawn from evenly."""
SCOPES = (("case", 75), ("service", 15), ("report", 10))
"""What actions are for, with weights; the board signs off those that are for more than a case."""
FieldValues = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that a person has open: the person and their traits, the subject and the day."""

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
        """Text about a child, with the canaries of such text."""
        return f"{CHILD_TEXT} {self.draw.below(10**6)}: {about}. {CHILD_SURNAME} was seen at home."

    def staff(self, about: str) -> str:
        """Text about a member of staff, with the canary of such text."""
        return f"{STAFF_TEXT} {self.draw.below(10**6)}: {about}."

    def day(self, back: int = 3) -> str:
        """A day within the last `back` days, or today."""
        return (self.today - timedelta(days=self.draw.below(back + 1))).isoformat()

    def maybe(self, percent: float, value: object) -> Any:
        """`value` in `percent` of all draws, else None."""
        return value if self.draw.chance(percent) else None

    def grade(self) -> str:
        """A grade of the scale."""
        scale = list(self.reader.profile.grades)
        weights = GRADE_WEIGHTS if len(scale) == len(GRADE_WEIGHTS) else [1] * len(scale)
        return self.draw.weighted_choice(list(zip(scale, weights, strict=True)))

    def below_good(self) -> str:
        """The best grade of the scale that is below good."""
        grades = self.reader.profile.grades
        return next(grade for grade in grades if grades[grade].below_good)

    def domain_grade(self) -> str:
        """A grade of a domain."""
        scale = list(self.reader.profile.domain_grades)
        return self.grade() if scale == [*self.reader.profile.grades] else self.draw.choice(scale)

    def other_grade(self, but: str | None) -> str:
        """Any grade except `but`."""
        return self.draw.choice([grade for grade in self.reader.profile.grades if grade != but])

    def actions(self, n: int) -> list[FieldValues]:
        """`n` improvement actions, each of somebody whose it may be."""
        owners = [*possible_owners(self.reader, self.audit)]
        return [
            {
                "what": self.child("See the child alone"),
                "who": self.draw.choice(owners),
                "by": (self.today + timedelta(days=7 + self.draw.below(40))).isoformat(),
                "different": self.child("Their own words guide the plan"),
                "scope": self.draw.weighted_choice(SCOPES),
            }
            for _ in range(n)
        ]


def with_reason(words: str) -> Callable[[OpenForm], FieldValues]:
    """Fills in a form whose one field is a reason about a member of staff."""
    return lambda form: {"reason": form.staff(words)}
