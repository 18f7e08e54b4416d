"""Every kind of card in every state is drawn by Microsoft's own library, as on the desk's page."""

import pytest
from playwright.async_api import Page

from bot.cards.parts.kit import buttons, card, fold
from tests.bot.cards.gallery import gallery
from tests.shots.cards import draw, drawing_page

PHONE = 360
"""The width in pixels of the narrowest phone that is tested."""

TOO_WIDE = """() => {
  const card = document.getElementById("card");
  const edge = card.getBoundingClientRect().right + 1;
  const wide = (part) => {
    const clips = getComputedStyle(part).overflow !== "visible" && part.clientWidth > 0;
    return part.getBoundingClientRect().right > edge
      || (clips && part.scrollWidth > part.clientWidth + 1);
  };
  const found = () => [...card.querySelectorAll("*")].filter(wide);
  const all = found();
  for (const fold of card.querySelectorAll("[aria-expanded=false]")) {
    fold.click();
    all.push(...found());
  }
  return all.map((part) => part.textContent.slice(0, 60));
}"""
"""The parts of the card that overflow it or are cut off, with every fold opened."""


async def test_every_card_is_drawn_without_an_error_and_fits_a_phone(browser_page: Page) -> None:
    """`browser_page` fails the test where the console or a script complains."""
    wrong = {}
    async with drawing_page(browser_page, PHONE):
        for name, shown in gallery().items():
            await draw(browser_page, shown.card)
            said = (await browser_page.locator("#card").inner_text()).strip()
            if not said or (wide := await browser_page.evaluate(TOO_WIDE)):
                wrong[name] = wide if said else "nothing is drawn"
    assert wrong == {}


@pytest.mark.parametrize("folded", [False, True])
async def test_a_card_too_wide_for_a_phone_is_found(browser_page: Page, *, folded: bool) -> None:
    column = {"type": "Column", "width": "200px", "items": [{"type": "TextBlock", "text": "Wide"}]}
    row = {"type": "ColumnSet", "columns": [column] * 3}
    drawn = card("Three columns", *buttons(fold("More", row))) if folded else card("", row)
    async with drawing_page(browser_page, PHONE):
        await draw(browser_page, drawn)
        assert await browser_page.evaluate(TOO_WIDE)
