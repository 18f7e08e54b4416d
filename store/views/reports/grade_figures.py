"""Which figures of a cycle's grades are not shown to readers outside the audit team (§5).

The report of grades, the board's and members' reports, the practitioners' version and the evidence
pack all print from this one answer, so no paper reveals what another leaves out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from store.allocation.drawing import CASE_AUDITS, REAUDIT
from store.ledger import Reader
from store.tables import Cycle
from store.views.reports.agreement import FEWEST
from store.views.reports.disclosure import to_hide
from store.views.reports.figures import Cells, Figures, Name, Weights
from store.views.reports.graded import KindGraded, Steps, graded_of

ALL = "all"
"""All kinds that carry grades, together."""

STEPS = ("first", "moderated", "third_lock", "final")
RAISED, LOWERED, KEPT = "raised", "lowered", "kept"
CHANGE, KAPPA, IMPACT = "change", "kappa", "impact"
FELL, HELD = "fell", "held"
AGAIN, BETTER, NOT_YET = "again", "better", "not_yet"


@dataclass(frozen=True, slots=True)
class NotShown:
    """What readers outside the audit team are not shown of one cycle."""

    gone: frozenset[Name]

    def grades(self, kind: str, step: str) -> set[int]:
        """The places in the scale whose counts are hidden in that step of that kind."""
        return {
            cell for table, cell in self.gone if table == (kind, step) and isinstance(cell, int)
        }

    def change(self, kind: str) -> set[str]:
        """Which of raised, lowered and kept are hidden."""
        return {str(cell) for table, cell in self.gone if table == (kind, CHANGE)}

    def kappa(self, kind: str) -> bool:
        """Whether the agreement is hidden."""
        return ((kind, KAPPA), KAPPA) in self.gone

    @property
    def below_good(self) -> bool:
        """Whether it is hidden how many audits fell below good."""
        return ((IMPACT, FELL), FELL) in self.gone

    @property
    def re_audits(self) -> bool:
        """Whether it is hidden how many of its re-audits were good or better."""
        return ((IMPACT, AGAIN), BETTER) in self.gone

    def anything(self, kind: str) -> bool:
        """Whether any figure of that kind is hidden."""
        return any(isinstance(table, tuple) and table[0] == kind for table, _ in self.gone)


WHOLE = NotShown(frozenset())


def not_shown(reader: Reader, cycle: Cycle) -> NotShown:
    """What is hidden of a cycle's grades, in every paper alike."""
    return hidden_of(reader, list(graded_of(reader, cycle).values()))


def hidden_of(reader: Reader, kinds: Iterable[KindGraded]) -> NotShown:
    """What is hidden of these kinds, which are those of one cycle."""
    scale = list(reader.profile.grades.values())
    below = frozenset(place for place, grade in enumerate(scale) if grade.below_good)
    given = tuple((one.kind, tuple(sorted(one.steps, key=str))) for one in kinds if one.steps)
    return NotShown(_gone(len(scale), below, given))


Given = tuple[tuple[str, tuple[Steps, ...]], ...]
"""The grades of each audit, by kind."""
Group = frozenset[str]
"""The kinds that a row counts: one, or all of them."""


@lru_cache(maxsize=512)
def _gone(size: int, below: frozenset[int], given: Given) -> frozenset[Name]:
    gone = to_hide(figures_of(size, below, given))
    if len(given) != 1:
        return gone
    # Where all that came back is of one kind, the row of all kinds together is that kind's.
    only = given[0][0]
    return gone | {((ALL, table[1]), cell) for table, cell in gone if table[0] == only}


def figures_of(size: int, below: frozenset[int], given: Given) -> Figures:
    """Every figure in print about one cycle's grades, with what ties them together.

    `given` has the grades of each audit by kind, `below` the places of the scale that are below
    good. It is taken as known how many grades a dispute or an amended return gave.
    """
    every = _Sorts(size, below, given)
    figures = Figures(every.children())
    kinds = [kind for kind, _ in given]
    for kind in kinds:
        figures.know(every.departing(kind))
    groups = {kind: frozenset({kind}) for kind in kinds}
    if len(kinds) > 1:
        groups = {ALL: frozenset(kinds)} | groups
    for name, group in groups.items():
        figures.add((name, CHANGE), every.changes(group))
    figures.add((IMPACT, FELL), every.fell())
    figures.add((IMPACT, AGAIN), every.again())
    for step in ("third_lock", "first", "moderated", "final"):
        for name, group in groups.items():
            figures.add((name, step), every.by_grade(group, step))
    for name, group in groups.items():
        tie = every.agreement(group)
        if tie is not None:
            figures.link(((name, KAPPA), KAPPA), tie, beside=(name, "moderated"))
    return figures


class _Sorts:
    """Every sort of audit that there could be, a kind and its grades, and what is counted of it."""

    def __init__(self, size: int, below: frozenset[int], given: Given) -> None:
        self.size, self.below, self.given = size, below, given
        self.sorts = [(kind, one) for kind, steps in given for one in _possible(size, steps)]

    def children(self) -> Weights:
        """How many there are of each sort."""
        there = Counter((kind, one) for kind, steps in self.given for one in steps)
        return np.array([there[sort] for sort in self.sorts], dtype=np.int64)

    def _count(self, which: Callable[[str, Steps], int]) -> Weights:
        return np.array([which(*sort) for sort in self.sorts], dtype=np.int64)

    def departing(self, kind: str) -> Weights:
        """Those whose grade a dispute or their auditor changed."""
        return self._count(lambda of, one: of == kind and one.final != one.last)

    def by_grade(self, group: Group, step: str) -> Cells:
        """Those with each grade in that step."""

        def has(grade: int) -> Weights:
            return self._count(lambda of, one: of in group and getattr(one, step) == grade)

        return {grade: has(grade) for grade in range(self.size)}

    def changes(self, group: Group) -> Cells:
        """What moderation changed: better grades stand first in the scale."""

        def moved(of: str, one: Steps) -> int | None:
            there = of in group and one.moderated is not None
            return None if not there or one.moderated is None else one.moderated - one.first

        return {
            RAISED: self._count(lambda *sort: (by := moved(*sort)) is not None and by < 0),
            LOWERED: self._count(lambda *sort: (by := moved(*sort)) is not None and by > 0),
            KEPT: self._count(lambda *sort: moved(*sort) == 0),
        }

    def fell(self) -> Cells:
        """How much work on cases fell below good: reports on what followed print it."""
        return {
            FELL: self._count(lambda of, one: of in CASE_AUDITS and one.final in self.below),
            HELD: self._count(lambda of, one: of in CASE_AUDITS and one.final not in self.below),
        }

    def again(self) -> Cells:
        """Whether re-audited work was good or better: the report on the cycle before prints it."""
        return {
            BETTER: self._count(lambda of, one: of == REAUDIT and one.final not in self.below),
            NOT_YET: self._count(lambda of, one: of == REAUDIT and one.final in self.below),
        }

    def agreement(self, group: Group) -> Weights | None:
        """What an agreement in print says, as a sum over audits that is 0; None if there is none.

        Kappa is 1 - seen / chance. Once the moderators' counts are known, both are such sums.
        """
        pairs = [
            (one.first, one.moderated)
            for kind, steps in self.given
            if kind in group
            for one in steps
            if one.moderated is not None
        ]
        if len(pairs) < FEWEST:
            return None
        by_chance = [sum(abs(first - other) for _, other in pairs) for first in range(self.size)]
        seen = sum(abs(first - other) for first, other in pairs)
        chance = sum(by_chance[first] for first, _ in pairs)

        def tie(of: str, one: Steps) -> int:
            if of not in group or one.moderated is None:
                return 0
            expected = by_chance[one.first]
            return seen * expected - chance * abs(one.first - one.moderated) if chance else expected

        return self._count(tie)


def _possible(size: int, steps: Sequence[Steps]) -> list[Steps]:
    """Every way in which an audit of this kind could have been graded, as readers may know it."""
    scale = range(size)
    moderated = [*scale, *([None] if any(one.moderated is None for one in steps) else [])]
    locked = any(one.third_lock is not None for one in steps)
    locks = [*(scale if locked else ()), None]
    departs = any(one.final != one.last for one in steps)
    found = dict.fromkeys(steps)
    for first, moderator, lock in product(scale, moderated, locks):
        if lock is not None and moderator is None:
            continue
        last = Steps(first, moderator, lock, first).last
        for final in scale if departs else (last,):
            found[Steps(first, moderator, lock, final)] = None
    return list(found)
