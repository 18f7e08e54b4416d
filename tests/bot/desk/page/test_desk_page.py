"""The desk's page in a real browser: read, pressed, typed in, and used without a mouse."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from bot.desk.council import DeskMoment
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import LEAH, MONDAY_NINE, OMAR, PRIYA, dialog_answer, person
from tests.bot.desk.page.looking import TOO_SHORT, open_chat, open_form
from tests.bot.desk.sample_cards import card, exemption_form, text


async def test_a_newcomer_has_one_thing_to_press_and_it_opens_a_card(page: Page) -> None:
    assert await page.locator("button.primary:visible").all_inner_texts() == ["Start as Priya Shah"]
    await page.get_by_role("button", name="Start as Priya Shah").click()
    await expect(page.get_by_role("heading", name="Audit M900123 by Mon 21 Dec")).to_be_visible()


async def test_everybody_is_listed_by_role_with_what_they_owe_in_words(page: Page) -> None:
    assert await page.locator(".group h2").all_inner_texts() == ["Head of Service 1", "Auditor 2"]
    leah = page.get_by_role("button", name="Leah Grant")
    await expect(leah).to_contain_text("owes 2, 1 overdue")
    await expect(page.get_by_role("button", name="Omar Said")).to_contain_text("owes nothing")
    await page.locator("#group").select_option("service")
    assert await page.locator(".group h2").all_inner_texts() == ["Frontdoor 1", "FSP 2"]
    await page.locator("#show").select_option("overdue")
    assert await page.locator(".person .name").all_inner_texts() == ["Leah Grant"]


async def test_people_are_found_by_name_role_or_team(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Search people")
    await search.fill("head of")
    assert await page.locator(".person .name").all_inner_texts() == ["Omar Said"]
    await search.fill("nobody at all")
    await expect(page.locator("#list")).to_contain_text("Clear the search to see everybody")


async def test_a_card_is_drawn_with_its_markdown_and_its_folded_parts(page: Page) -> None:
    await open_chat(page, "Priya Shah")
    drawn = page.locator(".card")
    await expect(drawn.locator("strong", has_text="plan")).to_be_visible()
    conflict = drawn.get_by_role("button", name="Declare a conflict")
    await expect(conflict).to_be_hidden()
    await drawn.get_by_role("button", name="More").click()
    await expect(conflict).to_be_visible()
    why = drawn.get_by_text("The 15th working day of December")
    await expect(why).to_be_hidden()
    await drawn.get_by_role("button", name="Why this date?").click()
    await expect(why).to_be_visible()
    box = await drawn.bounding_box()
    assert box is not None
    assert box["width"] <= 480


async def test_a_press_puts_the_receipt_in_the_cards_place_and_marks_it(
    installed: Desk, page: Page
) -> None:
    await open_chat(page, "Priya Shah")
    await page.get_by_role("button", name="Accept the audit").click()
    await expect(page.locator(".card")).to_contain_text("You accepted M900123")
    await expect(page.locator(".message")).to_contain_text("Updated")
    await expect(page.locator(".message")).to_have_count(1)
    (invoke,) = installed.bot.pressed()
    assert invoke["value"]["action"]["verb"] == "allocation.accept"
    assert invoke["value"]["action"]["data"] == {"id": "M900123", "version": 1}


async def test_a_form_without_a_required_field_is_not_sent_and_says_how_to_correct_it(
    installed: Desk, page: Page
) -> None:
    await open_form(page)
    await page.get_by_role("button", name="Ask your Head of Service").click()
    await expect(page.get_by_text("Say in a sentence what stands in the way.")).to_be_visible()
    assert [a["name"] for a in installed.bot.pressed()] == ["task/fetch"]


async def test_a_refused_form_says_why_and_keeps_what_was_typed(
    installed: Desk, page: Page
) -> None:
    await open_form(page)
    await page.get_by_role("radio", name="Workload").check()
    await page.get_by_label("Reason (required)").fill("Too much")
    await page.get_by_role("button", name="Ask your Head of Service").click()
    await expect(page.get_by_text(TOO_SHORT)).to_be_visible()
    await expect(page.get_by_label("Reason (required)")).to_have_value("Too much")
    await expect(page.get_by_role("radio", name="Workload")).to_be_checked()
    await page.get_by_label("Reason (required)").fill("Too much until January")
    await page.get_by_role("button", name="Ask your Head of Service").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".card")).to_contain_text("You asked to be exempt")
    data = installed.bot.pressed()[-1]["value"]["data"]
    assert data == {
        "verb": "exemption.request",
        "id": "M900123",
        "version": 1,
        "category": "workload",
        "reason": "Too much until January",
        "urgent": "false",
    }


async def test_a_form_that_was_closed_opens_again_with_what_was_typed(page: Page) -> None:
    await open_form(page)
    await page.get_by_label("Reason (required)").fill("I am not sure yet")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Ask to be exempt")).to_be_focused()
    await page.get_by_role("button", name="Ask to be exempt").click()
    await expect(page.get_by_label("Reason (required)")).to_have_value("I am not sure yet")


async def test_a_bot_that_fails_leaves_the_form_open_with_what_was_typed(
    installed: Desk, page: Page
) -> None:
    await open_form(page)
    installed.bot.reacts = None
    installed.bot.will.append((500, b""))
    await page.get_by_label("Reason (required)").fill("On leave until January")
    await page.get_by_role("button", name="Ask your Head of Service").click()
    await expect(page.get_by_role("alert")).to_contain_text("it answered 500")
    await expect(page.get_by_label("Reason (required)")).to_have_value("On leave until January")


async def test_a_failed_press_is_explained_and_the_card_stays(installed: Desk, page: Page) -> None:
    await open_chat(page, "Priya Shah")
    installed.bot.reacts = None
    installed.bot.will.append((500, b""))
    await page.get_by_role("button", name="Accept the audit").click()
    await expect(page.locator("#said")).to_contain_text("it answered 500")
    await expect(page.get_by_role("button", name="Accept the audit")).to_be_visible()


async def test_words_may_be_typed_or_picked(installed: Desk, page: Page) -> None:
    await open_chat(page, "Priya Shah")
    await page.get_by_role("combobox", name="Type to Sightline").fill("who owes")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_have_count(3)
    await page.get_by_role("button", name="help", exact=True).click()
    await expect(page.locator(".message")).to_have_count(5)
    assert [a["text"] for a in installed.bot.pressed()] == ["who owes", "help"]


async def test_what_comes_by_itself_is_shown_and_marked_without_moving_what_is_typed(
    installed: Desk, page: Page
) -> None:
    await open_chat(page, "Priya Shah")
    words = page.get_by_role("combobox", name="Type to Sightline")
    await words.fill("half a sent")
    await installed.bot_sends(PRIYA, card(text("A nudge")), "3 things, one overdue")
    await installed.bot_sends(OMAR, card(text("A request")), "Leah Grant asks to be exempt")
    await expect(page.locator(".message", has_text="A nudge")).to_contain_text("New")
    await expect(page.get_by_role("button", name="Omar Said")).to_contain_text("New")
    await expect(words).to_have_value("half a sent")
    await expect(words).to_be_focused()
    await page.locator("#show").select_option("news")
    await expect(page.locator(".person .name")).to_have_text(["Priya Shah", "Omar Said"])


async def test_an_empty_chat_and_a_person_without_audits_say_what_would_be_here(page: Page) -> None:
    await open_chat(page, "Leah Grant")
    await expect(page.locator("#messages")).to_contain_text("has not written to this person yet")
    await expect(page.locator("#story-empty")).to_contain_text("nothing to do with an audit yet")


async def test_the_clock_moves_to_what_is_next_and_says_what_happened(
    installed: Desk, page: Page
) -> None:
    await expect(page.locator("#time")).to_have_text("Monday 30 November 2026, 09:00")
    await expect(page.locator("#next")).to_have_text("Next, Wed 2 Dec, 09:00: nudges")
    await page.get_by_role("button", name="Forward an hour").click()
    await expect(page.locator("#time")).to_have_text("Monday 30 November 2026, 10:00")
    await page.get_by_role("button", name="To what is next").click()
    await expect(page.locator("#time")).to_have_text("Wednesday 2 December 2026, 09:00")
    await expect(page.locator("#happened")).to_contain_text("nudges went out")
    await expect(page.get_by_role("button", name="To what is next")).to_be_disabled()
    assert installed.council.time == MONDAY_NINE + timedelta(days=2)


async def test_the_story_of_an_audit_grows_and_marks_what_is_new(
    installed: Desk, page: Page
) -> None:
    await open_chat(page, "Priya Shah")
    story = page.locator("#story li")
    await expect(story).to_have_count(1)
    await expect(story).to_contain_text("The audit team issued the audit to Priya Shah")
    at = MONDAY_NINE + timedelta(minutes=5)
    installed.council.moments["M900123"].append(DeskMoment(at, "Priya Shah", "accepted the audit"))
    await page.get_by_role("button", name="Accept the audit").click()
    await expect(story).to_have_count(2)
    await expect(story.last).to_contain_text("New")


async def test_the_guide_says_what_to_try_and_closes_by_escape(page: Page) -> None:
    await page.get_by_role("button", name="What to try").click()
    guide = page.get_by_role("dialog", name="What to try")
    await expect(guide).to_contain_text("sightline ledger verify")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="What to try")).to_be_focused()


async def test_the_whole_way_from_list_to_receipt_goes_by_keyboard(
    installed: Desk, page: Page
) -> None:
    await page.get_by_role("searchbox").focus()
    await page.keyboard.type("auditor")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="Priya Shah").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="Leah Grant")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat")).to_be_focused()
    await expect(page.get_by_role("button", name="Ask to be exempt")).to_be_visible()
    await tab_to(page, "Ask to be exempt")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await tab_to_reason(page)
    await page.keyboard.type("On leave from 7 December")
    await tab_to(page, "Ask your Head of Service")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card")).to_contain_text("You asked to be exempt")
    await expect(page.locator(".message")).to_be_focused()
    assert installed.bot.pressed()[-1]["value"]["data"]["reason"] == "On leave from 7 December"


async def tab_to(page: Page, words: str) -> None:
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == words:
            return
    pytest.fail(f"Tab never came to {words!r}")


async def tab_to_reason(page: Page) -> None:
    for _ in range(20):
        if await page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            return
        await page.keyboard.press("Tab")
    pytest.fail("Tab never came to the reason")


async def test_a_link_of_the_page_names_the_person_and_survives_reloading(page: Page) -> None:
    await open_chat(page, "Leah Grant")
    assert page.url.endswith("#" + quote(LEAH.upn, safe=""))
    await page.reload()
    await expect(page.locator("#who-name")).to_have_text("Leah Grant")


async def test_two_hundred_people_stay_a_list_that_one_can_work_with(
    installed: Desk, page: Page
) -> None:
    installed.council.members += [
        person(f"Person {n:03}", "Practitioner", team=f"Team {n % 12}") for n in range(200)
    ]
    await page.reload()
    await expect(page.locator("#count")).to_have_text("203 of 203 people")
    stops = page.locator('.person[tabindex="0"]')
    await expect(stops).to_have_count(1)  # Tab passes the list in one step


async def test_a_form_that_comes_back_shows_what_the_bot_put_in_it_and_no_more(
    installed: Desk, page: Page
) -> None:
    """As in Teams: if a bot loses what was typed, the page must show that."""
    await open_form(page)
    installed.bot.reacts = None
    installed.bot.will.append(dialog_answer(exemption_form(TOO_SHORT)))
    await page.get_by_label("Reason (required)").fill("Too much")
    await page.get_by_role("button", name="Ask your Head of Service").click()
    await expect(page.get_by_text(TOO_SHORT)).to_be_visible()
    await expect(page.get_by_label("Reason (required)")).to_have_value("")
