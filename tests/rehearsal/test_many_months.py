"""A rehearsal of many months: the rhythm of cycles, successors of leavers and the workload."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.rehearsal.comparison import Comparison, comparison_page
from bot.rehearsal.council.invented import invent_council
from bot.rehearsal.council.rhythm import planned_cycles
from bot.rehearsal.council.sizes import SMALL, CouncilSize
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.simulation import Scenario, rehearse
from store.ledger.database import open_engine
from store.programme.profile import Profile, shipped, shipped_names
from tests.rehearsal.seeds import BY_DAY, SMALLEST

FIRST = date(2026, 12, 1)
SERVICES = ("Frontdoor", "FSP and CWD", "CLA and TCS")


def test_each_of_three_services_is_audited_once_in_six_months_in_turn() -> None:
    found = [
        (one.month.isoformat()[:7], one.service) for one in planned_cycles(SERVICES, FIRST, 12, 6)
    ]
    assert found == [
        ("2026-12", "Frontdoor"),
        ("2027-02", "FSP and CWD"),
        ("2027-04", "CLA and TCS"),
        ("2027-06", "Frontdoor"),
        ("2027-08", "FSP and CWD"),
        ("2027-10", "CLA and TCS"),
    ]


def test_a_monthly_programme_audits_every_service_every_month() -> None:
    assert len(list(planned_cycles(SERVICES, FIRST, 12, 1))) == 36


def test_who_leaves_is_followed_and_their_cases_and_people_follow_too() -> None:
    profile = Profile.parse(shipped("tower-hamlets"))
    council = invent_council(SeededDraw(1), SMALL, [profile])
    leader = council.holders_of("team_manager")[0]
    below = [person.upn for person in council.people if person.manager_upn == leader]
    cases = [case.case_ref for case in council.cases if case.team_manager_upn == leader]
    people, changed = council.replace_leaver(leader, "new@rehearsal.example", "New Leader")
    assert [line.upn for line in people] == ["new@rehearsal.example", *below]
    assert [line.case_ref for line in changed] == cases
    assert leader not in {person.manager_upn for person in council.people}
    assert council.person_row(leader).upn == leader, "what they did can still be told"


def test_two_profiles_are_tried_on_the_very_same_people_and_cases() -> None:
    profiles = [Profile.parse(shipped(name)) for name in shipped_names()]
    councils = [invent_council(SeededDraw(5), SMALL, each) for each in (profiles, profiles[::-1])]
    assert councils[0] == councils[1]


def _rehearsed(profile: str, months: int, seed: int, size: CouncilSize) -> RehearsalReport:
    engine = open_engine("sqlite://")
    try:
        return rehearse(engine, Scenario(profile, shipped(profile), months, seed, size))
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(name, marks=[] if name == "coventry" else [pytest.mark.nightly])
        for name in shipped_names()
    ],
)
def test_two_months_of_each_profile_break_no_rule(profile: str) -> None:
    report = _rehearsed(profile, 2, 1, SMALLEST)
    assert report.problems == ()
    assert report.audits > 0
    assert {load.month for load in report.load} >= {"2026-12", "2027-01"}
    assert report.played["board_dates_entered"] == 1


@pytest.mark.nightly
@pytest.mark.parametrize("profile", shipped_names())
def test_a_year_of_each_profile_breaks_no_rule(
    profile: str, year_of: Callable[[str], tuple[RehearsalReport, Path]]
) -> None:
    assert year_of(profile)[0].problems == ()


def test_a_comparison_lays_both_side_by_side(rehearsed: Callable[[int], RehearsalReport]) -> None:
    report = rehearsed(BY_DAY[0])
    words = comparison_page(Comparison(report, report))
    assert f"the same council (seed {BY_DAY[0]})" in words
    assert "acts per audit officer in a month: mean, most" in words
