"""Who may take part (trust.md §4): strangers, leavers and guests are turned away, and reported."""

from datetime import timedelta
from typing import Any

import pytest

from store.tables import Conversation, Message, Person, TurnedAway
from tests.loopback.activities import message, press
from tests.loopback.connector import Answers
from tests.loopback.tenant import Tenant
from tests.store.council import OFFICER

STRANGER = "99999999-aaaa-4bbb-8ccc-00000000000{}"


def _rows(tenant: Tenant, table: Any, **wanted: Any) -> list[Any]:
    with tenant.council.read() as reader:
        return list(reader.rows(table, **wanted))


async def _words_to(
    tenant: Tenant, entra_object_id: str, said: dict[str, Any] | None = None
) -> str:
    """The answer that a person's client shows after they have typed words."""
    before = len(tenant.connector.messages)
    said = message(tenant.connector.url, "my work") if said is None else said
    status, _ = await tenant.hears(said, entra_object_id)
    assert status == 200
    assert len(tenant.connector.messages) == before + 1
    return str(tenant.connector.messages[-1].activity.get("text", "a card"))


async def test_strangers_get_a_kind_word_and_the_audit_team_hears_once_a_day_who_tried(
    tenant: Tenant,
) -> None:
    tenant.connector.members[STRANGER.format(1)] = {
        "name": "Ann [x](https://e.example)",
        "userPrincipalName": "ann@riverside.example",
    }
    for number in (1, 2, 1, 1):
        assert "does not know you yet" in await _words_to(tenant, STRANGER.format(number))
        await tenant.settled()
    noted = _rows(tenant, TurnedAway)
    assert [one.entra_object_id[-1] for one in noted] == ["1", "2"], "each of them once"
    [card] = _rows(tenant, Message, kind="turned_away")
    assert (card.to, card.subject) == ("post:audit_team", noted[0].id)
    tenant.clock += timedelta(days=1)
    assert "does not know" in await _words_to(tenant, STRANGER.format(2))
    await tenant.settled()
    assert len(_rows(tenant, Message, kind="turned_away")) == 2, "and again the next day"

    for _ in range(3):
        await tenant.delivered()
    [officer] = _rows(tenant, Person, id=OFFICER)
    shown = [
        str(one.activity)
        for one in tenant.connector.messages
        if one.conversation_id == f"a:chat-of-{officer.entra_object_id}"
    ]
    [told] = [card for card in shown if "turned away on Tue 1 Dec" in card]
    assert "2 people were" in told
    assert "Ann \\\\[x" in told, "a name is a name and no link"
    assert "ann@riverside.example is not in the directory" in told


async def test_nothing_is_shown_to_a_stranger_and_nothing_done(tenant: Tenant) -> None:
    audits = _rows(tenant, Message)[0].subject
    pressed = press(tenant.connector.url, "allocation.accept", id=audits, version=1)
    _, answer = await tenant.hears(pressed, STRANGER.format(1))
    assert answer["value"].startswith("Sightline does not know you yet.")
    with tenant.council.read() as reader:
        assert reader.session.get(Conversation, (reader.programme, STRANGER.format(1))) is None
    assert audits not in str(answer)


async def test_whoever_has_left_is_refused_at_once(tenant: Tenant) -> None:
    person = tenant.person()
    tenant.council.do("person.left", person.id, {"on": "2026-12-01"})
    assert "has ended" in await _words_to(tenant, person.entra_object_id)
    await tenant.settled()
    assert [one.why for one in _rows(tenant, TurnedAway)] == ["left"]


@pytest.mark.parametrize(
    "said",
    [{"userRole": "guest"}, {"userPrincipalName": "rob_other.example#EXT#@riverside.example"}],
)
async def test_a_guest_of_the_tenant_is_turned_away_though_the_directory_lists_them(
    tenant: Tenant, said: dict[str, str]
) -> None:
    person = tenant.person()
    tenant.connector.members[person.entra_object_id] = said
    assert "You are a guest" in await _words_to(tenant, person.entra_object_id)
    await tenant.settled()
    assert [one.why for one in _rows(tenant, TurnedAway)] == ["guest"]
    assert _rows(tenant, Person, id=person.id)[0].left_on is None


async def test_teams_is_asked_once_who_somebody_is_and_until_it_says_so_nothing_is_done(
    tenant: Tenant,
) -> None:
    person = tenant.person()
    tenant.connector.will(Answers(503))
    assert "does not say just now" in await _words_to(tenant, person.entra_object_id)
    for _ in range(3):
        assert await _words_to(tenant, person.entra_object_id) == "a card"
    asked = [call for call in tenant.connector.calls if "/members/" in call.path]
    assert len(asked) == 2


async def test_an_authority_may_let_its_guests_take_part(tenant_with_guests: Tenant) -> None:
    tenant = tenant_with_guests
    person = tenant.person()
    tenant.connector.members[person.entra_object_id] = {"userRole": "guest"}
    assert await _words_to(tenant, person.entra_object_id) == "a card"
