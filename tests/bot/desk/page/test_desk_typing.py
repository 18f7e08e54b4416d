"""What somebody types at the desk's page stays theirs while the bot is slow to answer."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.bot.desk.page.looking import open_chat

pytestmark = pytest.mark.usefixtures("installed")


async def held_back(page: Page, what: str, method: str) -> asyncio.Event:
    """Hold the page's requests of that method until the event is set."""
    go = asyncio.Event()

    async def slowly(route: Route) -> None:
        if route.request.method == method:
            await go.wait()
        await route.continue_()

    await page.route(what, slowly)
    return go


async def test_whoever_types_while_a_slow_chat_opens_keeps_the_cursor(page: Page) -> None:
    go = await held_back(page, "**/desk/audits/**", "GET")
    await open_chat(page, "Priya Shah")
    words = page.get_by_role("combobox", name="Type to Sightline")
    await words.fill("who owes")
    async with page.expect_response("**/desk/audits/**"):
        go.set()
    await page.wait_for_timeout(100)
    await expect(words).to_be_focused()


async def test_the_next_words_are_kept_when_the_last_ones_are_answered(page: Page) -> None:
    await open_chat(page, "Priya Shah")
    go = await held_back(page, "**/desk/chats/**", "POST")
    words = page.get_by_role("combobox", name="Type to Sightline")
    await words.fill("who owes")
    await words.press("Enter")
    await words.fill("my wo")
    go.set()
    await expect(page.locator(".message")).to_have_count(3)
    await page.wait_for_timeout(100)
    await expect(words).to_have_value("my wo")
