"""The form that adds a day without work."""

from datetime import date

import pytest

from store.tables import Closure
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.audit_team import inputs, opened, sent
from tests.store.council import Council


def test_a_day_without_work_is_added_and_asked_for_once(council: Council) -> None:
    card = opened(council, "closure.add", council.programme)
    assert inputs(card)["kind"]["value"] == "closure"
    data = {"on": "2026-12-21", "kind": "closure", "name": "Council closed"}
    assert sent(council, "closure.add", council.programme, data).startswith("Added.")
    with council.read() as reader:
        [closure] = reader.rows(Closure)
    assert closure.on == date(2026, 12, 21)
    assert "Mon 21 Dec: Council closed" in words_of(
        opened(council, "closure.add", council.programme)
    )
    with pytest.raises(Invalid):
        sent(council, "closure.add", council.programme, data)
