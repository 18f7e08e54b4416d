"""How often a sweep asks the database the same thing."""

from datetime import timedelta
from pathlib import Path

from bot.scheduler.sweep import sweep
from tests.bot.test_query_plans import asked
from tests.store.council import ISSUED, issued_at


def test_whether_somebody_had_their_bundle_is_asked_once_for_everybody(tmp_path: Path) -> None:
    council = issued_at(tmp_path / "issued.db")
    with asked(council.engine) as statements:
        swept = sweep(council.ledger, council.programme, ISSUED + timedelta(days=6))
    assert swept.people > 1
    assert [n for s, n in statements.count.items() if "message.once >" in s] == [1]
    # Only the queueing of each reminder asks for itself.
    assert [n for s, n in statements.count.items() if "message.once =" in s] == [swept.people]
    council.close()
