"""What a unit of work writes: each changed row once, and only over the version it was read with."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from store.ledger import Unit
from store.tables import Audit, Message
from store.vocabulary.errors import Stale
from tests.bot.test_query_plans import asked
from tests.store.council import ISSUED, Council, issued_at


@pytest.fixture
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    held = issued_at(tmp_path_factory.mktemp("writes") / "issued.db")
    yield held
    held.close()


def _note(unit: Unit, number: int) -> None:
    for audit in unit.rows(Audit, state="issued")[:number]:
        audit.quota = "changed"
        unit.session.take_note()
        audit.quota = "changed again"
    unit.record("list.confirm", unit.programme, {})


@pytest.mark.parametrize("number", [1, 5])
def test_rows_that_change_alike_are_written_together_however_often_they_changed(
    at_home: Council, number: int
) -> None:
    with asked(at_home.engine) as statements, at_home.unit() as unit:
        _note(unit, number)
    writes = {s.split()[1]: n for s, n in statements.count.items() if s.startswith("UPDATE")}
    assert writes == {"audit": 1, "head": 1}
    with at_home.read() as reader:
        assert len(reader.rows(Audit, quota="changed again")) == number


def test_a_row_that_somebody_else_changed_meanwhile_stops_the_whole_act(council: Council) -> None:
    before = council.everything()
    [one, *_] = council.audits()
    elsewhere = "UPDATE audit SET version = version + 1 WHERE id = :audit"

    def overtaken() -> None:
        with council.unit() as unit:
            audit = unit.get(Audit, one.id)
            unit.session.connection().exec_driver_sql(elsewhere.replace(":audit", f"'{one.id}'"))
            audit.quota = "changed"
            unit.record("list.confirm", unit.programme, {})

    with pytest.raises(Stale, match="Somebody else changed this"):
        overtaken()
    assert council.everything() == before


def test_what_an_act_changed_is_found_by_whoever_asks_in_the_same_act(council: Council) -> None:
    with council.unit(at=ISSUED + timedelta(hours=1)) as unit:
        [one, *_] = unit.rows(Audit, state="issued")
        one.quota = "changed"
        unit.session.take_note()
        assert [audit.id for audit in unit.rows(Audit, quota="changed")] == [one.id]
        seen = "SELECT count(*) FROM audit WHERE quota = 'changed'"
        assert unit.session.connection().exec_driver_sql(seen).scalar_one() == 1
        unit.record("list.confirm", unit.programme, {})
        assert not unit.rows(Message, kind="nobody")
    with council.read() as reader:
        assert reader.get(Audit, one.id).quota == "changed"
