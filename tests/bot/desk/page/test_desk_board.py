"""The desk shows a person's board beside their chat, as Teams shows a tab."""

from playwright.async_api import Page, Route, expect

from bot.desk.access_control import HEADERS
from tests.bot.desk.page.looking import open_chat


def test_the_desk_may_frame_its_own_pages_and_no_other_site() -> None:
    assert "frame-src 'self';" in HEADERS["Content-Security-Policy"]


async def test_the_board_of_whoever_is_chosen_is_one_press_away_and_back(
    page: Page, page_errors: list[str]
) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(body="<p>The board</p>", content_type="text/html")

    await page.route("**/board?as=*", answer)
    await open_chat(page, "Priya Shah")
    seen = page.get_by_role("button", name="Board", exact=True)
    await seen.click()
    await expect(seen).to_have_attribute("aria-pressed", "true")
    frame = page.frame_locator('iframe[title="Sightline board"]')
    await expect(frame.get_by_text("The board")).to_be_visible()
    await expect(page.locator("#messages")).to_be_hidden()
    await open_chat(page, "Leah Grant")
    source = await page.locator("#board").get_attribute("src")
    assert source is not None
    assert "as=leah" in source.lower()
    await page.get_by_role("button", name="Chat", exact=True).click()
    await expect(page.locator("#messages")).to_be_visible()
    await expect(page.locator("#board")).to_be_hidden()
    assert page_errors == []
