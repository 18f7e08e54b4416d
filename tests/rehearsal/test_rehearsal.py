"""Audit months with simulated people keep every invariant, and a seed repeats them exactly."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from bot.rehearsal.report import RehearsalReport, report_page
from bot.rehearsal.simulation import Scenario, rehearse
from store.ledger.database import open_engine
from store.programme.profile import shipped
from tests.nights import of_tonight
from tests.rehearsal.conftest import PROFILE
from tests.rehearsal.seeds import BY_DAY, BY_NIGHT, FAILED, NIGHTS, SMALLEST

SCRIPT = """
from bot.rehearsal.simulation import Scenario, rehearse
from store.ledger.database import open_engine
from store.programme.profile import shipped
from tests.rehearsal.conftest import PROFILE
from tests.rehearsal.seeds import SMALLEST
scenario = Scenario("tower-hamlets", shipped("tower-hamlets"), 1, 1, SMALLEST)
print(rehearse(open_engine("sqlite://"), scenario).head)
"""


STANDING = 0.4
"""The share of all messages delivered that may stand in the chats of any part of the work."""
Rehearsed = Callable[[int], RehearsalReport]


@pytest.mark.parametrize("seed", BY_DAY)
def test_a_month_of_simulated_people_breaks_no_rule(seed: int, rehearsed: Rehearsed) -> None:
    assert rehearsed(seed).problems == ()


def test_at_the_end_of_a_month_two_in_five_messages_stand_at_most(rehearsed: Rehearsed) -> None:
    """Over the months of the day together, for the smallest has a few messages only."""
    counted = [one for seed in BY_DAY for one in rehearsed(seed).standing]
    assert {one.part for one in counted} == {
        "auditor",
        "head_of_service",
        "audit_team",
        "everybody",
    }
    for part in {one.part for one in counted}:
        standing = sum(one.standing for one in counted if one.part == part)
        assert standing <= STANDING * sum(one.delivered for one in counted if one.part == part), (
            part
        )


@pytest.mark.nightly
@pytest.mark.parametrize("seed", sorted({*of_tonight(BY_NIGHT, NIGHTS), *FAILED} - {*BY_DAY}))
def test_no_month_of_a_long_night_breaks_a_rule(seed: int, rehearsed: Rehearsed) -> None:
    assert rehearsed(seed).problems == ()


def test_forty_nights_play_every_seed_once() -> None:
    played = [seed for night in range(NIGHTS) for seed in of_tonight(BY_NIGHT, NIGHTS, night)]
    assert sorted(played) == list(BY_NIGHT)


@pytest.mark.nightly
def test_the_same_seed_gives_the_same_head_whatever_the_order_of_sets() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-c", SCRIPT]
    elsewhere = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        command, env=environment, check=True, capture_output=True, text=True
    )
    engine = open_engine("sqlite://")
    here = rehearse(engine, Scenario(PROFILE, shipped(PROFILE), 1, 1, SMALLEST))
    engine.dispose()
    assert elsewhere.stdout.strip() == here.head


def test_another_seed_gives_another_month(rehearsed: Rehearsed) -> None:
    assert rehearsed(BY_DAY[0]).head != rehearsed(BY_DAY[1]).head


def test_three_months_go_through_the_whole_of_the_work(rehearsed: Rehearsed) -> None:
    reports = [rehearsed(seed) for seed in BY_DAY]
    done = {verb for report in reports for verb in report.acts}
    assert done >= {
        "audit.add", "cycle.open", "cycle.select", "cycle.allocate", "list.propose", "list.confirm",
        "allocation.accept", "section.complete", "return.submit", "check.pass",
        "moderation.agree", "dip.record", "dip.report", "dip.sign_off", "person.absent",
        "person.left",
    }  # fmt: skip
    assert all(report.pressed_twice or report.refusals for report in reports)


def test_the_page_says_what_happened(rehearsed: Rehearsed) -> None:
    report = rehearsed(BY_DAY[0])
    words = report_page(report)
    assert report.head in words
    assert "Every invariant held" in words
    assert "slack 3 working days" in words
