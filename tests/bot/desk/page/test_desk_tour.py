"""The tour of the month: its buttons are on the cards, and its links do what they say."""

import csv
import re
from datetime import datetime
from html import unescape
from importlib.resources import files
from io import StringIO
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.cards.parts.text import sentence
from store.programme.profile import Profile, shipped
from tests.bot.cards.gallery import gallery
from tests.bot.desk.conftest import Desk
from tests.bot.desk.page.looking import open_chat

GUIDE = (files("bot.desk") / "page" / "guide.html").read_text()
INDEX = (files("bot.desk") / "page" / "index.html").read_text()
OF_NAMES = ("Confirm", "Send the list", "Call")
"""Buttons whose title ends with a person's name."""


def named(pattern: str) -> list[str]:
    """The texts of the tour that match a pattern, unescaped."""
    return [unescape(words).replace("\u2019", "'") for words in re.findall(pattern, GUIDE)]


def titles(node: Any) -> set[str]:
    """The titles of every button of a card."""
    if isinstance(node, list):
        return {title for part in node for title in titles(part)}
    if not isinstance(node, dict):
        return set()
    own = {node["title"]} if str(node.get("type")).startswith("Action.") else set()
    return own | titles([value for value in node.values() if isinstance(value, list | dict)])


@pytest.fixture(scope="module")
def on_cards() -> set[str]:
    return {title for shown in gallery().values() for title in titles(shown.card)}


@pytest.mark.parametrize("button", sorted(set(named("<em>(.*?)</em>"))))
def test_every_button_that_the_tour_names_is_on_a_card_or_on_the_page(
    button: str, on_cards: set[str]
) -> None:
    if f">{button}<" in INDEX:
        return
    if button in OF_NAMES:
        assert any(title.startswith(f"{button} ") for title in on_cards)
        return
    assert button in on_cards


def test_every_role_that_the_tour_shows_has_somebody_in_the_sample_council() -> None:
    profile = Profile.parse(shipped("tower-hamlets"))
    people = (files("bot.desk") / "council" / "people.csv").read_text()
    held = {role for row in csv.DictReader(StringIO(people)) for role in row["roles"].split(";")}
    known = {sentence(profile.title(role))[:-1] for role in held}
    assert set(named('data-role="(.*?)"')) <= known


def test_every_moment_that_the_tour_goes_to_says_its_own_weekday() -> None:
    ways = re.findall('data-now="(.*?)">Go to (.*?)<', GUIDE)
    assert ways
    for at, words in ways:
        assert f"{datetime.fromisoformat(at):%a %-d %b %Y, %H:%M}" == words


async def test_parts_of_the_tour_fold_and_it_stays_as_it_was_left(page: Page) -> None:
    await page.get_by_role("button", name="What to try").click()
    guide = page.get_by_role("dialog", name="What to try")
    part = guide.locator("details", has_text="The practitioner’s own section")  # noqa: RUF001
    step = part.get_by_text("Write your section")
    await expect(step).to_be_hidden()
    await part.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(step).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="What to try").click()
    await expect(step).to_be_visible()


async def test_the_tour_shows_the_people_it_speaks_of(page: Page) -> None:
    await page.locator("#service").select_option("FSP")
    await page.get_by_role("button", name="What to try").click()
    await page.get_by_role("button", name="Show the auditors who owe something").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await page.locator(".person .name").all_inner_texts() == ["Priya Shah", "Leah Grant"]
    await expect(page.locator(".person").first).to_be_focused()


async def test_the_tour_goes_to_christmas_eve(installed: Desk, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 780})
    await page.get_by_role("button", name="What to try").click()
    guide = page.get_by_role("dialog", name="What to try")
    await guide.locator("summary", has_text="An Inadequate on Christmas Eve").click()
    await page.get_by_role("button", name="Go to Thu 24 Dec 2026, 16:40").click()
    await expect(page.locator("#time")).to_have_text("Thursday 24 December 2026, 16:40")
    await expect(page.locator("#time")).to_be_visible()
    assert f"{installed.council.time:%Y-%m-%d %H:%M}" == "2026-12-24 16:40"


async def test_the_tour_offers_the_sample_files(installed: Desk, page: Page) -> None:
    await page.get_by_role("button", name="What to try").click()
    guide = page.get_by_role("dialog", name="What to try")
    await guide.locator("summary", has_text="another service").click()
    async with page.expect_download() as coming:
        await guide.get_by_role("link", name="cases.csv").click()
    download = await coming.value
    assert download.suggested_filename == "cases.csv"
    for name in ("people.csv", "cases.csv"):
        async with installed.http.get(f"{installed.url}/desk/council/{name}") as answer:
            assert answer.status == 200
            assert await answer.read() == (files("bot.desk") / "council" / name).read_bytes()
    status, body = await installed.ask("/desk/council/__init__.py")
    assert (status, body["error"]["code"]) == (404, "FileNotFound")  # type: ignore[index]


async def test_a_concern_is_one_of_the_words_that_may_be_picked(page: Page) -> None:
    await open_chat(page, "Priya Shah")
    await page.get_by_role("button", name="concern", exact=True).click()
    await expect(page.locator(".message.own")).to_contain_text("concern")
