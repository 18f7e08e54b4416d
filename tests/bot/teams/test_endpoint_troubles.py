"""The endpoint under strangers, faults of ours, lost replies and many people at once."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botbuilder.core import InvokeResponse, TurnContext
from structlog.testing import capture_logs

from bot.teams.adapter import TeamsAdapter
from bot.teams.answers import TROUBLE
from bot.teams.sign_in import NotSignedIn
from bot.turns import Answer, CardAnswer, Dialog, Nothing, OutCard, Pressed, Said, SendCards, Words
from tests.bot.teams.endpoint_arranging import CARD, shown
from tests.loopback.activities import PERSON, Activity, activity, message, press, task
from tests.loopback.connector import Answers
from tests.loopback.served import ServedBot, served_bot

CHILD = "Kayleigh Smith"


class Nobody:
    """Signs nobody in."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.seen: list[str | None] = []

    async def check(self, authorization: str | None, activity: object, remote: str | None) -> None:
        del activity, remote
        self.seen.append(authorization)
        raise NotSignedIn(self.status, "Sightline does not know who is calling.")


@pytest.mark.parametrize("status", [401, 403])
async def test_who_is_not_signed_in_learns_nothing_and_reaches_nobody(status: int) -> None:
    async with served_bot(sign_in=Nobody(status)) as bot:
        for given in (press(bot.connector.url, "allocation.accept"), {}, {"type": "invoke"}):
            async with bot.client.post(bot.address, json=given) as response:
                assert response.status == status
                assert ("WWW-Authenticate" in response.headers) == (status == 401)
                assert await response.json() == {
                    "error": "not_signed_in",
                    "message": "Sightline does not know who is calling.",
                }
        assert bot.conversation.heard == []


async def test_the_sign_in_sees_the_token_as_it_was_sent() -> None:
    nobody = Nobody(401)
    async with served_bot(sign_in=nobody) as bot:
        headers = {"Authorization": "Bearer abc"}
        async with bot.client.post(bot.address, json={}, headers=headers) as response:
            assert response.status == 401
    assert nobody.seen == ["Bearer abc"]


FAULTS: list[tuple[Callable[[str], Activity], Any]] = [
    (
        lambda url: press(url, "allocation.accept", reason=CHILD),
        {
            "statusCode": 500,
            "type": "application/vnd.microsoft.error",
            "value": {"code": TROUBLE.code, "message": TROUBLE.message},
        },
    ),
    (
        lambda url: task(url, "submit", "return.submit", narrative=CHILD),
        {"task": {"type": "message", "value": TROUBLE.message}},
    ),
    (lambda url: message(url, CHILD), None),
    (lambda url: activity(url, "installationUpdate", action="add"), None),
]


@pytest.mark.parametrize(("build", "body"), FAULTS)
async def test_a_fault_of_ours_is_answered_calmly_and_logged_by_ids_alone(
    bot: ServedBot, build: Callable[[str], Activity], body: object
) -> None:
    bot.conversation.breaks = ValueError(f"{CHILD} was not expected here")
    with capture_logs() as lines:
        assert await bot.hear(build(bot.connector.url)) == (200, body)
    failed = [line for line in lines if line["event"] == "turn_failed"]
    assert len(failed) == 1
    assert (failed[0]["person"], failed[0]["error"]) == (PERSON, "ValueError")
    assert failed[0]["at"].startswith("served.py:")
    assert CHILD not in json.dumps(lines)


async def test_typed_words_that_met_a_fault_of_ours_get_a_calm_sentence(bot: ServedBot) -> None:
    bot.conversation.breaks = RuntimeError()
    await bot.hear(message(bot.connector.url, "my work"))
    assert shown(bot) == [TROUBLE.message]


MISFITS: list[tuple[Callable[[str], Activity], Answer]] = [
    (lambda url: press(url, "x"), Dialog("Title", CARD)),
    (lambda url: press(url, "x"), SendCards(())),
    (lambda url: press(url, "x"), Nothing()),
    (lambda url: press(url, "x"), Words("")),
    (lambda url: press(url, "x"), CardAnswer({})),
    (lambda url: press(url, "x"), CardAnswer({"number": float("nan")})),
    (lambda url: press(url, "x"), CardAnswer({"object": object()})),
    (lambda url: task(url, "fetch", "x"), CardAnswer(CARD)),
    (lambda url: task(url, "submit", "x"), SendCards(())),
    (lambda url: message(url, "x"), Dialog("Title", CARD)),
    (lambda url: activity(url, "installationUpdate", action="add"), CardAnswer(CARD)),
]


@pytest.mark.parametrize(("build", "answer"), MISFITS)
async def test_an_answer_that_teams_could_not_show_becomes_a_calm_one(
    bot: ServedBot, build: Callable[[str], Activity], answer: Answer
) -> None:
    bot.conversation.says = answer
    with capture_logs() as lines:
        status, body = await bot.hear(build(bot.connector.url))
    assert status == 200
    assert [line["event"] for line in lines] == ["turn_failed"]
    given = json.dumps([body, shown(bot)])
    assert TROUBLE.message in given or build(bot.connector.url)["type"] == "installationUpdate"


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_a_reply_that_teams_does_not_take_is_noted_and_not_repeated(
    bot: ServedBot, status: int
) -> None:
    bot.connector.will(Answers(status))
    bot.conversation.says = SendCards((OutCard(CARD, "One"), OutCard(CARD, "Two")))
    with capture_logs() as lines:
        assert await bot.hear(message(bot.connector.url, "my work")) == (200, None)
    assert [line["event"] for line in lines] == ["reply_undelivered"]
    assert len(bot.connector.calls) == 1


async def test_middleware_of_the_sdk_sees_turns_answers_and_replies() -> None:
    seen: list[str] = []

    class Watch:
        async def on_turn(self, context: TurnContext, on: Callable[[], Awaitable[None]]) -> None:
            seen.append(
                f"{context.activity.type} by {context.activity.from_property.aad_object_id}"
            )

            async def sending(
                _: TurnContext, activities: list[Any], send: Callable[[], Awaitable[None]]
            ) -> None:
                seen.extend(f"says {a.text}" for a in activities)
                await send()

            context.on_send_activities(sending)
            await on()
            answer = context.turn_state.get("BotFrameworkAdapter.InvokeResponse")
            if isinstance(answer, InvokeResponse):
                seen.append(f"answers {answer.status}")

    async with served_bot(prepare=lambda adapter: adapter.use(Watch())) as bot:
        bot.conversation.says = Words("Well.")
        await bot.hear(press(bot.connector.url, "allocation.accept"))
        await bot.hear(message(bot.connector.url, "help"))
    assert seen == [f"invoke by {PERSON}", "answers 200", f"message by {PERSON}", "says Well."]


async def test_a_turn_that_middleware_kept_to_itself_is_still_answered() -> None:
    class Keep:
        async def on_turn(self, context: TurnContext, on: Callable[[], Awaitable[None]]) -> None:
            """Go no further."""

    async with served_bot(prepare=lambda adapter: adapter.use(Keep())) as bot:
        status, body = await bot.hear(press(bot.connector.url, "allocation.accept"))
        assert (status, body["value"]["message"]) == (200, TROUBLE.message)
        assert bot.conversation.heard == []


async def test_the_sdks_own_way_of_deleting_a_message_works() -> None:
    async def take_away(adapter: TeamsAdapter, bot: ServedBot) -> None:
        class Delete:
            async def on_turn(
                self, context: TurnContext, on: Callable[[], Awaitable[None]]
            ) -> None:
                await context.delete_activity(bot.connector.messages[0].activity_id)
                await on()

        adapter.use(Delete())

    async with served_bot() as bot:
        bot.conversation.says = Words("First.")
        await bot.hear(message(bot.connector.url, "help"))
        await take_away(bot.adapter, bot)
        bot.conversation.says = Words("Second.")
        await bot.hear(message(bot.connector.url, "help"))
        assert shown(bot) == ["Second."]


async def test_turns_of_many_people_do_not_mix(bot: ServedBot) -> None:
    for number in range(20):
        given = message(bot.connector.url, f"words {number}")
        given["from"]["aadObjectId"] = f"22222222-aaaa-4bbb-8ccc-{number:012}"
        given["conversation"]["id"] = f"a:{number}"
        await bot.hear(given)
    turns = [t for t in bot.conversation.heard if isinstance(t, Said)]
    assert len(turns) == 20
    for number, turn in enumerate(turns):
        assert turn.caller.entra_object_id.endswith(f"{number:012}")
        assert (turn.caller.conversation_id, turn.text) == (f"a:{number}", f"words {number}")
    assert not any(isinstance(t, Pressed) for t in bot.conversation.heard)
