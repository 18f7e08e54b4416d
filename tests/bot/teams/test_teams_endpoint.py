"""The endpoint over HTTP: the exact shapes of its answers, and the messages in the chat."""

from typing import Any

import pytest

from bot.turns import (
    Answer,
    CardAnswer,
    Dialog,
    DialogClosed,
    Nothing,
    OutCard,
    Refusal,
    SendCards,
    Words,
)
from tests.bot.teams.endpoint_arranging import CARD, shown
from tests.loopback.activities import (
    CARD_MESSAGE,
    CHAT,
    PERSON,
    activity,
    fallback,
    message,
    press,
    task,
)
from tests.loopback.served import ServedBot

PRESSED: list[tuple[Answer, dict[str, Any]]] = [
    (
        CardAnswer(CARD),
        {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": CARD},
    ),
    (
        Words("Tom has been told."),
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": "Tom has been told.",
        },
    ),
    (
        Refusal(404, "not_found", "There is no such audit."),
        {
            "statusCode": 404,
            "type": "application/vnd.microsoft.error",
            "value": {"code": "not_found", "message": "There is no such audit."},
        },
    ),
]


@pytest.mark.parametrize(("answer", "body"), PRESSED)
async def test_a_pressed_button_is_answered_in_teams_own_shape(
    bot: ServedBot, answer: Answer, body: dict[str, Any]
) -> None:
    bot.conversation.says = answer
    assert await bot.hear(press(bot.connector.url, "allocation.accept")) == (200, body)
    assert bot.connector.calls == []


DIALOGS: list[tuple[Answer, dict[str, Any] | None]] = [
    (
        Dialog("Return M900123", CARD, "large"),
        {
            "task": {
                "type": "continue",
                "value": {
                    "title": "Return M900123",
                    "height": "large",
                    "width": "large",
                    "card": {
                        "contentType": "application/vnd.microsoft.card.adaptive",
                        "content": CARD,
                    },
                },
            }
        },
    ),
    (DialogClosed("Returned."), {"task": {"type": "message", "value": "Returned."}}),
    (Words("Nothing to do."), {"task": {"type": "message", "value": "Nothing to do."}}),
    (
        Refusal(409, "stale", "This audit was given to Tom Reed on Tue 8 Dec."),
        {"task": {"type": "message", "value": "This audit was given to Tom Reed on Tue 8 Dec."}},
    ),
    (DialogClosed(), None),
    (Nothing(), None),
]


@pytest.mark.parametrize("step", ["fetch", "submit"])
@pytest.mark.parametrize(("answer", "body"), DIALOGS)
async def test_a_dialog_is_answered_in_teams_own_shape(
    bot: ServedBot, step: str, answer: Answer, body: dict[str, Any] | None
) -> None:
    bot.conversation.says = answer
    assert await bot.hear(task(bot.connector.url, step, "return.submit")) == (200, body)
    assert bot.connector.calls == []


SAID: list[tuple[Answer, list[Any]]] = [
    (Words("You owe nothing."), ["You owe nothing."]),
    (Refusal(403, "not_allowed", "That is for the audit team."), ["That is for the audit team."]),
    (SendCards((OutCard(CARD, "One"), OutCard({"n": 2}, "Two"))), [CARD, {"n": 2}]),
    (CardAnswer(CARD), [CARD]),
    (Nothing(), []),
]


@pytest.mark.parametrize(("answer", "chat"), SAID)
async def test_typed_words_are_answered_in_the_chat(
    bot: ServedBot, answer: Answer, chat: list[Any]
) -> None:
    bot.conversation.says = answer
    assert await bot.hear(message(bot.connector.url, "my work")) == (200, None)
    assert shown(bot) == chat
    assert {m.conversation_id for m in bot.connector.messages} <= {CHAT}
    assert all("Sent a card" not in str(m.activity) for m in bot.connector.messages)


async def test_each_card_carries_its_toast(bot: ServedBot) -> None:
    bot.conversation.says = SendCards((OutCard(CARD, "Audit M900123 by Mon 21 Dec"),))
    await bot.hear(message(bot.connector.url, "my work"))
    assert bot.connector.messages[0].activity["summary"] == "Audit M900123 by Mon 21 Dec"


async def test_a_fallback_button_changes_the_card_it_stands_on(bot: ServedBot) -> None:
    bot.conversation.says = SendCards((OutCard({"n": 1}, "One"),))
    await bot.hear(message(bot.connector.url, "my work"))
    bot.conversation.says = CardAnswer(CARD)
    pressed = fallback(bot.connector.url, "allocation.accept")
    pressed["replyToId"] = bot.connector.messages[0].activity_id
    await bot.hear(pressed)
    assert shown(bot) == [CARD]
    assert bot.connector.messages[0].activity["summary"] == "You accepted M900123"


async def test_where_the_pressed_card_is_gone_a_fresh_one_is_sent(bot: ServedBot) -> None:
    bot.conversation.says = CardAnswer(CARD)
    pressed = fallback(bot.connector.url, "allocation.accept")
    assert pressed["replyToId"] == CARD_MESSAGE
    assert await bot.hear(pressed) == (200, None)
    assert [c.method for c in bot.connector.calls] == ["PUT", "POST"]
    assert shown(bot) == [CARD]


async def test_a_greeting_follows_an_installation_and_nothing_a_removal(bot: ServedBot) -> None:
    bot.conversation.says = SendCards((OutCard(CARD, "Hello"),))
    url = bot.connector.url
    await bot.hear(activity(url, "installationUpdate", action="add"))
    assert shown(bot) == [CARD]
    bot.conversation.says = Nothing()
    await bot.hear(activity(url, "installationUpdate", action="remove"))
    assert shown(bot) == [CARD]


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "conversationUpdate", "event"])
async def test_what_asks_for_no_answer_is_taken_quietly(bot: ServedBot, kind: str) -> None:
    assert await bot.hear(activity(bot.connector.url, kind)) == (200, None)
    assert bot.conversation.heard == []


async def test_an_invoke_that_sightline_does_not_have_is_501(bot: ServedBot) -> None:
    unknown = activity(bot.connector.url, "invoke", name="composeExtension/query", value={})
    status, answer = await bot.hear(unknown)
    assert (status, answer["error"]) == (501, "unknown_invoke")
    assert bot.conversation.heard == []


async def test_a_misshapen_press_is_400_in_the_cards_own_error_shape(bot: ServedBot) -> None:
    pressed = press(bot.connector.url, "allocation.accept")
    del pressed["value"]["action"]["data"]["version"]
    assert await bot.hear(pressed) == (
        400,
        {
            "statusCode": 400,
            "type": "application/vnd.microsoft.error",
            "value": {
                "code": "missing_field",
                "message": "“version” is missing or of the wrong kind.",
            },
        },
    )
    assert bot.conversation.heard == []


async def test_another_councils_person_is_refused_in_words(bot: ServedBot) -> None:
    foreign = message(bot.connector.url, "my work")
    foreign["channelData"]["tenant"]["id"] = PERSON
    assert await bot.hear(foreign) == (
        403,
        {"error": "other_tenant", "message": "Sightline serves one council only."},
    )
    assert bot.conversation.heard == []
    assert bot.connector.calls == []


async def test_a_press_that_comes_four_times_is_answered_four_times_alike(bot: ServedBot) -> None:
    bot.conversation.says = CardAnswer(CARD)
    answers = [await bot.hear(press(bot.connector.url, "allocation.accept")) for _ in range(4)]
    assert answers == [answers[0]] * 4
