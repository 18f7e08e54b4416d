"""The draw spreads over practitioners and teams, by a rule that anybody can repeat (§2.2)."""

import json
import subprocess
import sys
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from store.allocation.drawing import draw, draw_dips, draw_full, draw_order
from store.allocation.filters import CaseFacts, CaseFilter
from store.allocation.spreading import Spread

QUOTAS = {"team_manager": 4, "advanced_practitioner": 2}
EVERY = CaseFilter()

REPEATED = """
import hashlib, json, sys
seed, purpose, pool, spread, n = json.loads(sys.stdin.read())
number = lambda ref: hashlib.sha256(f"{seed}:{purpose}:{ref}".encode()).hexdigest()
whose = dict(zip(pool, spread["practitioners"]))
team = dict(zip(pool, spread["teams"]))
left, had, of_team, drawn = sorted(pool, key=number), {}, {}, []
round_of = {}
for ref in left:
    had[whose[ref]] = had.get(whose[ref], 0) + 1
    round_of[ref] = had[whose[ref]]
while len(drawn) < n:
    nxt = min(left, key=lambda ref: (round_of[ref], of_team.get(team[ref], 0), number(ref)))
    left.remove(nxt)
    of_team[team[nxt]] = of_team.get(team[nxt], 0) + 1
    drawn.append(nxt)
print(json.dumps(drawn))
"""
"""The rule once more, by somebody who has the published draw and the standard library alone."""

CASES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=6, max_size=40).map(
    lambda pairs: [
        CaseFacts(
            case_ref=f"M{place:03}", service="Frontdoor", team=f"T{team}", practitioner=f"sw.{who}"
        )
        for place, (who, team) in enumerate(pairs)
    ]
)


def _most_at_once(numbers: tuple[int, ...], drawn: list[int], there: Counter[int]) -> bool:
    """Whether nobody has two more than somebody who had a case left."""
    had = Counter(drawn)
    return all(
        had[one] <= had[other] + 1
        for one in set(numbers)
        for other in set(numbers)
        if had[other] < there[other]
    )


@given(cases=CASES, seed=st.integers(0, 2**53 - 1))
def test_nobodys_work_is_drawn_twice_more_than_that_of_somebody_with_a_case_left(
    cases: list[CaseFacts], seed: int
) -> None:
    record, _ = draw_full(cases, QUOTAS, where=EVERY, seed=seed, spread=True)
    spread = Spread.recorded(record.parameters)
    assert spread is not None
    whose = dict(zip(record.pool, spread.practitioners, strict=True))
    drawn = [whose[ref] for ref in record.drawn]
    assert _most_at_once(spread.practitioners, drawn, Counter(spread.practitioners))


@given(teams=st.lists(st.integers(0, 3), min_size=6, max_size=40), seed=st.integers(0, 10**6))
def test_where_each_case_has_its_own_practitioner_the_teams_take_turns(
    teams: list[int], seed: int
) -> None:
    pool = [f"M{place:03}" for place in range(len(teams))]
    spread = Spread.of(pool, [str(team) for team in teams])
    drawn = draw(pool, 6, seed=seed, purpose="full", spread=spread)
    whose = dict(zip(pool, spread.teams, strict=True))
    taken = [whose[ref] for ref in drawn]
    assert _most_at_once(spread.teams, taken, Counter(spread.teams))


@given(cases=CASES, seed=st.integers(0, 2**53 - 1), shuffle=st.randoms(use_true_random=False))
def test_the_spread_draw_does_not_depend_on_the_order_of_the_data_sheet(
    cases: list[CaseFacts], seed: int, shuffle: object
) -> None:
    first, _ = draw_full(cases, QUOTAS, where=EVERY, seed=seed, spread=True)
    shuffle.shuffle(cases)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert draw_full(cases, QUOTAS, where=EVERY, seed=seed, spread=True)[0] == first


def test_anybody_can_repeat_a_spread_draw_with_the_standard_library_alone() -> None:
    cases = [
        CaseFacts(
            case_ref=f"M{n:03}",
            service="Frontdoor",
            team=f"T{n % 3}",
            practitioner=f"sw.{n * n % 11}",
        )
        for n in range(60)
    ]
    record, _ = draw_full(cases, {"team_manager": 25}, where=EVERY, seed=7, spread=True)
    [dips] = draw_dips(cases, [EVERY], seed=7, full=(), spread=True)
    for purpose, drawn in (("full", record), ("dip 1", dips.draw)):
        given_out = [7, purpose, drawn.pool, drawn.parameters["spread"], len(drawn.drawn)]
        done = subprocess.run(  # noqa: S603 - a program of our own, written above
            [sys.executable, "-I", "-c", REPEATED],
            input=json.dumps(given_out), capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert tuple(json.loads(done.stdout)) == drawn.drawn


def test_a_published_draw_numbers_practitioners_and_names_nobody() -> None:
    spread = Spread.of(["ann.lee", "bo.day", "ann.lee"], ["MASH", "MASH", "North"])
    assert spread.parameters() == {"practitioners": [1, 2, 1], "teams": [1, 1, 2]}


def test_a_draw_that_was_not_spread_repeats_as_it_was() -> None:
    pool = [f"M{number:06}" for number in range(200)]
    assert Spread.recorded({"purpose": "full"}) is None
    assert draw_order(pool, seed=7, purpose="full", spread=Spread.recorded(None))[:5] == (
        "M000020", "M000179", "M000184", "M000093", "M000030",
    )  # fmt: skip
