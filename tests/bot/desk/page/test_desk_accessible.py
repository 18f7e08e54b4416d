"""The desk and its dialogs: axe-core finds nothing, and every choice is large enough to hit."""

import pytest
from playwright.async_api import Page

from tests.bot.board.pages_in_a_browser import violations
from tests.bot.desk.page.looking import open_chat, open_form

LEAST = 24
"""Pixels of a target's side (WCAG 2.2, 2.5.8)."""
SMALL = """(least) => [...document.querySelectorAll('[type=radio], [type=checkbox]')]
  .map((one) => [one.getBoundingClientRect(), one.name])
  .filter(([box]) => box.width > 0 && (box.width < least || box.height < least))
  .map(([box, name]) => `${name}: ${box.width} by ${box.height}`)"""


@pytest.mark.usefixtures("installed")
async def test_a_choice_in_a_dialog_is_large_enough_to_hit(page: Page) -> None:
    await open_form(page)
    assert await page.get_by_role("radio").count() > 2
    assert await page.evaluate(SMALL, LEAST) == []


@pytest.mark.usefixtures("installed")
async def test_the_desk_and_its_dialog_have_no_fault_of_accessibility(page: Page) -> None:
    await open_chat(page, "Priya Shah")
    assert await violations(page) == []
    await open_form(page)
    assert await violations(page) == []
