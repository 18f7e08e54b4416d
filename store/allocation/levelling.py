"""Spreading rows over people: each row to one lawful person, loads as level as can be.

A start is made row by row; then rows are passed on along circles of people for as long as a circle
brings a gain. When no circle does, nothing better exists (the residual graph of the flow has no
negative cycle), so the result is the optimum, whatever the start was. People are about a hundred,
so a look for a circle costs a few vector operations, however many rows there are.

What counts first is given by the size of its unit. A circle meets each person once and changes two
loads, so a unit need outweigh only what one circle can change of everything below it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FAR = np.int64(1) << np.int64(60)
"""Stands for what is not lawful; far above every cost, and two of them still fit 64 bits."""
_TIE_BITS = np.int64(10)
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Rows by people: who is lawful, who is looked for first, and what is wished.

    `tier` (0 is looked for first, up to 3) outranks loads, `wish` comes after them; `before` are
    past loads, `most` the hard limit of each person, `ties` (10 bits) decides what is left open.
    """

    lawful: Flags
    tier: Ints
    wish: Ints
    before: Ints
    most: Ints
    ties: Ints


@dataclass(frozen=True, slots=True)
class Costs:
    """A demand as plain numbers.

    `pair[r, p]` is what row r costs with person p, `unit` times (`k * past + before[p]`) what p's
    k-th row (from 0) costs on top; `nobody` is the cost of a row left without anybody.
    """

    pair: Ints
    unit: int
    past: int
    nobody: int

    def step(self, load: Ints, before: Ints) -> Ints:
        """What one more row costs each person at these loads."""
        return (load * self.past + before) * self.unit


def costs(demand: Demand, *, wishes: bool = True) -> Costs:
    """Weigh the demand: few outside tier 0, near tiers, level now, level with the past, wishes.

    Wishes are left out where the numbers would outgrow 64 bits (tens of thousands of rows).
    """
    rows, people = demand.lawful.shape
    wish = int(demand.wish.max(initial=0)) if wishes else 0
    past = int(demand.before.max(initial=0)) + 1
    unit = (people + 1) * wish + 1
    tier_unit = (rows + 2) * past * unit + unit
    top = int(demand.tier.max(initial=0))
    # One row fewer outside tier 0 outweighs every nearer tier.
    farther = top * (people + 1) + 1 if top > 1 else 0
    dearest = (farther + top + 1) * tier_unit
    nobody = (people + 1) * dearest
    if max(dearest << int(_TIE_BITS), nobody << 2) >= int(FAR):
        if wish:
            return costs(demand, wishes=False)
        msg = "more rows and people than one cycle can hold"
        raise OverflowError(msg)
    pair = demand.tier * tier_unit + (demand.tier > 0) * (farther * tier_unit)
    if wish:
        pair = pair + demand.wish
    return Costs(np.where(demand.lawful, pair, FAR), unit, past, nobody)


def level(demand: Demand) -> Ints:
    """The person of each row, or `NOBODY` where no lawful one can be had.

    As few rows as possible are left with nobody; then tiers, loads and wishes are at their optimum.
    """
    weighed = costs(demand)
    spread = _Spread(demand, weighed, _start(demand, weighed))
    while circle := spread.circle():
        spread.pass_on(circle)
    return np.where(spread.holder == demand.lawful.shape[1], NOBODY, spread.holder)


def match(lawful: Flags, most: Ints) -> Ints:
    """A person for as many rows as can have one, or `NOBODY`, wishes apart."""
    nothing = np.zeros(lawful.shape, dtype=np.int64)
    before = np.zeros(lawful.shape[1], dtype=np.int64)
    return level(
        Demand(lawful=lawful, tier=nothing, wish=nothing, before=before, most=most, ties=nothing)
    )


def _start(demand: Demand, weighed: Costs) -> Ints:
    """Each row to whoever costs least at that moment, the rows with the least choice first."""
    rows, people = demand.lawful.shape
    if not people:
        return np.zeros(rows, dtype=np.int64)
    pair = np.where(demand.lawful, (weighed.pair << _TIE_BITS) | demand.ties, FAR)
    load = np.zeros(people, dtype=np.int64)
    step = weighed.step(load, demand.before) << _TIE_BITS
    step[demand.most <= 0] = FAR
    rise = (weighed.past * weighed.unit) << int(_TIE_BITS)
    most: list[int] = demand.most.tolist()
    given = [0] * people
    holder = np.full(rows, people, dtype=np.int64)
    for row in np.lexsort((demand.ties[:, 0], demand.lawful.sum(axis=1))).tolist():
        now = pair[row] + step
        person = int(now.argmin())
        if now[person] < FAR:
            holder[row] = person
            given[person] += 1
            step[person] = step[person] + rise if given[person] < most[person] else FAR
    return holder


class _Spread:
    """Who holds which row, and what passing one on would cost. Person `people` is nobody."""

    def __init__(self, demand: Demand, weighed: Costs, holder: Ints) -> None:
        self.demand = demand
        self.people = demand.lawful.shape[1]
        self.holder = holder
        self.load = np.bincount(holder, minlength=self.people + 1).astype(np.int64)
        self.weighed = weighed
        rows = self.demand.lawful.shape[0]
        self.pair = np.hstack([weighed.pair, np.full((rows, 1), weighed.nobody, np.int64)])
        # Arcs: person to person passes a row on; the last node is the pile that takes and gives.
        size = self.people + 2
        self.arc = np.full((size, size), FAR, dtype=np.int64)
        self.best = np.full((size, size), -1, dtype=np.int64)
        order = np.argsort(self.holder, kind="stable")
        ends = np.cumsum(self.load)
        for person in np.flatnonzero(self.load).tolist():
            held = order[ends[person] - self.load[person] : ends[person]]
            self._refresh(person, held)
        self._refresh_pile()

    def _refresh(self, person: int, held: Ints) -> None:
        row = self.arc[person]
        row[:] = FAR
        if len(held):
            gain = self.pair[held]
            gain = np.where(gain < FAR, gain - gain[:, [person]], FAR)
            pick = gain.argmin(axis=0)
            row[:-1] = gain[pick, np.arange(self.people + 1)]
            self.best[person, :-1] = held[pick]
        row[person] = FAR

    def _refresh_pile(self) -> None:
        load, before, people = self.load[:-1], self.demand.before, self.people
        more = self.weighed.step(load, before)
        less = -self.weighed.step(load - 1, before)
        self.arc[:people, -1] = np.where(load < self.demand.most, more, FAR)
        self.arc[-1, :people] = np.where(load > 0, less, FAR)
        self.arc[people, -1] = 0
        self.arc[-1, people] = 0 if self.load[people] else FAR

    def circle(self) -> list[int]:
        """People, each passing one row to the next and the last to the first, at a gain."""
        size = self.people + 2
        reach = np.zeros(size, dtype=np.int64)
        source = np.full(size, -1, dtype=np.int64)
        columns = np.arange(size)
        for _ in range(size + 1):
            through = self.arc + reach[:, None]
            via = through.argmin(axis=0)
            nearer = through[via, columns]
            closer = nearer < reach
            if not closer.any():
                return []
            reach = np.where(closer, nearer, reach)
            source[closer] = via[closer]
            if circle := _loop(source.tolist()):
                return circle
        msg = "a shorter way without end must hold a circle"
        raise AssertionError(msg)

    def pass_on(self, circle: list[int]) -> None:
        """Pass one row on from each person of the circle to the next."""
        pile = self.people + 1
        for giver, taker in zip(circle, circle[1:] + circle[:1], strict=True):
            if pile in (giver, taker):
                continue
            self.holder[self.best[giver, taker]] = taker
            self.load[giver] -= 1
            self.load[taker] += 1
        for person in circle:
            if person != pile:
                self._refresh(person, np.flatnonzero(self.holder == person))
        self._refresh_pile()


def _loop(source: list[int]) -> list[int]:
    """A circle in a graph where each node has at most one source, in the direction of the arcs."""
    seen = [0] * len(source)
    for start in range(len(source)):
        node = start
        while node >= 0 and not seen[node]:
            seen[node] = start + 1
            node = source[node]
        if node >= 0 and seen[node] == start + 1:
            circle = [node]
            while (before := source[circle[-1]]) != node:
                circle.append(before)
            return circle[::-1]
    return []
