"""The in-memory ledger of a rehearsal does the same as the ledger in use, only quicker."""

from datetime import UTC, datetime

import pytest

from bot.rehearsal import simulation
from bot.rehearsal.council_events import SHELL
from bot.rehearsal.in_memory.ledger import InMemoryLedger
from bot.rehearsal.simulation import Scenario, key_for, rehearse
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.randomness import SeededRandomness
from store.programme.profile import shipped
from store.tables import Closure, Programme
from store.vocabulary.errors import Invalid
from tests.rehearsal.seeds import SMALLEST

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [7])
def test_a_month_on_the_plain_ledger_has_the_same_head(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = Scenario("tower-hamlets", shipped("tower-hamlets"), 1, seed, SMALLEST)
    kept = rehearse(open_engine("sqlite://"), scenario)
    monkeypatch.setattr(simulation, "InMemoryLedger", Ledger)
    plain = rehearse(open_engine("sqlite://"), scenario)
    assert (plain.head, plain.facts, plain.problems) == (kept.head, kept.facts, kept.problems)


def test_after_an_act_refused_half_way_everything_is_read_again() -> None:
    """The rows read before it belong to a closed session, and none of them may be used again."""
    ledger = InMemoryLedger(
        open_engine("sqlite://"), key=key_for(7), randomness=SeededRandomness(7)
    )
    text = shipped("tower-hamlets")
    name = found_programme(
        ledger, authority="Rehearsal", profile_name="th", text=text, actor=SHELL, at=AT
    )
    with ledger.read(name, at=AT) as reader:
        reader.rows(Programme)
    with pytest.raises(Invalid):
        _refused_half_way(ledger, name)
    with ledger.read(name, at=AT) as reader:
        assert [row.authority for row in reader.rows(Programme)] == ["Rehearsal"]
        assert not reader.rows(Closure)


def _refused_half_way(ledger: Ledger, name: str) -> None:
    with ledger.unit(name, actor=SHELL, at=AT) as unit:
        unit.add(Closure(programme=name, id="x", on=AT.date(), kind="closure", name="x"))
        unit.session.flush()
        raise Invalid("It is refused after all.")
