"""Whole journeys on the board by keyboard alone: Tab, Enter and typing, never a mouse."""

from playwright.async_api import Page, expect

from store.tables import DigestLine, Duty
from store.views.parts.offers import may_now
from tests.bot.board.conftest import DemoBoard
from tests.bot.board.pages_in_a_browser import look, whole
from tests.store.council import HOS

__all__ = ("whole",)  # the fixture

MOST = 150
"""Presses of Tab after which something counts as out of reach."""
ADDRESSED = "digest.addressed"


async def tab_to(page: Page, what: str) -> None:
    """Press Tab until `what`, a selector, has the focus, and see that the focus can be seen."""
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        if await page.evaluate("(what) => document.activeElement.matches(what)", what):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert await page.evaluate(style) != "none", f"{what}: the focus cannot be seen"
            return
    raise AssertionError(f"{what} is out of reach of the keyboard")


async def test_a_head_of_service_finds_their_inadequates_and_the_story_of_one(
    whole: DemoBoard, browser_page: Page
) -> None:
    page = browser_page
    await look(page, f"{whole.url}/board?as={HOS}", "light", 1280)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    await tab_to(page, "nav a[href*='/inadequates']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Inadequates")
    rows = await page.get_by_role("table", name="Inadequates").get_by_role("rowheader").count()
    await expect(page.locator(".figures strong").first).to_have_text(str(rows))
    await tab_to(page, "tbody th a[href*='/audits/']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="What has happened")).to_be_visible()
    await expect(page.get_by_role("table", name="Deadlines")).to_be_visible()


async def test_a_manager_says_how_a_non_submission_was_addressed(
    whole: DemoBoard, browser_page: Page, page_errors: list[str]
) -> None:
    with whole.council.read() as reader:
        owed = {duty.subject for duty in reader.rows(Duty, closed_at=None)}
        line, upn = next(
            (one.id, person.id)
            for one in reader.rows(DigestLine)
            for person in reader.everybody()
            if one.id in owed and may_now(reader, one, person.id, [ADDRESSED])
        )
    page, link = browser_page, f"do/{ADDRESSED}/"
    await look(page, f"{whole.url}/board/work?as={upn}", "light", 1280)
    await tab_to(page, f"a[href*='{link}']")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="What was done (required)")).to_be_visible()
    await tab_to(page, "button.primary")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Please fill in what is marked (required)")).to_be_visible()
    page_errors[:] = [one for one in page_errors if "400" not in one]
    await tab_to(page, "textarea")
    await page.keyboard.type("Agreed a new day with the Team Manager")
    await tab_to(page, "button.primary")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Recorded how")
    await expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    assert whole.council.verbs()[-1] in {ADDRESSED, "page.looked"}
    assert ADDRESSED in whole.council.verbs()[-3:]
    assert line
