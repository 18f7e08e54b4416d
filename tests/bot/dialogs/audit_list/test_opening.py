"""The form that opens a cycle: what it asks, what it sends, a month with too little slack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dialogs.fields import fields_of
from store.tables import Cycle
from store.vocabulary.errors import Invalid, LedgerError
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.audit_team import inputs, opened, sent
from tests.store.council import CYCLE, OFFICER, SETUP, Council, caseload, profile_text, staff


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Council]:
    """A profile that wants more slack than any month has (programme.md §4)."""
    council = Council.empty(f"sqlite:///{tmp_path / 'tight.db'}")
    council.found(profile_text().replace("least = 2", "least = 9"))
    council.load_people(staff())
    council.load_cases(caseload())
    yield council
    council.close()


def test_a_cycle_is_opened_with_its_lines_of_enquiry_and_empty_ones_left_out(
    council: Council,
) -> None:
    card = opened(council, "cycle.open", council.programme)
    assert {"service", "month", "kloes.1.text", "kloes.4.where"} <= set(inputs(card))
    assert "accept_slack" not in inputs(card)
    data = {
        "service": "Care",
        "month": "2027-01-01",
        "kloes.1.text": "Voice?",
        "kloes.1.where": "",
        "kloes.3.text": "Neglect?",
        "kloes.3.where": "flags=neglect",
    }
    council.do("cycle.open", council.programme, fields_of("cycle.open", data), by=OFFICER)
    with council.read() as reader:
        cycle = reader.get(Cycle, "care-2027-01")
    assert cycle.kloes == [
        {"text": "Voice?", "where": ""},
        {"text": "Neglect?", "where": "flags=neglect"},
    ]


def test_too_little_slack_is_refused_in_words_and_opened_all_the_same(tight: Council) -> None:
    """Under the least the audit team's word is needed (programme.md §4)."""
    data = {"service": "Frontdoor", "month": "2026-12-01", "kloes.1.text": "Voice?"}
    with pytest.raises(Invalid) as why:
        sent(tight, "cycle.open", tight.programme, data, at=SETUP)
    card = opened(
        tight, "cycle.open", tight.programme, given=data, errors=why.value.fields, at=SETUP
    )
    told = words_of(card)
    assert "December 2026 has 3 working days to spare" in told
    assert "The minimum is 9." in told
    assert "is needed" not in told
    assert [action["title"] for action in card["actions"]] == ["Open it anyway"]
    again = inputs(card)
    assert again["accept_slack"]["value"] == "true"
    assert again["kloes.1.text"]["value"] == "Voice?"
    wanted = fields_of("cycle.open", data | {"accept_slack": "true"})
    tight.do("cycle.open", tight.programme, wanted, by=OFFICER, at=SETUP)
    with tight.read(SETUP) as reader:
        assert reader.get(Cycle, CYCLE).state == "open"


def test_what_no_form_has_is_left_for_the_act_to_refuse(council: Council) -> None:
    data = {"service": "Care", "month": "2027-01-01", "kloes.x.text": "?", "actor": "hos"}
    with pytest.raises(LedgerError) as refused:
        council.do("cycle.open", council.programme, fields_of("cycle.open", data), by=OFFICER)
    assert set(refused.value.fields) == {"kloes.x.text", "actor"}
