"""A council other than the five needs a file and no code: a month of each, with its own rules.

programme.md §6: "A sixth authority writes a file, not code."
"""

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.rehearsal.council.sizes import SMALL
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.simulation import Scenario, key_for, rehearse
from store.checker.checker import check
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.people.posts import AUTHORITY
from store.programme.profile import Profile, shipped
from store.programme.shipped import whole
from store.tables import Audit

AFTER = datetime(2027, 3, 1, 12, tzinfo=UTC)
FOLDER = Path(__file__).parent / "councils"
INVENTED = sorted(file.stem for file in FOLDER.glob("*.toml"))


def _file(name: str) -> str:
    """A council's file as it is written: with what it changes of the base."""
    return (FOLDER / f"{name}.toml").read_text("utf-8")


def _text(name: str) -> str:
    return whole(_file(name)) if name in INVENTED else shipped(name)


@cache
def played(name: str) -> tuple[RehearsalReport, Engine]:
    """A small month under that profile, run once for all tests."""
    engine = open_engine("sqlite://")
    return rehearse(engine, Scenario(name, _text(name), 1, 1, SMALL)), engine


def _audits(name: str) -> list[Audit]:
    _, engine = played(name)
    ledger = Ledger(engine, key=key_for(1), randomness=SeededRandomness(1))
    with ledger.read(ledger.programmes()[0], at=AFTER) as reader:
        return list(reader.rows(Audit, kind="full"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.nightly] * (name in {"marked", "two_each"}))
        for name in INVENTED
    ],
)
def test_a_month_breaks_no_rule(name: str) -> None:
    report, _ = played(name)
    assert report.problems == ()
    assert report.acts["return.submit"] >= 1


@pytest.mark.parametrize("name", INVENTED)
def test_the_checker_finds_nothing_wrong_with_it(name: str) -> None:
    assert check(_file(name)) == ()
    assert check(_text(name)) == ()


def test_a_scale_may_go_from_ten_to_nought() -> None:
    profile = Profile.parse(_text("ten_points"))
    assert [grade.name for grade in profile.scale] == [str(n) for n in range(10, -1, -1)]
    given = {audit.first for audit in _audits("ten_points")} - {None}
    assert given <= set(profile.grades)
    assert given


def test_where_nothing_is_moderated_every_audit_is_complete_without_a_moderator() -> None:
    audits = [a for a in _audits("no_moderation") if a.state not in {"swapped", "voided"}]
    assert {audit.state for audit in audits} == {"complete"}
    assert {audit.moderator for audit in audits} == {None}


@pytest.mark.nightly
def test_a_duty_of_a_councils_own_is_owed_nudged_and_recorded_as_done() -> None:
    report, _ = played("two_each")
    assert report.acts["duty.done"] >= 1


@pytest.mark.nightly
def test_each_manager_has_two_files_a_month() -> None:
    audits = [a for a in _audits("two_each") if a.replaces is None and a.state != "swapped"]
    first = Counter(a.barred[0] if a.barred else a.auditor for a in audits)
    assert set(first.values()) == {2}
    assert all(audit.cycle.startswith(AUTHORITY.split()[0].lower()) for audit in audits)
