"""The list of people in a browser: filters by role and service, marks for news, and absences."""

from dataclasses import replace

from playwright.async_api import Page, expect

from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import LEAH, OMAR, PRIYA, person
from tests.bot.desk.page.looking import open_chat
from tests.bot.desk.sample_cards import card, text

NAMES = ".person .name"


async def test_nothing_is_marked_as_new_when_the_page_is_first_opened(page: Page) -> None:
    await expect(page.locator(NAMES)).to_have_count(3)
    await expect(page.locator("#list .mark")).to_have_count(0)
    await page.locator("#show").select_option("news")
    await expect(page.locator("#list")).to_contain_text("since you looked")


async def test_what_was_not_looked_at_stays_marked_when_the_page_is_loaded_again(
    installed: Desk, page: Page
) -> None:
    await installed.bot_sends(OMAR, card(text("A request")), "Leah Grant asks to be exempt")
    await installed.bot_sends(LEAH, card(text("A nudge")), "One thing, overdue")
    await expect(page.locator("#list .mark")).to_have_count(2)
    await open_chat(page, "Omar Said")
    await expect(page.locator("#list .mark")).to_have_count(1)
    await page.goto(installed.url)
    await page.wait_for_selector("html[data-ready]")
    await expect(page.locator(".person", has_text="Leah Grant")).to_contain_text("New")
    await expect(page.locator("#list .mark")).to_have_count(1)


async def test_a_role_and_a_service_narrow_the_list_and_show_all_widens_it(page: Page) -> None:
    roles = page.locator("#role option")
    await expect(roles).to_have_text(
        ["any role", "Auditor (2)", "Head of Service (1)", "Team Manager (1)"]
    )
    await page.locator("#role").select_option("Team Manager")
    assert await page.locator(NAMES).all_inner_texts() == ["Priya Shah"]
    # A person with several roles is listed under the role of the filter.
    assert await page.locator(".group h2").all_inner_texts() == ["Team Manager 1"]
    await page.locator("#role").select_option("Auditor")
    await page.locator("#service").select_option("Frontdoor")
    assert await page.locator(NAMES).all_inner_texts() == ["Leah Grant"]
    await page.locator("#service").select_option("FSP")
    await page.locator("#show").select_option("overdue")
    await expect(page.locator("#list")).to_contain_text("Show all to see everybody")
    await page.get_by_role("button", name="Show all").click()
    await expect(page.locator(NAMES)).to_have_count(3)
    await expect(page.get_by_role("searchbox")).to_be_focused()


async def test_a_chosen_role_stays_chosen_when_news_comes(installed: Desk, page: Page) -> None:
    await page.locator("#role").select_option("Head of Service")
    await installed.bot_sends(OMAR, card(text("A request")), "Leah Grant asks to be exempt")
    await expect(page.locator(".person")).to_contain_text("New")
    assert await page.locator(NAMES).all_inner_texts() == ["Omar Said"]


async def test_absences_and_leavers_are_shown_and_can_be_filtered(
    installed: Desk, page: Page
) -> None:
    installed.council.members = [
        replace(LEAH, away="left on Fri 18 Dec"),
        replace(PRIYA, away="away until Fri 8 Jan 2027, Leah Grant stands in"),
        OMAR,
    ]
    await page.reload()
    priya = page.locator(".person", has_text="Priya Shah")
    await expect(priya).to_contain_text("away until Fri 8 Jan 2027, Leah Grant stands in")
    # Leavers are last in their role, and the page offers nobody who is away as a start.
    assert await page.locator(NAMES).all_inner_texts() == ["Omar Said", "Priya Shah", "Leah Grant"]
    await page.locator("#show").select_option("away")
    assert await page.locator(NAMES).all_inner_texts() == ["Priya Shah", "Leah Grant"]
    await expect(page.locator("#start")).to_be_hidden()


async def test_the_rare_roles_come_before_the_crowd(installed: Desk, page: Page) -> None:
    installed.council.members += [person(f"Person {n:03}", "Practitioner") for n in range(40)]
    await page.reload()
    await expect(page.locator(".group h2")).to_have_text(
        ["Head of Service 1", "Auditor 2", "Practitioner 40"]
    )
