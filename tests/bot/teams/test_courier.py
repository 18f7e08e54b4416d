"""What the courier sends, to whom and in which order, and what it never sends."""

import asyncio
import json
import socket
import ssl

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.send_outcome import SendOutcome
from bot.teams.courier import CARD_BUDGET, CARD_TYPE, Courier
from bot.teams.outcomes import CardTooBig
from bot.turns import OutCard
from tests.bot.teams.courier_arranging import CARD, failure
from tests.loopback.activities import BOT, CHAT, PERSON, TENANT
from tests.loopback.connector import LoopbackConnector, Message
from tests.loopback.served import HandClock, courier_to


async def test_a_card_goes_out_alone_with_its_toast(
    connector: LoopbackConnector, courier: Courier
) -> None:
    given = await courier.send(connector.url, CHAT, CARD)
    assert connector.messages == [
        Message(
            CHAT,
            given,
            {
                "type": "message",
                "summary": "Audit M900123 by Mon 21 Dec",
                "attachments": [{"contentType": CARD_TYPE, "content": CARD.card}],
            },
        )
    ]
    assert connector.calls[0].authorization is None


async def test_an_id_with_every_odd_character_reaches_the_same_chat(
    connector: LoopbackConnector, courier: Courier
) -> None:
    odd = "19:a/b?c#d%2F&e=@thread.tacv2;messageid=1"
    await courier.send(connector.url, odd, CARD)
    assert connector.messages[0].conversation_id == odd


async def test_a_chat_is_created_by_person_and_tenant(
    connector: LoopbackConnector, courier: Courier
) -> None:
    conversation = await courier.create(PERSON, TENANT, connector.url)
    assert connector.conversations == {PERSON: conversation}
    assert connector.calls[0].body == {
        "bot": {"id": BOT},
        "members": [{"id": PERSON}],
        "channelData": {"tenant": {"id": TENANT}},
        "tenantId": TENANT,
        "isGroup": False,
    }


async def test_a_card_can_be_answered_updated_and_taken_away(
    connector: LoopbackConnector, courier: Courier
) -> None:
    receipt = OutCard({"type": "AdaptiveCard", "version": "1.5", "body": [{}]}, "You accepted")
    first = await courier.send(connector.url, CHAT, CARD)
    second = await courier.reply(connector.url, CHAT, first, CARD)
    await courier.update(connector.url, CHAT, first, receipt)
    words = await courier.send_words(connector.url, CHAT, "Nothing is owed. <b>*Well*</b>")
    assert [m.activity_id for m in connector.messages] == [first, second, words]
    assert connector.messages[0].activity["attachments"][0]["content"] == receipt.card
    assert connector.messages[1].activity["replyToId"] == first
    assert connector.messages[2].activity == {
        "type": "message",
        "text": "Nothing is owed. <b>*Well*</b>",
        "textFormat": "plain",
    }
    await courier.delete(connector.url, CHAT, first)
    await courier.delete(connector.url, CHAT, first)
    assert [m.activity_id for m in connector.messages] == [second, words]


async def test_the_token_is_asked_for_each_time_and_sent(
    connector: LoopbackConnector, session: aiohttp.ClientSession
) -> None:
    tokens = iter(["first", "second"])

    async def token() -> str:
        return next(tokens)

    courier = courier_to(connector, session, token=token)
    await courier.send(connector.url, CHAT, CARD)
    await courier.send(connector.url, CHAT, CARD)
    assert [c.authorization for c in connector.calls] == ["Bearer first", "Bearer second"]


@pytest.mark.parametrize("error", [TimeoutError(), OSError(), aiohttp.ClientError()])
async def test_without_a_token_nothing_goes_out_and_it_is_tried_again(
    connector: LoopbackConnector, session: aiohttp.ClientSession, error: Exception
) -> None:
    async def no_answer() -> str:
        raise error

    courier = courier_to(connector, session, token=no_answer)
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.outcome is SendOutcome.retry
    assert connector.calls == []


@pytest.mark.parametrize(
    "service_url",
    [
        "https://evil.example/teams/",
        "https://smba.trafficmanager.net.evil.example/",
        "http://smba.trafficmanager.net/teams/",
        "http://127.0.0.1:1/",
    ],
)
async def test_no_token_goes_to_an_address_that_is_not_teams_own(
    connector: LoopbackConnector, session: aiohttp.ClientSession, service_url: str
) -> None:
    asked = []

    async def token() -> str:
        asked.append("token")
        return "secret"

    courier = courier_to(connector, session, token=token)
    for attempt in (
        courier.send(service_url, CHAT, CARD),
        courier.update(service_url, CHAT, "1:1", CARD),
        courier.create(PERSON, TENANT, service_url),
    ):
        assert (await failure(attempt)).outcome is SendOutcome.misconfigured
    assert asked == []


@pytest.mark.parametrize("step", ["", ".", "..", "a\r\nb", "a b"])
async def test_no_id_bends_the_path(
    connector: LoopbackConnector, courier: Courier, step: str
) -> None:
    for attempt in (
        courier.send(connector.url, step, CARD),
        courier.update(connector.url, CHAT, step, CARD),
    ):
        assert (await failure(attempt)).outcome is SendOutcome.misconfigured
    assert connector.calls == []


async def test_a_card_over_its_budget_is_not_sent_at_all(
    connector: LoopbackConnector, courier: Courier
) -> None:
    frame = len(json.dumps({"text": ""}, separators=(",", ":")))
    fits = OutCard({"text": "é" * (CARD_BUDGET // 2 - frame)}, "Fits")
    too_big = OutCard({"text": fits.card["text"] + "é"}, "Does not")
    await courier.send(connector.url, CHAT, fits)
    with pytest.raises(CardTooBig) as refused:
        await courier.send(connector.url, CHAT, too_big)
    assert refused.value.outcome is SendOutcome.too_big
    assert refused.value.size > refused.value.budget == CARD_BUDGET
    with pytest.raises(CardTooBig):
        await courier.send_words(connector.url, CHAT, "é" * CARD_BUDGET)
    assert len(connector.messages) == 1


class Leads(AbstractResolver):
    """Leads every name to one port of this machine, or nowhere."""

    def __init__(self, port: int | None) -> None:
        self.port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del port
        if self.port is None:
            raise OSError(None, "no such name")
        place = ResolveResult(
            hostname=host, host="127.0.0.1", port=self.port, family=family, proto=0, flags=0
        )
        return [place]

    async def close(self) -> None:
        """Hold nothing open."""


@pytest.mark.parametrize("name_is_known", [True, False])
async def test_without_the_name_or_without_tls_nothing_went_out_and_it_is_tried_again(
    connector: LoopbackConnector, *, name_is_known: bool
) -> None:
    port = int(connector.url.rsplit(":", 1)[1]) if name_is_known else None
    tcp = aiohttp.TCPConnector(resolver=Leads(port), ssl=ssl.create_default_context())
    async with aiohttp.ClientSession(connector=tcp) as session:
        courier = courier_to(connector, session)
        undelivered = await failure(
            courier.send("https://smba.trafficmanager.net/teams/", CHAT, CARD)
        )
    assert undelivered.outcome is SendOutcome.retry
    assert connector.calls == []


async def test_two_messages_to_one_chat_go_one_after_the_other(
    connector: LoopbackConnector, session: aiohttp.ClientSession
) -> None:
    clock = HandClock()
    courier = courier_to(connector, session, clock=clock)
    async with asyncio.TaskGroup() as group:
        for number in range(9):
            card = OutCard({"number": number}, "In order")
            group.create_task(courier.send(connector.url, CHAT, card))
    numbers = [m.activity["attachments"][0]["content"]["number"] for m in connector.messages]
    assert numbers == list(range(9))
    assert clock.now >= 2.0, "eight in two seconds is a chat's limit"
