"""An officer who types that somebody has left is offered that person's leaving, not their own."""

import pytest

from bot.dialogs.nudges.answers import answer_to
from bot.dialogs.nudges.typing_person import Typing
from store.tables import Person
from tests.bot.cards.linter import elements
from tests.store.council import OFFICER, Council


def offered(council: Council, upn: str, words: str) -> dict[str, str]:
    """Whose leaving the answer's buttons open, by UPN, with the button's words."""
    with council.read() as reader:
        card = answer_to("leaving", Typing(reader, reader.get(Person, upn), words))
    return {
        data["id"]: str(element["title"])
        for element in elements(card)
        if (data := element.get("data") or {}).get("verb") == "person.left"
    }


def named(council: Council, upn: str) -> str:
    with council.read() as reader:
        return reader.get(Person, upn).name


@pytest.mark.parametrize(
    "words", ["{} has left", "{} left on Friday", "can you record that {} is gone"]
)
def test_the_one_who_is_named_is_offered_first(council: Council, words: str) -> None:
    auditor = council.audits()[0].auditor or ""
    said = words.format(named(council, auditor))
    assert next(iter(offered(council, OFFICER, said))) == auditor
    assert offered(council, OFFICER, said)[OFFICER] == "I am leaving myself…"


def test_a_part_of_a_name_offers_everybody_who_is_called_so(council: Council) -> None:
    auditor = council.audits()[0].auditor or ""
    part = max(named(council, auditor).split(), key=len)
    with council.read() as reader:
        called = {p.id for p in reader.rows(Person) if part in p.name.split()}
    assert called - {OFFICER} <= offered(council, OFFICER, f"{part.lower()} has left us").keys()


def test_where_nobody_is_named_the_search_is_offered_and_ones_own_leaving(council: Council) -> None:
    assert offered(council, OFFICER, "somebody has left") == {OFFICER: "I am leaving myself…"}


def test_nobody_else_is_offered_what_the_audit_team_records(council: Council) -> None:
    auditor = council.audits()[0].auditor or ""
    assert offered(council, "tm.mash", f"{named(council, auditor)} has left") == {}
