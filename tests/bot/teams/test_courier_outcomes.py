"""What a send to Teams means, row by row of trust.md §1, against a real server that fails."""

import json

import aiohttp
import pytest

from bot.send_outcome import SendOutcome
from bot.teams.courier import Courier
from tests.bot.teams.courier_arranging import CARD, failure
from tests.loopback.activities import CHAT, PERSON, TENANT
from tests.loopback.connector import UNREADABLE, Answers, Breaks, Fault, Hangs, LoopbackConnector
from tests.loopback.served import courier_to

WRITES_BLOCKED = json.dumps(
    {"errorCode": 209, "message": json.dumps({"subCode": "MessageWritesBlocked", "details": "x"})}
)


TABLE: list[tuple[Fault, SendOutcome]] = [
    (Answers(429, "Throttled"), SendOutcome.retry),
    (Answers(412, "PreconditionFailed"), SendOutcome.retry),
    (Answers(403, "ConversationBlockedByUser"), SendOutcome.unreachable),
    (Answers(403, "BotNotInConversationRoster"), SendOutcome.not_installed),
    (Answers(403, "ForbiddenOperationException"), SendOutcome.not_installed),
    (Answers(403, "BotDisabledByAdmin"), SendOutcome.unreachable),
    (Answers(403, "NotEnoughPermissions"), SendOutcome.unreachable),
    (Answers(403, body=WRITES_BLOCKED), SendOutcome.unreachable),
    (Answers(403), SendOutcome.unreachable),
    (Answers(403, body="<html>Forbidden</html>"), SendOutcome.unreachable),
    (Answers(403, "InvalidBotApiHost"), SendOutcome.conversation_gone),
    (Answers(404, "ConversationNotFound"), SendOutcome.conversation_gone),
    (Answers(404, body="<html>Not found</html>"), SendOutcome.conversation_gone),
    (Answers(404, "ActivityNotFoundInConversation"), SendOutcome.message_gone),
    (Answers(413, "MessageSizeTooBig"), SendOutcome.too_big),
    (Answers(408), SendOutcome.unknown),
    (Answers(500, "ServiceError"), SendOutcome.unknown),
    (Answers(502), SendOutcome.unknown),
    (Answers(503, "ServiceError"), SendOutcome.unknown),
    (Answers(504, body="[" * 5000), SendOutcome.unknown),
    (Answers(400, "Bad Argument"), SendOutcome.misconfigured),
    (Answers(400, "BadSyntax"), SendOutcome.misconfigured),
    (Answers(400, "BadArgument"), SendOutcome.chat_in_doubt),
    (Answers(403, body=UNREADABLE), SendOutcome.chat_unreadable),
    (Answers(401, "BotNotRegistered"), SendOutcome.signed_out),
    (Answers(201, body=""), SendOutcome.unknown),
    (Answers(201, body="{}"), SendOutcome.unknown),
    (Answers(202, body="[]"), SendOutcome.unknown),
    (Answers(200, body='{"id": 7}'), SendOutcome.unknown),
    (Answers(200, body='{"id": ""}'), SendOutcome.unknown),
    (Answers(200, body='{"id": "a\\nb"}'), SendOutcome.unknown),
    (Answers(200, body="not json"), SendOutcome.unknown),
    (Answers(200, body='{"id": "1:1"' + " " * 100_000), SendOutcome.unknown),
    (Breaks(accepted=False), SendOutcome.unknown),
    (Breaks(accepted=True), SendOutcome.unknown),
]


@pytest.mark.parametrize(("fault", "outcome"), TABLE, ids=lambda value: str(value)[:60])
async def test_each_failed_send_is_known_for_what_it_is(
    connector: LoopbackConnector, courier: Courier, fault: Fault, outcome: SendOutcome
) -> None:
    connector.will(fault)
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.outcome is outcome
    assert undelivered.reason.endswith(".")
    assert "as told by the test" not in undelivered.reason
    assert len(connector.calls) <= 1, "nothing is sent a second time by itself"


OF_AN_UPDATE = {
    SendOutcome.unknown: SendOutcome.retry,
    SendOutcome.chat_unreadable: SendOutcome.message_gone,
    SendOutcome.chat_in_doubt: SendOutcome.message_gone,
}
"""What an outcome means where a card is updated."""


@pytest.mark.parametrize(("fault", "outcome"), TABLE, ids=lambda value: str(value)[:60])
async def test_an_update_that_may_have_arrived_is_simply_made_again(
    connector: LoopbackConnector, courier: Courier, fault: Fault, outcome: SendOutcome
) -> None:
    given = await courier.send(connector.url, CHAT, CARD)
    connector.will(fault, fault)  # aiohttp itself repeats a PUT whose pooled connection broke
    update = courier.update(connector.url, CHAT, given, CARD)
    if isinstance(fault, Answers) and fault.status < 300:
        await update
    else:
        assert (await failure(update)).outcome is OF_AN_UPDATE.get(outcome, outcome)


async def test_a_chat_that_may_have_been_created_is_simply_created_again(
    connector: LoopbackConnector, courier: Courier
) -> None:
    connector.will(Answers(502), Breaks(accepted=True), Answers(201, body="{}"))
    for _ in range(3):
        undelivered = await failure(courier.create(PERSON, TENANT, connector.url))
        assert undelivered.outcome is SendOutcome.retry
    for fault, outcome in (
        (Answers(404, "ConversationNotFound"), SendOutcome.unreachable),
        (Answers(403, "InvalidBotApiHost"), SendOutcome.unreachable),
        (Answers(403, "BadArgument"), SendOutcome.unreachable),
        (Answers(400, "BadArgument"), SendOutcome.misconfigured),
        (Answers(403, "ForbiddenOperationException"), SendOutcome.not_installed),
    ):
        connector.will(fault)
        undelivered = await failure(courier.create(PERSON, TENANT, connector.url))
        assert undelivered.outcome is outcome
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
    assert (undelivered.outcome, undelivered.retry_after) == (SendOutcome.retry, seconds)


async def test_a_message_taken_before_the_connection_broke_is_there_though_nobody_said_so(
    connector: LoopbackConnector, courier: Courier
) -> None:
    connector.will(Breaks(accepted=True))
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is SendOutcome.unknown
    assert len(connector.messages) == 1


async def test_an_answer_that_never_comes_leaves_the_message_unknown(
    connector: LoopbackConnector, session: aiohttp.ClientSession
) -> None:
    courier = courier_to(connector, session, timeout=0.2)
    connector.will(Hangs())
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is SendOutcome.unknown


async def test_a_refused_connection_is_tried_again(
    connector: LoopbackConnector, courier: Courier
) -> None:
    await connector.close()
    assert (await failure(courier.send(connector.url, CHAT, CARD))).outcome is SendOutcome.retry


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(
    connector: LoopbackConnector, courier: Courier, status: int
) -> None:
    connector.will(Answers(status, headers={"Location": f"{connector.url}/v3/conversations"}))
    undelivered = await failure(courier.send(connector.url, CHAT, CARD))
    assert undelivered.outcome is SendOutcome.misconfigured
    assert len(connector.calls) == 1
