"""The desk's page in a real browser, with one card in Priya's chat and a bot that answers."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import (
    PRIYA,
    FakeBot,
    Json,
    Reply,
    card_answer,
    card_message,
    dialog_answer,
    says,
)
from tests.bot.desk.page.looking import TOO_SHORT
from tests.bot.desk.sample_cards import accepted, allocation, card, exemption_form, text


@pytest.fixture
def vendor() -> Path:
    """The folder in which `npm ci` installs the libraries that draw cards."""
    return Path(__file__).resolve().parents[4] / "node_modules"


async def bot(fake: FakeBot, activity: Json) -> Reply:
    """Accepts an audit at once, an exemption with a reason of ten letters, and the word help."""
    data = (activity.get("value") or {}).get("data", {})
    match activity.get("name"):
        case "adaptiveCard/action":
            return card_answer(accepted())
        case "task/fetch":
            return dialog_answer(exemption_form())
        case "task/submit" if len(data.get("reason", "")) < 10:
            return dialog_answer(exemption_form(TOO_SHORT, data))
        case "task/submit":
            told = card_message(card(text("You asked to be exempt")), "You asked to be exempt")
            await fake.update(activity, activity["replyToId"], told)
            return says({"task": None})
    await fake.send(activity, card_message(card(text("Four words are known")), "Help"))
    return 200, b""


@pytest.fixture
async def page(installed: Desk, browser_page: Page) -> Page:
    """The page when it has just opened."""
    installed.bot.reacts = bot
    await installed.bot_sends(PRIYA, allocation(), "Audit M900123 by Mon 21 Dec")
    await browser_page.goto(installed.url)
    await browser_page.wait_for_selector("html[data-ready]")
    return browser_page
