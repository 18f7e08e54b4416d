"""A rehearsal's ledger in memory is the ledger in use, only quicker."""

from dataclasses import replace

import pytest

from bot.rehearsal import month
from bot.rehearsal.council import SMALL
from bot.rehearsal.month import Script, rehearse
from store.database import open_engine
from store.ledger import Ledger
from store.programme.profile import shipped


@pytest.mark.parametrize("seed", [7])
def test_a_month_on_the_plain_ledger_has_the_same_head(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    smallest = replace(SMALL, quotas=2, dips=(1, 1))
    script = Script("tower-hamlets", shipped("tower-hamlets"), 1, seed, smallest)
    kept = rehearse(open_engine("sqlite://"), script)
    monkeypatch.setattr(month, "KeptLedger", Ledger)
    plain = rehearse(open_engine("sqlite://"), script)
    assert (plain.head, plain.facts, plain.problems) == (kept.head, kept.facts, kept.problems)
