"""The seeded draw that anybody can repeat."""

import random
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.allocation.drawing import PoolTooSmall, draw, draw_dips, draw_full, draw_order
from store.allocation.filters import CaseFacts, CaseFilter, parse_filter

POOL = [f"M{number:06}" for number in range(200)]
REFS = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=30)
KNOWN = ("M000020", "M000179", "M000184", "M000093", "M000030")
DECEMBER = date(2026, 12, 1)
QUOTAS = {"team_manager": 40, "advanced_practitioner": 20}


def facts(refs: list[str], **known: object) -> list[CaseFacts]:
    return [
        CaseFacts(case_ref=ref, service="Frontdoor", team="MASH", **known)  # type: ignore[arg-type]  # each test names its own facts
        for ref in refs
    ]


def test_the_draw_of_a_known_seed_never_changes() -> None:
    assert draw(POOL, 5, seed=7, purpose="full") == KNOWN


def test_anybody_can_repeat_the_draw_with_the_standard_library_alone() -> None:
    program = (
        "import hashlib\n"
        "pool = [f'M{n:06}' for n in range(200)]\n"
        "place = lambda ref: hashlib.sha256(f'7:full:{ref}'.encode()).hexdigest()\n"
        "print(','.join(sorted(pool, key=place)[:60]))\n"
    )
    done = subprocess.run(  # noqa: S603 - a program of our own, written above
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert tuple(done.stdout.strip().split(",")) == draw(POOL, 60, seed=7, purpose="full")


@given(refs=REFS, seed=st.integers(), shuffle=st.randoms(use_true_random=False))
def test_the_draw_does_not_depend_on_the_order_of_the_data_sheet(
    refs: list[str], seed: int, shuffle: random.Random
) -> None:
    shuffled = [*refs, *refs]
    shuffle.shuffle(shuffled)
    n = len(refs) // 2
    drawn = draw(refs, n, seed=seed, purpose="full")
    assert drawn == draw(shuffled, n, seed=seed, purpose="full")
    assert len(set(drawn)) == n
    assert set(drawn) <= set(refs)


def test_another_seed_or_another_purpose_draws_other_cases() -> None:
    drawn = draw(POOL, 60, seed=7, purpose="full")
    assert drawn != draw(POOL, 60, seed=8, purpose="full")
    assert drawn != draw(POOL, 60, seed=7, purpose="dip 1")


def test_every_case_has_about_the_same_chance() -> None:
    times = dict.fromkeys(POOL, 0)
    for seed in range(1000):
        for ref in draw(POOL, 60, seed=seed, purpose="full"):
            times[ref] += 1
    # Expected 300 each; five standard deviations are about 73.
    assert all(227 <= n <= 373 for n in times.values())


def test_whoever_follows_in_the_draw_is_the_replacement() -> None:
    order = draw_order(POOL, seed=7, purpose="full")
    assert order[:60] == draw(POOL, 60, seed=7, purpose="full")
    assert sorted(order) == POOL


def test_a_pool_too_small_says_how_many_are_there_and_how_many_are_needed() -> None:
    with pytest.raises(PoolTooSmall, match=r"needs 60 cases and 59 cases are available") as refused:
        draw(POOL[:59], 60, seed=1, purpose="full")
    assert (refused.value.there, refused.value.needed) == (59, 60)
    with pytest.raises(PoolTooSmall, match="1 case is available"):
        draw(["M1", "M1"], 2, seed=1, purpose="full")


def test_forty_cases_are_drawn_for_team_managers_and_twenty_for_advanced_practitioners() -> None:
    record, roles = draw_full(facts(POOL), QUOTAS, where=CaseFilter(), seed=3)
    assert list(roles) == list(record.drawn)
    assert [*roles.values()].count("team_manager") == 40
    assert [*roles.values()].count("advanced_practitioner") == 20
    assert record.drawn == draw(record.pool, 60, seed=record.seed, purpose="full")


def test_full_audits_are_drawn_within_the_filter_alone() -> None:
    cases = facts(POOL[:70], plan="CP") + facts(POOL[70:], plan="CIN")
    where = parse_filter("plan=CP", month=DECEMBER)
    record, _ = draw_full(cases, QUOTAS, where=where, seed=3)
    assert record.pool == tuple(POOL[:70])
    assert record.parameters["where"] == "plan=CP"


def test_each_kloe_gets_ten_to_fifteen_dip_samples_within_its_own_filter() -> None:
    cases = facts(POOL[:100], flags=frozenset({"neglect"})) + facts(POOL[100:], plan="CP")
    wheres = [parse_filter(text, month=DECEMBER) for text in ("flags=neglect", "plan=CP")]
    full = POOL[:50]
    one, two = draw_dips(cases, wheres, seed=5, full=full)
    assert len(one.draw.drawn) == len(two.draw.drawn) == 15
    assert set(one.draw.drawn) <= set(POOL[50:100])
    assert set(two.draw.drawn) <= set(POOL[100:])
    assert (one.kloe, two.kloe) == (1, 2)
    assert one.shortfall == two.shortfall == 0
    assert one.shared == two.shared == ()


@given(pool=st.integers(0, 30), audited=st.integers(0, 30), seed=st.integers(0, 99))
def test_dip_samples_meet_full_audits_only_where_the_pool_leaves_no_other(
    pool: int, audited: int, seed: int
) -> None:
    full = POOL[: min(audited, pool)]
    (dips,) = draw_dips(facts(POOL[:pool]), [CaseFilter()], seed=seed, full=full)
    free = pool - len(full)
    assert len(set(dips.draw.drawn)) == len(dips.draw.drawn)
    assert set(dips.shared) == set(dips.draw.drawn) & set(full)
    assert len(dips.draw.drawn) == (min(free, 15) if free >= 10 else min(pool, 10))
    assert len(dips.shared) == max(0, len(dips.draw.drawn) - free)
    assert dips.shortfall == max(0, 10 - pool)
