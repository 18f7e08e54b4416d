"""At the desk an answer to typed words says how surely they were understood, and as what."""

import re
from pathlib import Path

from bot.desk.understood import MOST, UnderstoodAnswers
from bot.dialogs.faces import Face
from bot.understanding.reading import Understood
from store.vocabulary.intents import INTENTS
from tests.loopback.activities import message
from tests.loopback.tenant import Tenant

CARD = {"type": "AdaptiveCard"}


def caller(tenant: Tenant) -> object:
    class Somebody:
        entra_object_id = tenant.person().entra_object_id

    return Somebody()


def test_an_answer_is_known_by_its_card_once_and_in_its_own_chat(tenant: Tenant) -> None:
    answers, somebody = UnderstoodAnswers(), caller(tenant)
    upn = tenant.person().entra_object_id
    answers.heard(somebody, Face(CARD, "", Understood("sure", ("absence",))))  # type: ignore[arg-type]
    assert answers.of("somebody-else", CARD) is None
    assert answers.of(upn, {"type": "Other"}) is None
    assert answers.of(upn, CARD) == {"tier": "sure", "intents": ["absence"]}
    assert answers.of(upn, CARD) is None


def test_answers_that_never_came_are_forgotten(tenant: Tenant) -> None:
    answers, somebody = UnderstoodAnswers(), caller(tenant)
    for _ in range(3 * MOST):
        answers.heard(somebody, Face(CARD, "", Understood("lost")))  # type: ignore[arg-type]
    came = 0
    while answers.of(tenant.person().entra_object_id, CARD) is not None:
        came += 1
    assert came == MOST


def test_a_child_at_risk_is_named_last_and_alone_where_nothing_else_was_understood() -> None:
    assert Understood("lost", (), at_risk=True).told == {"tier": "sure", "intents": ["at_risk"]}
    assert Understood("unsure", ("who", "show"), at_risk=True).told == {
        "tier": "unsure", "intents": ["who", "show", "at_risk"],
    }  # fmt: skip


def test_the_contract_has_a_table_of_every_name() -> None:
    page = Path("docs/contract.md").read_text("utf-8")
    table = page.partition("<!-- intents:begin -->")[2].partition("<!-- intents:end -->")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {*INTENTS, "at_risk"}


async def test_what_is_typed_stands_in_no_fact(tenant: Tenant) -> None:
    person = tenant.person()
    await tenant.says(message(tenant.connector.url, "im off sick with zebraflu next week"), person)
    await tenant.settled()
    facts = str(tenant.council.table("fact"))
    assert "zebraflu" not in facts
