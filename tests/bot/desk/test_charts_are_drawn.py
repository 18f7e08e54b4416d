"""A digest's charts are drawn as Teams draws them, and in words where a client knows none."""

import pytest
from playwright.async_api import Page

from tests.bot.cards.reports_gallery import reports_gallery
from tests.bot.desk.test_every_card_is_drawn import TOO_WIDE
from tests.shots.cards import draw, drawing_page

DIGESTS = ("digest, a bad week", "service digest, a bad week", "team digest, its work alone")
WIDTHS = (360, 480, 1280)

FAINT = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map((one) => one / 255)
      .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  return [...document.querySelectorAll(".chart-part")].filter((part) => {
    const look = getComputedStyle(part);
    return ratio(light(look.color), light(look.backgroundColor)) < 4.5;
  }).map((part) => part.className);
}"""
"""Numbers in a bar that stand out too little from their colour."""


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_charts_fit_and_say_their_numbers_at_each_width_drawn_or_in_words(
    browser_page: Page, theme: str
) -> None:
    await browser_page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    cards = reports_gallery()
    for width in WIDTHS:
        async with drawing_page(browser_page, width):
            for name in DIGESTS:
                for charts in (True, False):
                    await draw(browser_page, cards[name], charts=charts)
                    drawn = await browser_page.locator("#card .chart").count()
                    assert (drawn > 0) == charts, name
                    assert await browser_page.evaluate(TOO_WIDE) == []
                    assert await browser_page.evaluate(FAINT) == []
                    told = await browser_page.locator("#card").inner_text()
                    assert "In time" in told or "in time" in told
                    assert charts or "█" in told
