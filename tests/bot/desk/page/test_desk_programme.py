"""Another council's programme is chosen where the page says what to try."""

from playwright.async_api import Page, expect

from tests.bot.board.pages_in_a_browser import violations
from tests.bot.desk.conftest import Desk


async def test_another_programme_is_chosen_and_shown_once_it_is_pressed(
    installed: Desk, page: Page
) -> None:
    await page.get_by_role("button", name="What to try").click()
    programme = page.get_by_label("Whose programme this is")
    await expect(programme).to_have_value("tower-hamlets")
    again = page.get_by_role("button", name="Start again with it")
    await expect(again).to_be_hidden()
    await programme.select_option("Bromley")
    await expect(page.get_by_text("What was done here so far is gone then.")).to_be_visible()
    assert await violations(page) == []
    assert installed.choice.chosen is None
    await again.click()
    await expect(page.get_by_text("It is being set up.")).to_be_visible()
    assert installed.choice.chosen == "bromley"
