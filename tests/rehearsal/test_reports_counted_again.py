"""What the reports of a rehearsed council count is what others count from its rows (§5)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.rehearsal.checks.papers_agree import disagreements
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.simulation import key_for
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.programme.profile import shipped_names
from store.tables import Fact
from store.tables.columns import instant
from store.views.reports.grades import grades
from store.views.reports.loop import loop
from store.views.reports.scorecard import scorecard
from tests.rehearsal.counted_again import Rows, differences
from tests.rehearsal.seeds import BY_DAY, YEAR


def _told(engine: Engine, seed: int) -> tuple[Mapping[str, Any], list[str]]:
    """The whole reports on every cycle as of the ledger's end, and where papers disagree."""
    ledger = Ledger(engine, key=key_for(seed), randomness=SeededRandomness(seed))
    with Session(engine) as session:
        last = session.scalars(select(Fact.at).order_by(col(Fact.seq).desc())).first()
    (programme,) = ledger.programmes()
    with ledger.read(programme, at=instant(str(last)) + timedelta(minutes=1)) as reader:
        found = grades(reader, full=True)
        return {
            "grades": found,
            "scorecard": scorecard(reader),
            "loop": loop(reader, full=True),
            "rated": reader.profile.counted_kinds,
            "domains": {
                row["kind"]: {
                    key: domain.name
                    for key, domain in reader.profile.domains_of(row["kind"]).items()
                }
                for row in found["rows"]
            },
        }, list(disagreements(reader))


def _as_others_count(file: Path, seed: int) -> None:
    engine = open_engine(f"sqlite:///{file}")
    told, apart = _told(engine, seed)
    assert sum(row["n"] for row in told["grades"]["rows"]) > 0
    assert list(differences(Rows(engine), told)) == []
    assert apart == []
    engine.dispose()


def test_5_a_months_reports_say_what_pandas_counts_from_the_rows(
    month_kept: Callable[[int], Path],
) -> None:
    _as_others_count(month_kept(BY_DAY[0]), BY_DAY[0])


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped_names())
def test_5_a_years_reports_say_what_pandas_counts_from_the_rows_and_papers_agree(
    name: str, year_of: Callable[[str], tuple[RehearsalReport, Path]]
) -> None:
    _as_others_count(year_of(name)[1], YEAR)


def test_5_a_report_that_miscounts_is_found_out(month_kept: Callable[[int], Path]) -> None:
    engine = open_engine(f"sqlite:///{month_kept(BY_DAY[0])}")
    told, _ = _told(engine, BY_DAY[0])
    row = next(row for row in told["grades"]["rows"] if row["n"])
    row["raised"] += 1
    first, *_ = (one for one in row["first"].values() if one["n"])
    first["n"] -= 1
    told["scorecard"]["rows"][0]["in_time"] += 1
    told["loop"]["rows"][0]["open"] += 1
    assert len(list(differences(Rows(engine), told))) == 4
    engine.dispose()
