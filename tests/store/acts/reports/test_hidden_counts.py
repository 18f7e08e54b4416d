"""From everything in print nobody works out a hidden count, and nothing else is hidden (§5).

Small cycles are looked at by enumeration: every cycle that there could be is compared with every
other. What is printed of it is counted here anew, so that a fault of the code is not repeated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from numpy.typing import NDArray

from store.views.reports.disclosure import to_hide
from store.views.reports.domain_figures import figures_of as figures_of_domain
from store.views.reports.figures import Name
from store.views.reports.grade_figures import figures_of
from store.views.reports.graded import Steps
from store.views.reports.suppression import LEAST, is_small
from tests.nights import of_tonight


@dataclass(frozen=True)
class Shape:
    """A sort of cycle: how many audits and grades, and every kind and grades one audit can have.

    The worst grade is below good.
    """

    n: int
    size: int
    sorts: tuple[tuple[str, Steps], ...]

    def cycles(self) -> NDArray[np.int64]:
        """Every cycle of this shape: how many audits it has of each sort, a row each."""
        return _cycles(self.n, len(self.sorts))


@cache
def _cycles(n: int, sorts: int) -> NDArray[np.int64]:
    found = combinations_with_replacement(range(sorts), n)
    return np.array([np.bincount(one, minlength=sorts) for one in found], dtype=np.int64)


def moderated(size: int, *kinds: str) -> tuple[tuple[str, Steps], ...]:
    return tuple(
        (kind, Steps(first, after, None, after))
        for kind in kinds
        for first, after in product(range(size), repeat=2)
    )


UNMODERATED = tuple(("full", Steps(first, None, None, first)) for first in range(3))
LOCKED = tuple(
    ("full", Steps(first, after, lock, lock)) for first, after, lock in product(range(2), repeat=3)
)
SHAPES = {
    "all moderated": Shape(6, 3, moderated(3, "full")),
    "some not moderated": Shape(6, 3, (*moderated(3, "full"), *UNMODERATED)),
    "two kinds": Shape(8, 2, moderated(2, "full", "themed")),
    "re-audits too": Shape(8, 2, moderated(2, "full", "reaudit")),
    "a third lock": Shape(7, 2, (*LOCKED, *moderated(2, "full"))),
    "with an agreement": Shape(10, 3, moderated(3, "full")),
}


def figures(shape: Shape) -> dict[Name, NDArray[np.int64]]:
    """Every figure in print but the agreement, by how often it counts each sort."""
    kinds = sorted({kind for kind, _ in shape.sorts})
    groups = {kind: {kind} for kind in kinds} | ({"all": set(kinds)} if len(kinds) > 1 else {})
    found: dict[Name, list[bool]] = {}
    for group, of in groups.items():
        for step, grade in product(
            ("first", "moderated", "third_lock", "final"), range(shape.size)
        ):
            found[(group, step), grade] = [
                kind in of and getattr(one, step) == grade for kind, one in shape.sorts
            ]
        for change, sign in (("raised", -1), ("lowered", 1), ("kept", 0)):
            found[(group, "change"), change] = [
                kind in of and one.moderated is not None
                and np.sign(one.moderated - one.first) == sign
                for kind, one in shape.sorts
            ]  # fmt: skip
    worst = shape.size - 1
    for table, of, (bad, good) in (
        ("fell", {"full", "reaudit"}, ("fell", "held")),
        ("again", {"reaudit"}, ("not_yet", "better")),
    ):
        for side, is_bad in ((bad, True), (good, False)):
            found[("impact", table), side] = [
                kind in of and (one.final == worst) is is_bad for kind, one in shape.sorts
            ]
    return {name: np.array(weights, dtype=np.int64) for name, weights in found.items()}


Ints = NDArray[np.int64]


def agreement(shape: Shape, cycles: Ints, group: str) -> tuple[Ints, Ints]:
    """Disagreement seen in each cycle, and that by chance: kappa is 1 - n x seen / chance.

    Both are 0 where there are too few pairs for an agreement.
    """
    apart = np.zeros((len(shape.sorts), shape.size, shape.size), dtype=np.int64)
    for at, (kind, one) in enumerate(shape.sorts):
        if group in {kind, "all"} and one.moderated is not None:
            apart[at, one.first, one.moderated] = 1
    pairs = np.tensordot(cycles, apart, axes=1)
    steps = np.abs(np.subtract.outer(np.arange(shape.size), np.arange(shape.size)))
    seen = (pairs * steps).sum(axis=(1, 2))
    chance = np.einsum("ni,nj,ij->n", pairs.sum(axis=2), pairs.sum(axis=1), steps)
    enough = pairs.sum(axis=(1, 2)) >= 10
    return seen * enough, chance * enough


class Readers:
    """What somebody with all the papers on one cycle can tell of it."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.weights = shape, figures(shape)
        self.cycles = shape.cycles()
        self.names = list(self.weights)
        self.values = self.cycles @ np.array([self.weights[name] for name in self.names]).T
        self.tables = sorted({table for table, _ in self.names}, key=str)
        at = {table: [i for i, (of, _) in enumerate(self.names) if of == table]
              for table in self.tables}  # fmt: skip
        self.places = at
        self.totals = np.array([self.values[:, at[table]].sum(axis=1) for table in self.tables]).T
        self.kappas = {
            table[0]: agreement(shape, self.cycles, str(table[0]))
            for table in self.tables
            if table[1] == "change"
        }

    def hidden(self, cycle: int) -> frozenset[Name]:
        """What the papers on that cycle leave out."""
        given: dict[str, list[Steps]] = {}
        for (kind, one), n in zip(self.shape.sorts, self.cycles[cycle], strict=True):
            given.setdefault(kind, []).extend([one] * int(n))
        there = tuple((kind, tuple(steps)) for kind, steps in given.items() if steps)
        return to_hide(figures_of(self.shape.size, frozenset({self.shape.size - 1}), there))

    def fitting(self, cycle: int, gone: frozenset[Name]) -> NDArray[np.int64]:
        """The values of all figures in every cycle that would be printed like this one."""
        own = self.values[cycle]
        with_zero = {name[0] for place, name in enumerate(self.names)
                     if name in gone and not own[place]}  # fmt: skip
        fits = (self.totals == self.totals[cycle]).all(axis=1)
        for place, name in enumerate(self.names):
            if name not in gone:
                fits &= self.values[:, place] == own[place]
            elif self._total(cycle, name) >= LEAST and name[0] not in with_zero:
                # Whoever has the paper sees that it shows each 0.
                fits &= self.values[:, place] > 0
        for group, (seen, chance) in self.kappas.items():
            if ((group, "kappa"), "kappa") not in gone:
                fits &= seen * chance[cycle] == seen[cycle] * chance
                fits &= (chance == 0) == (chance[cycle] == 0)
        found: NDArray[np.int64] = self.values[fits]
        return found

    def _total(self, cycle: int, name: Name) -> int:
        return int(self.totals[cycle][self.tables.index(name[0])])

    def counts(self, gone: frozenset[Name]) -> list[int]:
        """The places of the hidden counts."""
        return [place for place, name in enumerate(self.names) if name in gone]

    def given_away(self, cycle: int, gone: frozenset[Name]) -> list[Name]:
        """Hidden counts of which one value alone fits, or whose sum is a small count."""
        fitting = self.fitting(cycle, gone)
        return [
            self.names[place]
            for place in self.counts(gone)
            if len(set(fitting[:, place])) < 2 or self._told_by_difference(cycle, place, gone)
        ]

    def _told_by_difference(self, cycle: int, place: int, gone: frozenset[Name]) -> bool:
        of = self.names[place][0]
        together = sum(self.values[cycle][at] for at in self.places[of] if self.names[at] in gone)
        return self._total(cycle, self.names[place]) >= LEAST and is_small(int(together))

    def small(self, cycle: int) -> frozenset[Name]:
        """What must be hidden: counts of 1 to 4, and tables of so few children."""
        return frozenset(
            name
            for place, name in enumerate(self.names)
            if is_small(int(self.values[cycle][place])) or is_small(self._total(cycle, name))
        )


@cache
def readers(shape: str) -> Readers:
    return Readers(SHAPES[shape])


def sample(shape: str, most: int | None) -> Iterable[int]:
    papers = readers(shape)
    kinds = [np.array([kind == of for of, _ in papers.shape.sorts])
             for kind in {kind for kind, _ in papers.shape.sorts}]  # fmt: skip
    every = [
        at
        for at, cycle in enumerate(papers.cycles)
        if all((cycle @ of_kind) > 0 for of_kind in kinds)
    ]
    return every if most is None else every[:: max(1, len(every) // most)]


def breaches(shape: str, cycles: Iterable[int]) -> Iterator[str]:
    """What a reader works out of these cycles, and what is hidden without need."""
    papers = readers(shape)
    for cycle in cycles:
        gone = papers.hidden(cycle)
        said = f"{shape} {papers.cycles[cycle].tolist()}"
        left = papers.small(cycle) - gone
        if left:
            yield f"{said}: small and shown: {left}"
        if given := papers.given_away(cycle, gone):
            yield f"{said}: given away: {given}"
        # The agreement goes with any hidden count of the moderators' grades.
        with_them = {
            ((group, "kappa"), "kappa") for (group, step), _ in gone if step == "moderated"
        }
        for name in gone - papers.small(cycle) - with_them:
            if not papers.given_away(cycle, gone - {name}):
                yield f"{said}: hidden without need: {name}"


@pytest.mark.parametrize("shape", SHAPES)
def test_5_every_hidden_count_could_be_another_and_nothing_is_hidden_without_need(
    shape: str,
) -> None:
    assert list(breaches(shape, sample(shape, 8))) == []


def test_5_the_attack_finds_a_hidden_count_where_the_agreement_stands_beside_it() -> None:
    """Kappa, raised, lowered and the totals of this cycle leave one value for a hidden count."""
    papers, kappa = readers("with an agreement"), (("full", "kappa"), "kappa")
    assert any(
        kappa in gone and papers.given_away(cycle, gone - {kappa})
        for cycle in sample("with an agreement", 60)
        if (gone := papers.hidden(cycle))
    )


WHOLE = [name for name in SHAPES if name != "with an agreement"]


@pytest.mark.nightly  # some ten minutes a shape, so they take turns
@pytest.mark.parametrize("shape", of_tonight(WHOLE, len(WHOLE)))
def test_5_the_same_of_every_cycle_that_there_could_be(shape: str) -> None:
    assert list(breaches(shape, sample(shape, None))) == []


# ---- one domain ----------------------------------------------------------------------------------

SIZE, BELOW = 3, frozenset({2})
CELLS: dict[Name, tuple[int, ...]] = {
    ("grades", 0): (0,),
    ("grades", 1): (1,),
    ("grades", 2): (2,),
    ("grades", "not_applicable"): (3,),
    ("split", "good_or_better"): (0, 1),
    ("split", "below_good"): (2,),
    ("split", "not_applicable"): (3,),
}
"""What is printed of one domain, by the places that it counts; the last is not applicable."""


def domain_breaches(own: tuple[int, int, int, int]) -> Iterator[str]:
    gone = to_hide(figures_of_domain(own[:SIZE], own[SIZE], BELOW))
    total = sum(own)
    others = [
        (a, b, c, total - a - b - c)
        for a, b, c in product(range(total + 1), repeat=3)
        if a + b + c <= total
    ]

    def value(of: tuple[int, ...], name: Name) -> int:
        return sum(of[place] for place in CELLS[name])

    def fits(other: tuple[int, ...], name: Name) -> bool:
        if name in gone:
            return total < LEAST or value(other, name) > 0
        return value(other, name) == value(own, name)

    fitting = [other for other in others if all(fits(other, name) for name in CELLS)]
    for name in CELLS:
        if name in gone and len({value(other, name) for other in fitting}) < 2:
            yield f"{own}: {name} is given away"
        if name not in gone and is_small(value(own, name)):
            yield f"{own}: {name} is small and shown"


def test_5_a_domains_hidden_count_is_not_worked_out_from_its_split_or_the_other_way_round() -> None:
    every = product((0, 2, 7), (0, 1, 3, 6), (0, 2, 5), (0, 1, 5))
    assert [line for own in every for line in domain_breaches(own)] == []
