"""The clock and the story in a browser: any day and hour, by keyboard too; any audit."""

import asyncio
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from bot.desk.council import AuditChoice, DeskMoment
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import MONDAY_NINE, OMAR
from tests.bot.desk.page.looking import open_chat
from tests.bot.desk.sample_cards import card, text

CHRISTMAS_EVE = datetime(2026, 12, 24, 16, 40, tzinfo=UTC)


async def test_the_clock_goes_to_the_day_and_time_that_is_filled_in(
    installed: Desk, page: Page
) -> None:
    await page.get_by_label("To a day and time").fill("2026-12-24T16:40")
    await expect(page.locator("#move-day")).to_have_text("Thu 24 Dec 2026, 16:40")
    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.locator("#time")).to_have_text("Thursday 24 December 2026, 16:40")
    await expect(page.locator("#happened")).to_contain_text("nudges went out")
    assert installed.council.time == CHRISTMAS_EVE


async def test_the_clock_goes_there_by_keyboard_alone_while_news_comes_in(
    installed: Desk, page: Page
) -> None:
    await page.locator("#move-when").focus()
    # The browser's own field is in American order, whatever the page's language.
    await page.keyboard.type("1224")
    await installed.bot_sends(OMAR, card(text("A request")), "Leah Grant asks to be exempt")
    await expect(page.locator(".person", has_text="Omar Said")).to_contain_text("New")
    await page.keyboard.type("2026")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.type("0440P")
    await expect(page.locator("#move-day")).to_have_text("Thu 24 Dec 2026, 16:40")
    await page.keyboard.press("Enter")
    await expect(page.locator("#time")).to_have_text("Thursday 24 December 2026, 16:40")
    assert installed.council.time == CHRISTMAS_EVE


async def test_a_time_that_has_gone_by_is_refused_before_it_is_sent(
    installed: Desk, page: Page
) -> None:
    await page.get_by_label("To a day and time").fill("2026-11-01T09:00")
    await page.get_by_role("button", name="Go", exact=True).click()
    assert not await page.locator("#move-when").evaluate("(field) => field.checkValidity()")
    assert installed.council.time == MONDAY_NINE


async def test_one_of_several_audits_is_chosen_by_the_part_one_had_in_it(
    installed: Desk, page: Page
) -> None:
    installed.council.choices += [
        AuditChoice("M900124", "auditor", "FD-2, December 2026"),
        AuditChoice("M900125", "gave it up", "FD-3, December 2026"),
    ]
    at = MONDAY_NINE + timedelta(minutes=5)
    installed.council.moments["M900125"] = [
        DeskMoment(at, "the audit team", "resolved the conflict")
    ]
    await open_chat(page, "Priya Shah")
    await expect(page.locator("#audit-label")).to_have_text("Audit (3 to choose from)")
    groups = page.locator("#audit optgroup")
    assert [await groups.nth(n).get_attribute("label") for n in range(2)] == [
        "Auditor",
        "Gave it up",
    ]
    await page.locator("#audit").select_option(label="FD-3, December 2026")
    await expect(page.locator("#story li")).to_have_count(1)
    await expect(page.locator("#story li")).to_contain_text("The audit team resolved the conflict")
    await page.get_by_role("button", name="Accept the audit").click()
    await expect(page.locator(".card")).to_contain_text("You accepted M900123")
    await expect(page.locator("#audit")).to_have_value("M900125")


async def test_while_the_clock_moves_the_page_says_how_far_it_is(
    installed: Desk, page: Page
) -> None:
    arrived = asyncio.Event()
    council = installed.council

    async def slowly(to: datetime) -> list[str]:
        council.time = MONDAY_NINE + timedelta(days=3)
        await installed.bot_sends(OMAR, card(text("A nudge")), "One thing needs you")
        await arrived.wait()
        council.time = to
        return []

    council.move_clock = slowly  # type: ignore[method-assign]
    await page.get_by_role("button", name="Forward a day").click()
    await expect(page.locator("#clock-said")).to_have_text("Moving the clock: Thu 3 Dec, 09:00 …")
    arrived.set()
    await expect(page.locator("#clock-said")).to_have_text("Nothing fell due on the way.")
