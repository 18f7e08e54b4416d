"""The grades of each domain of the audit tool, by kind of audit (programme.md §2.8, §5)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from store.ledger import Reader
from store.tables import Return
from store.views.reports.disclosure import to_hide
from store.views.reports.figures import Figures, Name
from store.views.reports.graded import KindGraded

GRADES, SPLIT = "grades", "split"
NOT_APPLICABLE = "not_applicable"
GOOD, BELOW = "good_or_better", "below_good"


@dataclass(frozen=True, slots=True)
class DomainGraded:
    """How one domain was graded in the returned audits of one kind.

    `grades` counts by place in the scale, `not_applicable` apart. `gone` is what readers outside
    the audit team are not shown: the counts by grade and their split into good or better and below
    good protect one another, for some papers print the one and some the other.
    """

    kind: str
    name: str
    grades: tuple[int, ...]
    not_applicable: int
    below: frozenset[int]
    gone: frozenset[Name]

    def hides_grade(self, place: int) -> bool:
        """Whether the count of that grade is not shown."""
        return (GRADES, place) in self.gone

    def hides_side(self, side: str) -> bool:
        """Whether the count of `GOOD` or of `BELOW` is not shown."""
        return (SPLIT, side) in self.gone

    @property
    def hides_not_applicable(self) -> bool:
        """Whether it is hidden to how many audits the domain did not apply."""
        return (GRADES, NOT_APPLICABLE) in self.gone or (SPLIT, NOT_APPLICABLE) in self.gone

    def split(self) -> dict[str, int]:
        """How many are good or better, and how many below good."""
        below = sum(self.grades[place] for place in self.below)
        return {GOOD: sum(self.grades) - below, BELOW: below}


def domains_of(reader: Reader, of_kind: KindGraded, *, full: bool) -> list[DomainGraded]:
    """Each domain that audits of that kind assess, from the return that stands for each audit."""
    scale = list(reader.profile.domain_grades)
    below = frozenset(
        place
        for place, grade in enumerate(reader.profile.domain_grades.values())
        if grade.below_good
    )
    last = last_returns(reader, [audit.id for audit in of_kind.returned])
    found = []
    for key, domain in reader.profile.domains_of(of_kind.kind).items():
        given = Counter(returned.domain_grades.get(key) for returned in last)
        grades = tuple(given[grade] for grade in scale)
        away = len(last) - sum(grades)
        gone = frozenset[Name]() if full else _gone(grades, away, below)
        found.append(DomainGraded(of_kind.kind, domain.name, grades, away, below, gone))
    return found


def last_returns(reader: Reader, audits: Collection[str]) -> Sequence[Return]:
    """The last return of each of these audits that its auditor did not take back."""
    found = reader.rows(Return, audit=sorted(audits), order="submitted_at") if audits else ()
    return list({row.audit: row for row in found if row.recalled_at is None}.values())


@lru_cache(maxsize=2048)
def _gone(grades: tuple[int, ...], away: int, below: frozenset[int]) -> frozenset[Name]:
    return to_hide(figures_of(grades, away, below))


def figures_of(grades: tuple[int, ...], away: int, below: frozenset[int]) -> Figures:
    """Every figure in print about one domain."""
    size = len(grades)
    one = np.eye(size + 1, dtype=np.int64)
    figures = Figures(np.array([*grades, away], dtype=np.int64))
    worse = sum((one[place] for place in below), np.zeros(size + 1, dtype=np.int64))
    better = sum((one[p] for p in range(size) if p not in below), np.zeros_like(worse))
    figures.add(GRADES, {**{place: one[place] for place in range(size)}, NOT_APPLICABLE: one[size]})
    figures.add(SPLIT, {GOOD: better, BELOW: worse, NOT_APPLICABLE: one[size]})
    return figures
