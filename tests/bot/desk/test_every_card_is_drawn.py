"""Every kind of card, in every state, drawn by Microsoft's own library on the desk's page."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.bot.cards.gallery import gallery
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import PRIYA


@pytest.fixture
def vendor() -> Path:
    """Where `npm ci` puts the libraries that draw the cards."""
    return Path(__file__).resolve().parents[3] / "node_modules"


async def test_every_card_is_drawn_by_the_real_library_without_an_error(
    installed: Desk, browser_page: Page
) -> None:
    """`browser_page` fails the test where the console or a script complains."""
    faces = gallery()
    for shown in faces.values():
        await installed.bot_sends(PRIYA, shown.card, shown.summary)
    await browser_page.goto(installed.url)
    await browser_page.get_by_role("button", name=PRIYA.name).first.click()
    cards = browser_page.locator(".ac-adaptiveCard")
    await expect(cards).to_have_count(len(faces))
    for number in range(len(faces)):
        assert (await cards.nth(number).inner_text()).strip()
