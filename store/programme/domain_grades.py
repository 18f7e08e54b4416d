"""How domains are graded where not as the audit itself, and what follows from them (§6)."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from store.programme.section import Section, Words


class DomainGrade(Section):
    """One grade of a domain's own scale."""

    name: Words
    below_good: bool = False


class Marks(Section):
    """Domains are marked in whole numbers from `lowest` to `highest`; from `good` on it is good."""

    lowest: int = Field(default=0, ge=0, le=20)
    highest: int = Field(ge=1, le=20)
    good: int = Field(ge=0, le=20)


class Overall(Section):
    """How the overall grade of an audit follows from its domains; nobody gives it by hand then.

    `mean` takes the mean of the marks of the domains that apply, `worst` the worst of them. `least`
    is, by overall grade, the least that gives it; the worst grade takes the rest. Where domains
    are graded as the audit itself, the worst of them is the overall grade and nothing more is said.
    """

    by: Literal["mean", "worst"]
    least: Mapping[str, Annotated[float, Field(ge=0, le=20, allow_inf_nan=False)]] = {}


def grades_from(marks: Marks) -> tuple[DomainGrade, ...]:
    """Marks as grades, the best first: "10", "9" and so on."""
    numbers = range(marks.highest, marks.lowest - 1, -1)
    return tuple(DomainGrade(name=str(n), below_good=n < marks.good) for n in numbers)


def overall_grade(rule: Overall, scale: Sequence[str], given: Collection[str]) -> str | None:
    """The overall grade that follows from `given`, the grades of all domains that apply.

    `scale` lists the overall grades, best first. None where no domain applies.
    """
    if not given:
        return None
    if not rule.least:
        return max(given, key=scale.index)
    mark = value_of(rule, given)
    reached = (name for name in scale if name in rule.least and mark >= exact(rule.least[name]))
    return next(reached, scale[-1])


def value_of(rule: Overall, marks: Collection[str]) -> Fraction:
    """The mean or the worst of `marks`, exactly; at least one is given."""
    numbers = [Fraction(mark) for mark in marks]
    return min(numbers) if rule.by == "worst" else sum(numbers, Fraction(0)) / len(numbers)


def exact(threshold: float) -> Fraction:
    """A number of the profile as it is written: 6.7 is 67/10."""
    return Fraction(str(threshold))
