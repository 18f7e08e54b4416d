"""What a send to Teams tells, row by row of trust.md §1, against a real server that fails."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.teams.courier import CARD_BUDGET, CARD_TYPE, Courier, outbound_session
from bot.teams.outcomes import CardTooBig, Outcome, Undelivered
from bot.turns import OutCard
from tests.loopback.activities import BOT, CHAT, PERSON, TENANT
from tests.loopback.connector import Answers, Breaks, Fault, Hangs, LoopbackConnector, Message
from tests.loopback.served import HandClock, courier_to

CARD = OutCard(
    {"type": "AdaptiveCard", "version": "1.5", "body": []}, "Audit M900123 by Mon 21 Dec"
)
WRITES_BLOCKED = json.dumps(
    {"errorCode": 209, "message": json.dumps({"subCode": "MessageWritesBlocked", "details": "x"})}
)


@pytest.fixture
async def connector() -> AsyncIterator[LoopbackConnector]:
    async with LoopbackConnector() as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with outbound_session() as opened:
        yield opened


@pytest.fixture
def courier(connector: LoopbackConnector, session: aiohttp.ClientSession) -> Courier:
    return courier_to(connector, session)


async def failure(attempt: Awaitable[object]) -> Undelivered:
    with pytest.raises(Undelivered) as raised:
        await attempt
    return raised.value


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
    assert undelivered.outcome is Outcome.retry
    assert connector.calls == []


TABLE: list[tuple[Fault, Outcome]] = [
    (Answers(429, "Throttled"), Outcome.retry),
    (Answers(412, "PreconditionFailed"), Outcome.retry),
    (Answers(403, "ConversationBlockedByUser"), Outcome.unreachable),
    (Answers(403, "BotNotInConversationRoster"), Outcome.unreachable),
    (Answers(403, "ForbiddenOperationException"), Outcome.unreachable),
    (Answers(403, "BotDisabledByAdmin"), Outcome.unreachable),
    (Answers(403, "NotEnoughPermissions"), Outcome.unreachable),
    (Answers(403, body=WRITES_BLOCKED), Outcome.unreachable),
    (Answers(403), Outcome.unreachable),
    (Answers(403, body="<html>Forbidden</html>"), Outcome.unreachable),
    (Answers(403, "InvalidBotApiHost"), Outcome.misconfigured),
    (Answers(404, "ConversationNotFound"), Outcome.conversation_gone),
    (Answers(404, body="<html>Not found</html>"), Outcome.conversation_gone),
    (Answers(404, "ActivityNotFoundInConversation"), Outcome.message_gone),
    (Answers(413, "MessageSizeTooBig"), Outcome.too_big),
    (Answers(408), Outcome.unknown),
    (Answers(500, "ServiceError"), Outcome.unknown),
    (Answers(502), Outcome.unknown),
    (Answers(503, "ServiceError"), Outcome.unknown),
    (Answers(504, body="[" * 5000), Outcome.unknown),
    (Answers(400, "Bad Argument"), Outcome.misconfigured),
    (Answers(401, "BotNotRegistered"), Outcome.misconfigured),
    (Answers(201, body=""), Outcome.unknown),
    (Answers(201, body="{}"), Outcome.unknown),
    (Answers(202, body="[]"), Outcome.unknown),
    (Answers(200, body='{"id": 7}'), Outcome.unknown),
    (Answers(200, body='{"id": ""}'), Outcome.unknown),
    (Answers(200, body='{"id": "a\\nb"}'), Outcome.unknown),
    (Answers(200, body="not json"), Outcome.unknown),
    (Answers(200, body='{"id": "1:1"' + " " * 100_000), Outcome.unknown),
    (Breaks(accepted=False), Outcome.unknown),
    (Breaks(accepted=True), Outcome.unknown),
]


@pytest.mark.parametrize(("fault", "outcome"), TABLE, ids=lambda value: str(value)[:60])
async def test_each_failed_send_is_known_for_what_it_is(
    connector: LoopbackConnector, courier: Courier, fault: Fault, outcome: Outcome
) -> None:
    connector.will(fault)
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.outcome is outcome
    assert undelivered.reason.endswith(".")
    assert "as told by the test" not in undelivered.reason
    assert len(connector.calls) <= 1, "nothing is sent a second time by itself"


@pytest.mark.parametrize(("fault", "outcome"), TABLE, ids=lambda value: str(value)[:60])
async def test_an_update_that_may_have_arrived_is_simply_made_again(
    connector: LoopbackConnector, courier: Courier, fault: Fault, outcome: Outcome
) -> None:
    given = await courier.send(connector.url, CHAT, CARD)
    connector.will(fault, fault)  # aiohttp itself repeats a PUT whose pooled connection broke
    update = courier.update(connector.url, CHAT, given, CARD)
    if isinstance(fault, Answers) and fault.status < 300:
        await update
    else:
        expected = Outcome.retry if outcome is Outcome.unknown else outcome
        assert (await failure(update)).outcome is expected


async def test_a_chat_that_may_have_been_created_is_simply_created_again(
    connector: LoopbackConnector, courier: Courier
) -> None:
    connector.will(Answers(502), Breaks(accepted=True), Answers(201, body="{}"))
    for _ in range(3):
        undelivered = await failure(courier.create(PERSON, TENANT, connector.url))
        assert undelivered.outcome is Outcome.retry
    connector.will(
        Answers(404, "ConversationNotFound"), Answers(403, "ForbiddenOperationException")
    )
    for _ in range(2):
        undelivered = await failure(courier.create(PERSON, TENANT, connector.url))
        assert undelivered.outcome is Outcome.unreachable
    assert await courier.create(PERSON, TENANT, connector.url)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ConversationBlockedByUser", "blocked Sightline"),
        ("BotNotInConversationRoster", "not installed"),
        ("BotDisabledByAdmin", "administrator"),
    ],
)
async def test_who_cannot_be_reached_is_told_in_words(
    connector: LoopbackConnector, courier: Courier, code: str, words: str
) -> None:
    connector.will(Answers(403, code))
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert words in undelivered.reason
    assert undelivered.code == code


async def test_the_reason_inside_the_errors_own_json_is_found(
    connector: LoopbackConnector, courier: Courier
) -> None:
    connector.will(Answers(403, body=WRITES_BLOCKED))
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.code == "MessageWritesBlocked"
    assert "blocked Sightline" in undelivered.reason


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        (None, None, None),
        ("7", None, 7.0),
        (" 0 ", None, 0.0),
        ("86400", None, 3_600.0),
        ("-5", None, None),
        ("1.5", None, None),
        ("soon", None, None),
        ("nan", None, None),
        ("Mon, 07 Dec 2026 09:00:30 GMT", "Mon, 07 Dec 2026 09:00:00 GMT", 30.0),
        ("Mon, 07 Dec 2026 08:59:00 GMT", "Mon, 07 Dec 2026 09:00:00 GMT", 0.0),
        ("Mon, 07 Dec 2026 09:00:30 GMT", "yesterday", None),
    ],
)
async def test_how_long_teams_asks_to_wait_is_believed_within_reason(
    connector: LoopbackConnector,
    courier: Courier,
    header: str | None,
    date: str | None,
    seconds: float | None,
) -> None:
    dated = {"Date": date} if date is not None else {}
    connector.will(Answers(429, "Throttled", retry_after=header, headers=dated))
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert (undelivered.outcome, undelivered.retry_after) == (Outcome.retry, seconds)


async def test_a_message_taken_before_the_connection_broke_is_there_though_nobody_said_so(
    connector: LoopbackConnector, courier: Courier
) -> None:
    connector.will(Breaks(accepted=True))
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is Outcome.unknown
    assert len(connector.messages) == 1


async def test_an_answer_that_never_comes_leaves_the_message_unknown(
    connector: LoopbackConnector, session: aiohttp.ClientSession
) -> None:
    courier = courier_to(connector, session, patience=0.2)
    connector.will(Hangs())
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is Outcome.unknown


async def test_a_refused_connection_is_tried_again(
    connector: LoopbackConnector, courier: Courier
) -> None:
    await connector.close()
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is Outcome.retry


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(
    connector: LoopbackConnector, courier: Courier, status: int
) -> None:
    connector.will(Answers(status, headers={"Location": f"{connector.url}/v3/conversations"}))
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.outcome is Outcome.misconfigured
    assert len(connector.calls) == 1


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
        assert (await failure(attempt)).outcome is Outcome.misconfigured
    assert asked == []


@pytest.mark.parametrize("step", ["", ".", "..", "a\r\nb", "a b"])
async def test_no_id_bends_the_path(
    connector: LoopbackConnector, courier: Courier, step: str
) -> None:
    for attempt in (
        courier.send(connector.url, step, CARD),
        courier.update(connector.url, CHAT, step, CARD),
    ):
        assert (await failure(attempt)).outcome is Outcome.misconfigured
    assert connector.calls == []


async def test_a_card_over_its_budget_is_not_sent_at_all(
    connector: LoopbackConnector, courier: Courier
) -> None:
    frame = len(json.dumps({"text": ""}, separators=(",", ":")))
    fits = OutCard({"text": "é" * ((CARD_BUDGET - frame) // 2)}, "Fits")
    too_big = OutCard({"text": fits.card["text"] + "éé"}, "Does not")
    await courier.send(connector.url, CHAT, fits)
    with pytest.raises(CardTooBig) as refused:
        await courier.send(connector.url, CHAT, too_big)
    assert refused.value.outcome is Outcome.too_big
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
    assert undelivered.outcome is Outcome.retry
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
