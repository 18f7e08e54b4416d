"""What docs/duties.md says of every duty is what a rehearsal shows of it (programme.md §3, §4)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rehearsal.report import RehearsalReport
from store.ledger.database import open_engine
from store.programme.profile import shipped_names
from tests.docs.duties_table import PROFILES
from tests.rehearsal.duties_seen import differences
from tests.rehearsal.seeds import BY_DAY

LEAST = 2 / 3
"""The share of a council's kinds of duty that a small year opens at least."""


def _as_the_page_says(ledger: Path, profile: str) -> list[str]:
    engine = open_engine(f"sqlite:///{ledger}")
    found = sorted(set(differences(engine, profile)))
    engine.dispose()
    return found


def test_each_duty_of_a_month_is_owed_told_and_done_as_the_page_says(
    month_kept: Callable[[int], Path],
) -> None:
    assert _as_the_page_says(month_kept(BY_DAY[0]), "tower-hamlets") == []


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped_names())
def test_each_duty_of_a_year_is_owed_told_and_done_as_the_page_says(
    name: str, year_of: Callable[[str], tuple[RehearsalReport, Path]]
) -> None:
    report, ledger = year_of(name)
    assert _as_the_page_says(ledger, name) == []
    opened, known = {one.kind for one in report.duties}, PROFILES[name].duty.keys()
    assert len(opened) >= len(known) * LEAST, sorted(known - opened)
