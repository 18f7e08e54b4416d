"""An answer to typed words stays true after a press, and always leads on to the menu."""

from typing import Any

import pytest

from bot.cards.nudges.understood import SHOW
from bot.desk.buttons import buttons
from bot.dialogs.faces import MENUS, chosen, welcome
from bot.understanding.intents import offered
from store.tables import Person
from tests.bot.dialogs.showing import words
from tests.loopback.activities import message, press
from tests.loopback.tenant import Tenant
from tests.store.council import HOS, Council


def shown_by(card: Any) -> set[str]:
    """The meanings whose answers a card's buttons show."""
    return {str(one.data["id"]).partition(" ")[0] for one in buttons(card) if one.verb == SHOW}


async def test_who_accepts_on_the_answer_to_their_words_sees_that_nothing_waits_any_more(
    tenant: Tenant,
) -> None:
    audit = tenant.council.audits()[0]
    with tenant.council.read(tenant.clock) as reader:
        person = reader.get(Person, audit.auditor or "")
    said = message(tenant.connector.url, f"I accept {audit.case_ref}")
    await tenant.hears(said, person.entra_object_id)
    (answer,) = [one for one in tenant.connector.messages if audit.case_ref in str(one.activity)]
    card = answer.activity["attachments"][0]["content"]
    (accept,) = [one for one in buttons(card) if one.verb == "allocation.accept"]
    pressed = press(tenant.connector.url, "allocation.accept", **accept.data)
    _, now = await tenant.hears(pressed, person.entra_object_id)
    assert tenant.council.audit(audit.id).state == "accepted"
    assert "allocation.accept" not in {one.verb for one in buttons(now["value"])}
    assert "No audit waits for you to accept it" in str(now["value"])


@pytest.mark.parametrize("intent", sorted({*offered()} - MENUS))
def test_whoever_opened_the_wrong_answer_is_one_press_from_the_menu(
    council: Council, intent: str
) -> None:
    with council.read() as reader:
        card = chosen(reader, reader.get(Person, HOS), {"id": intent}, "29:x").card
    assert "help" in shown_by(card)


def test_a_newcomer_who_never_types_reaches_every_answer_by_pressing(council: Council) -> None:
    with council.read() as reader:
        person = reader.get(Person, HOS)
        first = welcome(person).card
        assert {"my_work", "help"} <= shown_by(first)
        menu = shown_by(chosen(reader, person, {"id": "help"}).card)
    assert {*offered()} - {"help", "draw", "upload"} <= menu


def test_every_word_that_is_explained_can_be_opened_without_typing_it(council: Council) -> None:
    with council.read() as reader:
        card = chosen(reader, reader.get(Person, HOS), {"id": "meaning"})
        grades = [grade.definition for grade in reader.profile.scale]
    assert all(one in words(card) for one in [*grades, "Third lock"])
