"""In Teams: a month's learning is planned in a short form, read on a card and recorded."""

from datetime import UTC, datetime
from typing import Any

from bot.dialogs.forms import fields_of
from bot.dialogs.receipts import receipt
from bot.dialogs.reports.learning import piece_in
from store.tables import CycleReport
from tests.bot.dialogs.opening import inputs, opened
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import CYCLE, PSW, Council

PLANNED = datetime(2027, 1, 21, 10, tzinfo=UTC)
MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
TYPED = {
    "theme": "The child's voice",
    "domain": "c2",
    "starts_on": "2027-02-01",
    "pieces": "Seeing them alone, 10, https://learning.example/1\nTheir words, and ours, 15",
}


def press(council: Council, verb: str, by: str, at: datetime, **typed: Any) -> None:
    given = fields_of(verb, {"verb": verb, "id": CYCLE, "version": 0, **typed})
    council.do(verb, CYCLE, given, by=by, at=at)


def test_the_form_plans_a_piece_a_line_and_its_receipt_says_when_the_first_goes(
    council: Council,
) -> None:
    asked = inputs(opened(council, "learning.plan", CYCLE, PSW, PLANNED))
    assert asked.keys() == TYPED.keys()
    press(council, "learning.plan", PSW, PLANNED, **TYPED)
    with council.read(PLANNED) as reader:
        (plan,) = reader.rows(CycleReport, kind="learning")
        assert [(one["title"], one["minutes"]) for one in plan.details["pieces"]] == [
            ("Seeing them alone", 10), ("Their words, and ours", 15),
        ]  # fmt: skip
        assert receipt(reader, "learning.plan", CYCLE) == (
            "Planned. The first piece goes out on Mon 1 Feb."
        )


def test_a_line_without_minutes_takes_ten() -> None:
    assert piece_in("Their words") == {"title": "Their words", "minutes": "10", "link": ""}


def test_mondays_card_has_its_link_and_asks_nothing_of_a_practitioner(council: Council) -> None:
    press(council, "learning.plan", PSW, PLANNED, **TYPED)
    council.do("learning.send", CYCLE, by=PSW, at=MONDAY)
    card = shown(council, "sw.mash", "learning", at=MONDAY)
    assert card.summary == "Seeing them alone (10 minutes)"
    assert "The child's voice" in words(card)
    assert verbs(card) == set()
    assert verbs(shown(council, "ap.mash", "learning", at=MONDAY)) == {"learning.reflect"}
    assert verbs(shown(council, PSW, "learning", at=MONDAY)) == {"learning.attend"}


def test_a_session_and_a_workshop_are_one_short_form_each(council: Council) -> None:
    press(council, "learning.plan", PSW, PLANNED, **TYPED)
    for verb, by in (("learning.reflect", "ap.mash"), ("learning.attend", PSW)):
        assert len(inputs(opened(council, verb, CYCLE, by, MONDAY))) == 3
    session = {"person": "sw.mash", "held_on": "2027-02-01", "cases": "FR-10, FR-12"}
    press(council, "learning.reflect", "ap.mash", MONDAY, **session)
    came = {"what": "Service day", "held_on": "2027-02-01", "people": "sw.mash,tm.mash"}
    press(council, "learning.attend", PSW, MONDAY, **came)
    with council.read(MONDAY) as reader:
        (row,) = reader.rows(CycleReport, kind="learning_attended")
        assert row.details["people"] == ["sw.mash", "tm.mash"]
