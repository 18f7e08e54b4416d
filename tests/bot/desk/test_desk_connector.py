"""The Bot Connector of the desk answers a bot as Teams does (teams.md §1)."""

from io import BytesIO

import pytest

from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import BOT, LEAH, PRIYA, TENANT, Json, card_message
from tests.bot.desk.sample_cards import accepted, allocation, card, text


def to(member: str) -> Json:
    return {
        "bot": {"id": f"28:{BOT}"},
        "members": [{"id": member}],
        "channelData": {"tenant": {"id": TENANT}},
        "isGroup": False,
        "tenantId": TENANT,
    }


async def call(desk: Desk, method: str, url: str, body: object) -> tuple[int, Json]:
    async with desk.http.request(method, url, json=body) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("prefix", ["", "29:"])
async def test_a_bot_gets_the_same_chat_with_a_person_each_time_it_asks(
    desk: Desk, prefix: str
) -> None:
    first = await desk.tell("/v3/conversations", to(prefix + PRIYA.entra_object_id))
    again = await desk.tell("/v3/conversations", to(prefix + PRIYA.entra_object_id))
    other = await desk.tell("/v3/conversations", to(prefix + LEAH.entra_object_id))
    assert first == again == (201, {"id": desk.builder.conversation(PRIYA)})
    assert first[1]["id"].startswith("a:")
    assert other[1] != first[1]


async def test_a_stranger_to_the_tenant_has_no_chat(desk: Desk) -> None:
    status, body = await desk.tell("/v3/conversations", to("id-of-a-stranger"))
    assert status == 403
    assert body["error"]["code"] == "ForbiddenOperationException"


@pytest.mark.parametrize("members", [[], [{"id": "a"}, {"id": "b"}], "a", None])
async def test_a_chat_is_with_one_person(desk: Desk, members: object) -> None:
    status, body = await desk.tell("/v3/conversations", to("x") | {"members": members})
    assert (status, body["error"]["code"]) == (400, "BadArgument")


async def test_what_a_bot_sends_stands_in_that_persons_chat_alone(desk: Desk) -> None:
    sent = await desk.bot_sends(PRIYA, allocation(), "Audit M900123 by Mon 21 Dec")
    (message,) = await desk.chat(PRIYA)
    assert sent.isdigit()
    assert message["id"] == sent
    assert message["from"] == "sightline"
    assert message["summary"] == "Audit M900123 by Mon 21 Dec"
    assert message["card"] == allocation()
    assert message["at"] == desk.council.time.isoformat()
    assert message["updated"] is None
    assert await desk.chat(LEAH) == []


async def test_a_reply_stands_in_the_chat_like_any_message(desk: Desk) -> None:
    first = await desk.bot_sends(PRIYA, allocation())
    status, body = await call(
        desk, "POST", f"{desk.activities(PRIYA)}/{first}", {"type": "message", "text": "Done"}
    )
    assert status == 201
    assert int(body["id"]) > int(first)
    assert [m["text"] for m in await desk.chat(PRIYA)] == ["", "Done"]


async def test_an_updated_card_stands_where_the_old_one_stood(desk: Desk) -> None:
    first = await desk.bot_sends(PRIYA, allocation())
    await desk.bot_sends(PRIYA, card(text("Later")))
    status, body = await call(
        desk, "PUT", f"{desk.activities(PRIYA)}/{first}", card_message(accepted(), "Accepted")
    )
    assert (status, body) == (200, {"id": first})
    earlier, later = await desk.chat(PRIYA)
    assert (earlier["id"], earlier["card"], earlier["summary"]) == (first, accepted(), "Accepted")
    assert earlier["updated"] == desk.council.time.isoformat()
    assert later["updated"] is None


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_message_that_is_not_there_can_be_neither_changed_nor_removed(
    desk: Desk, method: str
) -> None:
    status, body = await call(
        desk, method, f"{desk.activities(PRIYA)}/12345", card_message(accepted(), "x")
    )
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")


async def test_a_bot_cannot_change_what_a_person_wrote(installed: Desk) -> None:
    await installed.press(PRIYA, text="help")
    (mine,) = await installed.chat(PRIYA)
    url = f"{installed.activities(PRIYA)}/{mine['id']}"
    status, body = await call(installed, "PUT", url, card_message(accepted(), "x"))
    assert (status, body["error"]["code"]) == (403, "NotEnoughPermissions")


async def test_a_removed_message_is_gone(desk: Desk) -> None:
    first = await desk.bot_sends(PRIYA, allocation())
    async with desk.http.delete(f"{desk.activities(PRIYA)}/{first}") as answer:
        assert answer.status == 200
    assert await desk.chat(PRIYA) == []


async def test_a_chat_that_is_nobodys_is_not_found(desk: Desk) -> None:
    url = f"{desk.url}/v3/conversations/a:nobody/activities"
    status, body = await call(desk, "POST", url, card_message(accepted(), "x"))
    assert (status, body["error"]["code"]) == (404, "ConversationNotFound")


@pytest.mark.parametrize(
    ("characters", "status"), [(50_000, 201), (52_000, 413)], ids=["98 KB", "102 KB"]
)
async def test_a_message_over_100_kb_counted_as_utf_16_is_too_big(
    desk: Desk, characters: int, status: int
) -> None:
    message = {"type": "message", "text": "é" * characters}
    answered, body = await call(desk, "POST", desk.activities(PRIYA), message)
    assert answered == status
    assert status == 201 or body["error"]["code"] == "MessageSizeTooBig"


async def test_a_request_over_a_megabyte_is_not_read_to_its_end(desk: Desk) -> None:
    body = BytesIO(b'{"type": "message", "text": "' + b"x" * 2_000_000 + b'"}')
    headers = {"Content-Type": "application/json"}
    async with desk.http.post(desk.activities(PRIYA), data=body, headers=headers) as answer:
        assert answer.status == 413
        assert (await answer.json())["error"]["code"] == "MessageSizeTooBig"


HERO = {"contentType": "application/vnd.microsoft.card.hero", "content": {}}


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "message"},
        {"type": "message", "text": ""},
        {"type": "event", "text": "x"},
        {"type": "message", "text": 7},
        {"type": "message", "attachments": "x"},
        {"type": "message", "attachments": [HERO]},
        {"type": "message", "attachments": [HERO, HERO]},
        ["not", "an", "object"],
    ],
)
async def test_a_message_that_shows_nothing_known_is_refused_and_not_kept(
    desk: Desk, activity: object
) -> None:
    status, body = await call(desk, "POST", desk.activities(PRIYA), activity)
    assert status == 400
    assert set(body["error"]) == {"code", "message"}
    assert await desk.chat(PRIYA) == []


async def test_what_is_not_json_is_refused(desk: Desk) -> None:
    headers = {"Content-Type": "application/json"}
    async with desk.http.post(desk.activities(PRIYA), data=b"{", headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "BadSyntax"


async def test_a_typing_activity_is_accepted_and_not_kept(desk: Desk) -> None:
    status, body = await call(desk, "POST", desk.activities(PRIYA), {"type": "typing"})
    assert status == 201
    assert body["id"].isdigit()
    assert await desk.chat(PRIYA) == []


async def test_an_address_kept_from_an_earlier_run_still_leads_to_the_person(desk: Desk) -> None:
    # The desk loses its chats when it stops, but the bot keeps the addresses it wrote to.
    assert (await desk.bot_sends(LEAH, allocation())).isdigit()
    assert desk.bot.heard == []
    assert len(await desk.chat(LEAH)) == 1
