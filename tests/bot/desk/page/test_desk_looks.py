"""How the page looks where it is pressed: hover, focus, folds, zoom; in light and in dark."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import PRIYA, Json
from tests.bot.desk.page.looking import contrast, open_chat, outline_contrast
from tests.bot.desk.sample_cards import allocation, card, opens, text

OVER_THE_EDGE = "document.documentElement.scrollWidth > innerWidth"


def with_a_fold() -> Json:
    """A card with a red refusal button inside a fold."""
    refuse = opens("exemption.refuse", "Refuse…") | {"style": "destructive"}
    fold = {
        "type": "Action.ShowCard",
        "title": "What happens then?",
        "card": card(*(text(f"Line {n}") for n in range(6)), actions=[refuse]),
    }
    return card(text("Leah Grant asks to be exempt"), actions=[fold])


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_is_hovered_or_focused_can_still_be_read(
    installed: Desk, page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await installed.bot_sends(PRIYA, with_a_fold(), "Leah Grant asks to be exempt")
    await open_chat(page, "Priya Shah")
    await page.get_by_role("button", name="What happens then?").click()
    places = (
        page.get_by_role("button", name="Accept the audit"),
        page.get_by_role("button", name="Ask to be exempt"),
        page.get_by_role("button", name="What happens then?"),
        page.get_by_role("button", name="Refuse…"),
        page.get_by_role("button", name="Send", exact=True),
        page.get_by_role("button", name="What to try"),
        page.get_by_role("button", name="Forward a day"),
        page.get_by_role("button", name="help", exact=True),
    )
    for place in places:
        await place.hover()
        assert await contrast(place) >= 4.5, f"{place} hovered in {scheme}"
        await page.keyboard.press("Tab")  # from now on the browser shows the focus ring
        await place.focus()
        assert await outline_contrast(place) >= 3, f"{place} focused in {scheme}"
    for name in ("Priya Shah", "Leah Grant"):
        row = page.locator(".person", has_text=name)
        await row.hover()
        for part in (".name", ".quiet", ".owes"):
            assert await contrast(row.locator(part).first) >= 4.5, f"{part} of {name} in {scheme}"


async def test_what_was_folded_comes_into_view_when_it_is_opened(
    installed: Desk, page: Page
) -> None:
    await page.set_viewport_size({"width": 1280, "height": 560})
    await installed.bot_sends(PRIYA, with_a_fold(), "Leah Grant asks to be exempt")
    await open_chat(page, "Priya Shah")
    refuse = page.get_by_role("button", name="Refuse…")
    await page.get_by_role("button", name="What happens then?").click()
    await expect(refuse).to_be_visible()
    await expect(refuse).to_be_in_viewport(ratio=1)


async def test_an_explanation_comes_into_view_when_it_is_asked_for(
    installed: Desk, page: Page
) -> None:
    await page.set_viewport_size({"width": 1280, "height": 420})
    why = allocation()
    why["body"].append(why["body"].pop(-1) | {"text": "Counted from Tue 1 Dec. " * 12})
    await installed.bot_sends(PRIYA, why, "Audit M900123 by Mon 21 Dec")
    await open_chat(page, "Priya Shah")
    await page.get_by_role("button", name="Why this date?").last.click()
    shown = page.get_by_text("Counted from Tue 1 Dec.").last
    await expect(shown).to_be_visible()
    await expect(shown).to_be_in_viewport(ratio=0.9)


async def test_at_200_per_cent_every_part_is_reached_and_nothing_runs_over_the_edge(
    installed: Desk, page: Page
) -> None:
    async with _zoomed(page) as zoomed:
        await zoomed.goto(installed.url)
        await zoomed.wait_for_selector("html[data-ready]")
        await zoomed.get_by_role("button", name="People", exact=True).click()
        await open_chat(zoomed, "Priya Shah")
        accept = zoomed.get_by_role("button", name="Accept the audit")
        await accept.scroll_into_view_if_needed()
        await expect(accept).to_be_in_viewport(ratio=1)
        assert not await zoomed.evaluate(OVER_THE_EDGE)
        await zoomed.get_by_role("button", name="Ask to be exempt").click()
        send = zoomed.get_by_role("button", name="Ask your Head of Service")
        await send.scroll_into_view_if_needed()
        await expect(send).to_be_in_viewport(ratio=1)
        await zoomed.keyboard.press("Escape")
        await zoomed.get_by_role("button", name="Clock and story").click()
        await expect(zoomed.get_by_role("button", name="Forward an hour")).to_be_visible()
        assert not await zoomed.evaluate(OVER_THE_EDGE)


@asynccontextmanager
async def _zoomed(page: Page) -> AsyncIterator[Page]:
    """A window of 1280 by 800 pixels at 200% zoom."""
    assert page.context.browser is not None
    zoomed = await page.context.browser.new_page(
        viewport={"width": 640, "height": 400}, device_scale_factor=2, reduced_motion="reduce"
    )
    yield zoomed
    await zoomed.close()


@pytest.mark.parametrize(("width", "height"), [(360, 720), (640, 400)], ids=["phone", "zoom 200%"])
async def test_on_a_narrow_screen_one_part_is_shown_and_nothing_runs_over_the_edge(
    page: Page, width: int, height: int
) -> None:
    await page.set_viewport_size({"width": width, "height": height})
    await page.get_by_role("button", name="People").click()
    await open_chat(page, "Priya Shah")
    await expect(page.locator(".card")).to_be_visible()
    await expect(page.locator("#people")).to_be_hidden()
    assert not await page.evaluate(OVER_THE_EDGE)
    card_over = "(e) => e.scrollWidth > e.clientWidth"
    assert not await page.locator(".card").evaluate(card_over)
    await page.get_by_role("button", name="Clock and story").click()
    await expect(page.get_by_role("button", name="Forward an hour")).to_be_visible()
    assert not await page.evaluate(OVER_THE_EDGE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_can_be_read_in_light_and_in_dark(page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    await open_chat(page, "Priya Shah")
    for place in ("#who-role", ".card .ac-textBlock", ".owes.late", "#next", ".style-positive"):
        ratio = await contrast(page.locator(place).first)
        assert ratio >= 4.5, f"{place} in {scheme}: {ratio:.1f}"
