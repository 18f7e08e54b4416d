"""Levelling: each row to one lawful person, with loads as level as possible.

Rows are first given out one by one. Then they are passed along cycles of people while a cycle
reduces the cost. Without such a cycle the residual graph of the flow has no negative cycle, so the
result is optimal whatever the start was. There are about a hundred people, so a search for a cycle
takes a few vector operations, however many rows there are.

The size of its unit ranks each goal. A cycle passes each person once and changes two loads, so a
unit need only outweigh what one cycle can change in all goals below it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FORBIDDEN = np.int64(1) << np.int64(60)
"""The cost of an unlawful pair: far above every other cost, and two of them still fit 64 bits."""
_TIE_BITS = np.int64(10)
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Rows by people: who is lawful, in which tier, and with which preference.

    `tier` (0 comes first, up to 3) outranks loads, and loads outrank `preference`. `past_load`
    counts earlier work, `limit` is the hard limit of each person, and `ties` (10 bits) decides what
    is left open.
    """

    lawful: Flags
    tier: Ints
    preference: Ints
    past_load: Ints
    limit: Ints
    ties: Ints


@dataclass(frozen=True, slots=True)
class Costs:
    """What each choice costs, as one number, so that the cheapest allocation is the best.

    `pair[r, p]` is the cost of giving row r to person p. One more row for somebody with k already
    adds `unit * (k * past + past_load[p])`. `nobody` is the cost of leaving a row without anybody.
    """

    pair: Ints
    unit: int
    past: int
    nobody: int

    def step(self, load: Ints, past_load: Ints) -> Ints:
        """The cost of one more row for each person at these loads."""
        return (load * self.past + past_load) * self.unit


def costs(demand: Demand, *, preferences: bool = True) -> Costs:
    """Rank the goals: few rows outside tier 0, near tiers, level loads now, then over the past.

    Preferences come last, and are left out if the numbers would exceed 64 bits (tens of thousands
    of rows).
    """
    rows, people = demand.lawful.shape
    preference = int(demand.preference.max(initial=0)) if preferences else 0
    past = int(demand.past_load.max(initial=0)) + 1
    unit = (people + 1) * preference + 1
    tier_unit = (rows + 2) * past * unit + unit
    top = int(demand.tier.max(initial=0))
    # One row fewer outside tier 0 outweighs every nearer tier.
    farther = top * (people + 1) + 1 if top > 1 else 0
    dearest = (farther + top + 1) * tier_unit
    nobody = (people + 1) * dearest
    if max(dearest << int(_TIE_BITS), nobody << 2) >= int(FORBIDDEN):
        if preference:
            return costs(demand, preferences=False)
        msg = "more rows and people than one cycle can hold"
        raise OverflowError(msg)
    pair = demand.tier * tier_unit + (demand.tier > 0) * (farther * tier_unit)
    if preference:
        pair = pair + demand.preference
    return Costs(np.where(demand.lawful, pair, FORBIDDEN), unit, past, nobody)


def level_loads(demand: Demand) -> Ints:
    """The person of each row, or `NOBODY` if no lawful person is free.

    As few rows as possible have nobody; then tiers, loads and preferences are optimal in this
    order.
    """
    weighed = costs(demand)
    spread = _Spread(demand, weighed, _start(demand, weighed))
    while cycle := spread.negative_cycle():
        spread.pass_on(cycle)
    return np.where(spread.holder == demand.lawful.shape[1], NOBODY, spread.holder)


def maximum_matching(lawful: Flags, limit: Ints) -> Ints:
    """A person for as many rows as possible, without preferences; `NOBODY` for the others."""
    nothing = np.zeros(lawful.shape, dtype=np.int64)
    past_load = np.zeros(lawful.shape[1], dtype=np.int64)
    return level_loads(
        Demand(
            lawful=lawful,
            tier=nothing,
            preference=nothing,
            past_load=past_load,
            limit=limit,
            ties=nothing,
        )
    )


def _start(demand: Demand, weighed: Costs) -> Ints:
    """Give each row to the cheapest person at that moment, the rows with the least choice first."""
    rows, people = demand.lawful.shape
    if not people:
        return np.zeros(rows, dtype=np.int64)
    pair = np.where(demand.lawful, (weighed.pair << _TIE_BITS) | demand.ties, FORBIDDEN)
    load = np.zeros(people, dtype=np.int64)
    step = weighed.step(load, demand.past_load) << _TIE_BITS
    step[demand.limit <= 0] = FORBIDDEN
    rise = (weighed.past * weighed.unit) << int(_TIE_BITS)
    limit: list[int] = demand.limit.tolist()
    given = [0] * people
    holder = np.full(rows, people, dtype=np.int64)
    for row in np.lexsort((demand.ties[:, 0], demand.lawful.sum(axis=1))).tolist():
        now = pair[row] + step
        person = int(now.argmin())
        if now[person] < FORBIDDEN:
            holder[row] = person
            given[person] += 1
            step[person] = step[person] + rise if given[person] < limit[person] else FORBIDDEN
    return holder


class _Spread:
    """Who holds which row, and the cost of passing one on. Person number `people` is nobody."""

    def __init__(self, demand: Demand, weighed: Costs, holder: Ints) -> None:
        self.demand = demand
        self.people = demand.lawful.shape[1]
        self.holder = holder
        self.load = np.bincount(holder, minlength=self.people + 1).astype(np.int64)
        self.weighed = weighed
        rows = self.demand.lawful.shape[0]
        self.pair = np.hstack([weighed.pair, np.full((rows, 1), weighed.nobody, np.int64)])
        # An arc passes a row from one person to another; the last node is a pool of spare capacity.
        size = self.people + 2
        self.arc = np.full((size, size), FORBIDDEN, dtype=np.int64)
        self.best = np.full((size, size), -1, dtype=np.int64)
        order = np.argsort(self.holder, kind="stable")
        ends = np.cumsum(self.load)
        for person in np.flatnonzero(self.load).tolist():
            held = order[ends[person] - self.load[person] : ends[person]]
            self._refresh(person, held)
        self._refresh_pool()

    def _refresh(self, person: int, held: Ints) -> None:
        row = self.arc[person]
        row[:] = FORBIDDEN
        if len(held):
            gain = self.pair[held]
            gain = np.where(gain < FORBIDDEN, gain - gain[:, [person]], FORBIDDEN)
            pick = gain.argmin(axis=0)
            row[:-1] = gain[pick, np.arange(self.people + 1)]
            self.best[person, :-1] = held[pick]
        row[person] = FORBIDDEN

    def _refresh_pool(self) -> None:
        load, past_load, people = self.load[:-1], self.demand.past_load, self.people
        more = self.weighed.step(load, past_load)
        less = -self.weighed.step(load - 1, past_load)
        self.arc[:people, -1] = np.where(load < self.demand.limit, more, FORBIDDEN)
        self.arc[-1, :people] = np.where(load > 0, less, FORBIDDEN)
        self.arc[people, -1] = 0
        self.arc[-1, people] = 0 if self.load[people] else FORBIDDEN

    def negative_cycle(self) -> list[int]:
        """People who each pass one row to the next, the last to the first, at a lower cost."""
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
            if cycle := _find_cycle(source.tolist()):
                return cycle
        msg = "a shorter way without end must hold a cycle"
        raise AssertionError(msg)

    def pass_on(self, cycle: list[int]) -> None:
        """Pass one row from each person of the cycle to the next."""
        pool = self.people + 1
        for giver, taker in zip(cycle, cycle[1:] + cycle[:1], strict=True):
            if pool in (giver, taker):
                continue
            self.holder[self.best[giver, taker]] = taker
            self.load[giver] -= 1
            self.load[taker] += 1
        for person in cycle:
            if person != pool:
                self._refresh(person, np.flatnonzero(self.holder == person))
        self._refresh_pool()


def _find_cycle(source: list[int]) -> list[int]:
    """A cycle in a graph whose nodes have at most one source, in the direction of the arcs."""
    seen = [0] * len(source)
    for start in range(len(source)):
        node = start
        while node >= 0 and not seen[node]:
            seen[node] = start + 1
            node = source[node]
        if node >= 0 and seen[node] == start + 1:
            cycle = [node]
            while (past_load := source[cycle[-1]]) != node:
                cycle.append(past_load)
            return cycle[::-1]
    return []
