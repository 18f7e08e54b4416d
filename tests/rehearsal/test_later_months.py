"""The months after the first are played too: the board, cases that close or move, deputies (§3)."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.rehearsal.council.invented import InventedCouncil, invent_council
from bot.rehearsal.council.later_months import DEPUTISED, EVENTS, OTHER_DRAWS, LaterMonths
from bot.rehearsal.council.people import LifeEvent, populate
from bot.rehearsal.council.sizes import SMALL
from bot.rehearsal.later_events import LATER
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.seeded_draw import SeededDraw
from store.clock.calendar import Calendar, months_after
from store.programme.profile import Profile, shipped, shipped_names
from tests.nights import NIGHT
from tests.rehearsal.seeds import YEAR
from tests.rehearsal.test_other_councils import played

FIRST = date(2026, 12, 1)
SELDOM = frozenset({"raised_then_below_good", "reaudit_widened"})
"""What a year of a small council may not have: each fifth night plays four more where it occurs."""
FIFTH_NIGHT = NIGHT % 5 == 0


def _events(months: int, seed: int = 1) -> tuple[InventedCouncil, list[LifeEvent]]:
    draw = SeededDraw(seed)
    council = invent_council(draw, SMALL, [Profile.parse(shipped("tower-hamlets"))])
    population = populate(draw, council)
    later = LaterMonths(SeededDraw(seed + OTHER_DRAWS), council, population, Calendar())
    later.schedule([months_after(FIRST, n) for n in range(months)])
    return council, population.events


def test_a_first_month_stays_as_it_was() -> None:
    assert _events(1)[1] == []


def test_each_month_from_the_second_a_case_closes_and_another_moves() -> None:
    _, events = _events(12)
    months = Counter((event.kind, event.at.month) for event in events)
    for month in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11):
        assert months["case_closes", month] == months["case_moves", month] == 1


def test_the_board_has_dates_from_the_second_month_on() -> None:
    _, events = _events(12)
    entered = [event.at.month for event in events if event.kind == "board_meets"]
    assert entered == [1, 3, 5, 7, 9, 11]


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_deputy_acts_in_each_month_from_the_second_to_the_sixth(seed: int) -> None:
    council, events = _events(12, seed)
    away = [event for event in events if event.kind == "away"]
    assert [event.at.month for event in away] == [1, 2, 3, 4, 5]
    for role, event in zip(DEPUTISED, away, strict=True):
        own = council.person_row(event.upn)
        assert role in own.roles
        if event.delegate is not None:
            assert council.person_row(event.delegate).service == own.service
            assert event.delegate != event.upn


def test_each_kind_of_event_is_known_to_whoever_carries_it_out() -> None:
    assert {event.kind for event in EVENTS} - {"deputy"} == LATER.keys()


@pytest.mark.nightly
def test_every_turn_of_the_months_after_is_played_in_a_night(
    year_of: Callable[..., tuple[RehearsalReport, Path]],
) -> None:
    turns = Counter(played("two_each")[0].played)
    years = [(name, YEAR) for name in shipped_names()]
    if FIFTH_NIGHT:
        years += [("tower-hamlets", YEAR + more) for more in range(1, 5)]
    for name, seed in years:
        turns.update(year_of(name, seed)[0].played)
    never = {turn for turn, times in turns.items() if not times}
    assert never <= (frozenset() if FIFTH_NIGHT else SELDOM)
