"""What Teams asks by itself when somebody looks: it shows them what they could type, no more."""

from typing import Any

import pytest

from bot.dialogs.faces import FRESH, OF_THE_TEAM, again
from store.tables import Person, TurnedAway
from store.views.parts.offers import is_of_the_team
from tests.loopback.activities import fallback, message, press, task
from tests.loopback.tenant import Tenant
from tests.store.council import OFFICER


def rows(tenant: Tenant, table: Any, **wanted: Any) -> list[Any]:
    with tenant.council.read(tenant.clock) as reader:
        return list(reader.rows(table, **wanted))


def looked(tenant: Tenant, **data: Any) -> dict[str, Any]:
    asked = press(tenant.connector.url, "answer.refresh", **data)
    asked["value"]["trigger"] = "automatic"
    return asked


@pytest.mark.parametrize("who", ["left", "guest"])
async def test_who_only_looks_at_an_old_answer_is_not_told_of_to_the_audit_team(
    tenant: Tenant, who: str
) -> None:
    person = tenant.person()
    await tenant.says(message(tenant.connector.url, "my work"), person)
    if who == "left":
        tenant.council.do("person.left", person.id, {"on": "2026-12-01"})
    else:
        with tenant.council.ledger.engine.begin() as c:
            c.exec_driver_sql("UPDATE conversation SET is_member = 0")
        tenant.connector.members[person.entra_object_id] = {"userRole": "guest"}
    await tenant.hears(looked(tenant, id="my_work", version=0), person.entra_object_id)
    await tenant.settled()
    assert rows(tenant, TurnedAway) == []


@pytest.mark.parametrize(
    "given",
    [
        {"id": "audit_team"},
        {"id": "cycles"},
        {"id": OFFICER},
        {"id": ""},
        {"id": None},
        {"id": 7},
        {"id": {"a": ["b"]}},
        {"id": "x" * 15000},
        {"id": "\x00"},
        {"id": "\ud800"},
        {"id": "who_owes", "person": OFFICER},
        {"id": "i'm_stuck"},
        {"id": "I\u2019m__stuck?!"},
    ],
    ids=lambda v: repr(v)[:30],
)
async def test_forged_words_show_what_pressing_the_menu_would(
    tenant: Tenant, given: dict[str, Any]
) -> None:
    person = next(
        p for p in rows(tenant, Person) if not {"audit_officer", "audit_manager"} & set(p.roles)
    )
    status, answer = await tenant.hears(looked(tenant, **given), person.entra_object_id)
    if status == 400 or answer["statusCode"] == 400:
        return  # refused at the edge
    with tenant.council.read(tenant.clock) as reader:
        shown = again(reader, person, str(given["id"]), "29:priya").card
    assert answer["value"] == shown


async def test_no_answer_kept_fresh_has_something_to_fill_in(tenant: Tenant) -> None:
    with tenant.council.read(tenant.clock) as reader:
        for person in reader.rows(Person):
            officer = is_of_the_team(reader, person.id)
            for intent in FRESH | (OF_THE_TEAM if officer else frozenset()):
                card = again(reader, person, intent, "29:x").card
                steps = officer and intent in OF_THE_TEAM  # whose buttons lead on to the next
                assert not (steps and "stands_on" in str(card))
                assert "'Input." not in str(card), (person.id, intent)
                standing = card["refresh"]["action"]["data"]["id"]
                assert again(reader, person, standing, "29:x").card == card


@pytest.mark.parametrize("how", ["fallback", "fetch", "submit"])
async def test_the_verb_by_another_door_does_nothing(tenant: Tenant, how: str) -> None:
    person = tenant.person()
    url = tenant.connector.url
    sent = (
        fallback(url, "answer.refresh", id="my_work")
        if how == "fallback"
        else task(url, how, "answer.refresh", id="my_work")
    )
    before = tenant.council.table("fact")
    status, _ = await tenant.hears(sent, person.entra_object_id)
    assert status == 200
    # That this is their chat is all that is written down.
    *after, bound = tenant.council.table("fact")
    assert bound["verb"] == "chat.bind"
    assert after == before
