"""Allocation of 1,000 rows among 100 people beside the bare solver on the same costs, in one run.

The bare solver is `scipy.optimize.linear_sum_assignment` on rows by seats, each auditor having as
many seats as could be filled, dearer one after the other. It finds auditors alone; the allocation
also finds moderators and deputies, proves every row, and is timed whole.
"""

import json
from datetime import date
from random import Random
from statistics import median
from time import perf_counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from store.allocation.assignment import allocate
from store.allocation.cost_tables import CostTables, build_tables
from store.allocation.independence import AllocationRow, Candidate
from store.allocation.levelling import Flags, Ints, costs
from store.allocation.solving import auditor_demand

ROWS, PEOPLE, TEAMS = 1_000, 100, 20
WINDOW = (date(2026, 12, 1), date(2026, 12, 31))


def council(
    seed: int = 1, rows: int = ROWS, people: int = PEOPLE
) -> tuple[list[AllocationRow], list[Candidate]]:
    """A synthetic council where about one pair in ten is forbidden."""
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose
    teams = [f"Team {number}" for number in range(TEAMS)]
    candidates = [
        Candidate(
            upn=f"person{number:04}@council.example",
            roles=frozenset(
                {"group_manager", "moderator"} if number % 10 == 0
                else {"team_manager"} if number % 3 else {"advanced_practitioner"}
            ),
            service="Frontdoor" if number % 2 else "FSP & CWD",
            team="" if number % 10 == 0 else teams[number % TEAMS],
            manager=f"person{number // 10 * 10:04}@council.example",
            trained_on=date(2025, 1, 1),
            load_before=randomness.randrange(4),
            moderations_before=randomness.randrange(4),
        )
        for number in range(people)
    ]  # fmt: skip
    upns = [candidate.upn for candidate in candidates]
    cases = [
        AllocationRow(
            id=f"audit-{number:04}",
            case_ref=f"M{number:06}",
            service="Frontdoor" if number % 2 else "FSP & CWD",
            team=teams[number % TEAMS],
            practitioner=randomness.choice(upns),
            team_manager=randomness.choice(upns),
            iro=randomness.choice(upns),
            involved=frozenset(randomness.sample(upns, 3)),
            quota="team_manager" if number % 3 else "advanced_practitioner",
        )
        for number in range(rows)
    ]
    return cases, candidates


def seats(tables: CostTables, against: Flags) -> tuple[Ints, Ints]:
    """The auditors' costs, rows by seats, and whose seat each column is."""
    demand = auditor_demand(tables, against)
    weighed = costs(demand)
    rows, people = tables.auditor.shape
    each = np.minimum(demand.limit, -(-rows // people) + 8)
    owner = np.repeat(np.arange(people), each)
    turn = np.concatenate([np.arange(n) for n in each.tolist()])
    step = (turn * weighed.past + demand.past_load[owner]) * weighed.unit
    table: Ints = weighed.pair[:, owner] + step[None, :]
    return table, owner


def bench_assignment(repeats: int = 5) -> dict[str, float | int | bool]:
    """Medians in milliseconds, their ratio, and whether the loads reach the bare optimum."""
    rows, candidates = council()
    tables = build_tables(rows, candidates, seed=7, window=WINDOW, history={})
    nothing = np.zeros(tables.auditor.shape, dtype=np.bool_)
    table, owner = seats(tables, nothing)
    numbers = table.astype(np.float64)
    bare, ours, pairs = [], [], []
    allocation = allocate(rows, candidates, seed=7, window=WINDOW)
    _, columns = linear_sum_assignment(numbers)
    for _ in range(repeats):
        begun = perf_counter()
        _, columns = linear_sum_assignment(numbers)
        between = perf_counter()
        allocation = allocate(rows, candidates, seed=7, window=WINDOW)
        done = perf_counter()
        bare.append((between - begun) * 1000)
        ours.append((done - between) * 1000)
        pairs.append(ours[-1] / bare[-1])
    auditors = owner[columns]
    loads = np.bincount(auditors, minlength=len(tables.people))
    before = np.array([person.load_before for person in tables.people])
    tiers = tables.auditor_tier[np.arange(len(rows)), auditors]
    reached = tuple(allocation.score[:4])
    optimum = (
        int((tiers > 0).sum()), int(tiers.sum()), int((loads**2).sum()), int((loads * before).sum())
    )  # fmt: skip
    return {
        "rows": len(rows),
        "people": len(candidates),
        "bare_ms": round(median(bare), 1),
        "allocate_ms": round(median(ours), 1),
        "ratio": round(median(pairs), 2),
        "same_optimum": reached == optimum,
        "reciprocal_pairs": allocation.score.reciprocal,
    }


if __name__ == "__main__":
    print(json.dumps(bench_assignment(), indent=2))  # noqa: T201 - told to whoever runs it
