"""Typed words are answered with what their reader may see; a newcomer is welcomed."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.faces import said, welcome
from store.tables import Person
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import words
from tests.store.council import DIRECTOR, HOS, OFFICER, PSW, Council

AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday, a working day past the due day."""


@pytest.mark.parametrize("typed", ["help", "My work", "status?", "who owes", "what is this"])
@pytest.mark.parametrize("upn", [PSW, HOS, OFFICER, "tm.mash", "ap.care.one", "sw.mash", DIRECTOR])
def test_typed_words_are_answered_with_a_card_that_keeps_the_rules(
    council: Council, typed: str, upn: str
) -> None:
    with council.read(AFTER) as reader:
        [answer] = said(reader, reader.get(Person, upn), typed)
    assert problems(answer) == []


def test_a_team_manager_sees_no_other_teams_debts(council: Council) -> None:
    with council.read() as reader:
        [answer] = said(reader, reader.get(Person, "tm.mash"), "who owes")
        [own] = said(reader, reader.get(Person, "sw.mash"), "who owes")
    assert "Assessment" not in words(answer)
    assert own.summary == "1 person owes something"  # their own section
    assert "Tm" not in words(own)


def test_a_newcomer_is_welcomed_by_name(council: Council) -> None:
    with council.read() as reader:
        card = welcome(reader.get(Person, HOS))
    assert problems(card) == []
    assert "Hos Frontdoor" in words(card)
