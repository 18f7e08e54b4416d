"""The desk reads every answer of a bot to a press as Teams does, and shows its outcome."""

import asyncio

import pytest

from bot.desk.app import TEAMS
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import PRIYA, FakeBot, Json, Reply, card_answer, says
from tests.bot.desk.sample_cards import accepted, allocation

ERROR = {
    "statusCode": 400,
    "type": "application/vnd.microsoft.error",
    "value": {"code": "BadRequest", "message": "That button is not known."},
}


MESSAGE = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done"}


@pytest.mark.parametrize(
    ("reply", "kind", "shown"),
    [
        (says(MESSAGE), "message", "Done"),
        (says(ERROR), "error", "BadRequest"),
        ((200, b""), "error", "EmptyAnswer"),
        (says({}), "error", "EmptyAnswer"),
        ((200, b"not json"), "error", "EmptyAnswer"),
        (says({"statusCode": 200, "type": "x", "value": None}), "error", "NotUnderstood"),
        ((500, b"Traceback"), "error", "BotFailed"),
        ((401, b""), "error", "BotFailed"),
    ],
)
async def test_every_answer_to_a_press_is_shown_and_the_card_stays(
    installed: Desk, reply: Reply, kind: str, shown: str
) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will.append(reply)
    status, body = await installed.press(PRIYA, message=on, verb="allocation.accept")
    assert status == 200
    assert (body["status"], body["kind"]) == (reply[0], kind)
    assert shown == (body["text"] if kind == "message" else body["error"]["code"])
    assert reply != says(ERROR) or body["error"] == ERROR["value"]
    (message,) = await installed.chat(PRIYA)
    assert message["card"] == allocation()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ((200, b""), "none"),
        (says({}), "none"),
        (says({"task": None}), "none"),
        (says({"task": {"type": "message", "value": "Saved"}}), "message"),
        (says({"task": {"type": "continue", "value": {"url": "https://x.example"}}}), "error"),
        (says({"task": {"type": "strange"}}), "error"),
        (says([1]), "error"),
        ((500, b""), "error"),
    ],
)
async def test_every_answer_for_a_dialog_is_shown(installed: Desk, reply: Reply, kind: str) -> None:
    on = await installed.bot_sends(PRIYA, allocation())
    installed.bot.will.append(reply)
    status, body = await installed.press(PRIYA, message=on, verb="exemption.request")
    assert (status, body["status"], body["kind"]) == (200, reply[0], kind)


async def test_a_bot_that_takes_too_long_is_a_504_as_in_teams(installed: Desk) -> None:
    installed.bot.holds = asyncio.Event()
    installed.app[TEAMS].patience = 0.05
    on = await installed.bot_sends(PRIYA, allocation())
    status, body = await installed.press(PRIYA, message=on, verb="allocation.accept")
    installed.bot.holds.set()
    assert (status, body["status"], body["kind"]) == (200, 504, "error")


async def test_a_card_that_the_bot_updated_while_it_answered_is_not_marked_twice(
    installed: Desk,
) -> None:
    async def react(bot: FakeBot, activity: Json) -> Reply:
        message = {"type": "message", "text": "done"}
        await bot.update(activity, activity["replyToId"], message)
        return card_answer(accepted())

    installed.bot.reacts = react
    on = await installed.bot_sends(PRIYA, allocation())
    await installed.press(PRIYA, message=on, verb="allocation.accept")
    (message,) = await installed.chat(PRIYA)
    assert (message["card"], message["text"]) == (accepted(), "done")
