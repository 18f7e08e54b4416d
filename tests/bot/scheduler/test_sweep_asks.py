"""How often a sweep asks the database the same thing."""

from datetime import timedelta
from pathlib import Path

from bot.scheduler.sweep import sweep
from tests.bench.council import DUE_AT
from tests.bench.sweeping import ledger_at, make_due
from tests.bot.test_query_plans import asked
from tests.store.council import ISSUED, issued_at


def test_whether_somebody_had_their_bundle_is_asked_once_for_everybody(tmp_path: Path) -> None:
    council = issued_at(tmp_path / "issued.db")
    with asked(council.engine) as statements:
        swept = sweep(council.ledger, council.programme, ISSUED + timedelta(days=6))
    assert swept.people > 1
    assert [n for s, n in statements.count.items() if "message.once >" in s] == [1]
    assert not any("message.once =" in statement for statement in statements)
    council.close()


MOST = 60


def statements_of_a_sweep(file: Path, number: int) -> tuple[int, int]:
    """How many statements a sweep runs, and how many duties it sweeps."""
    ledger, programme = ledger_at(f"sqlite:///{file}", 10)
    make_due(ledger, programme, DUE_AT, number=number)
    with asked(ledger.engine) as statements:
        swept = sweep(ledger, programme, DUE_AT)
    ledger.engine.dispose()
    return statements.count.total(), swept.duties


def test_a_sweep_asks_no_more_often_when_more_is_due(tmp_path: Path) -> None:
    few, fewer = statements_of_a_sweep(tmp_path / "few.db", 40)
    many, more = statements_of_a_sweep(tmp_path / "many.db", 240)
    assert more >= fewer + 200
    assert few <= MOST
    assert many <= MOST
    assert many - few <= 1
