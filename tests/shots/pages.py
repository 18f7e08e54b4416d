"""Pictures of the desk's page during the story on the real bot, in each of its layouts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, ViewportSize

from store.tables import Person
from tests.story.playing import Played, played

DESKTOP: ViewportSize = {"width": 1360, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
ZOOMED: ViewportSize = {"width": 680, "height": 450}
"""The desktop at 200% zoom: half as many CSS pixels in each direction."""

PARTS = ("People", "Chat", "Clock and story")


async def shoot_pages(page: Page, folder: Path, scratch: Path) -> None:
    """Take pictures of the month up to the Director, then in dark mode, on a phone and zoomed."""
    async with played(scratch / "shots.db") as desk:
        await page.set_viewport_size(DESKTOP)
        await page.goto(desk.desk)
        await page.wait_for_selector("html[data-ready]")
        await page.wait_for_timeout(500)
        await page.screenshot(path=folder / "page-1-first-screen.png")
        await _tour(page, folder / "page-1-tour.png")
        first, second = desk.audits("issued")[:2]
        await _look_at(page, desk, first.auditor or "", folder / "page-2-auditor.png")
        await desk.press(first.auditor or "", "allocation.accept", about=first.id)
        await _look_at(page, desk, first.auditor or "", folder / "page-3-accepted.png")
        start = page.get_by_role("button", name="Start the return").last
        await start.click()
        await page.wait_for_timeout(500)
        await page.screenshot(path=folder / "page-4-return.png")
        await page.keyboard.press("Escape")
        reason = {"category": "leave", "reason": "Away from Monday 7 December until January."}
        await desk.press(second.auditor or "", "exemption.request", reason, about=second.id)
        head = _holder(desk, "head_of_service", "Frontdoor")
        await _look_at(page, desk, head, folder / "page-5-head-of-service.png")
        officer = _holder(desk, "audit_officer")
        await desk.say(officer, "audit team")
        await _look_at(page, desk, officer, folder / "page-5-audit-officer.png")
        await desk.move_to("2026-12-24", "16:40")
        await _look_at(page, desk, first.auditor or "", folder / "page-6-nudged.png")
        await page.get_by_role("button", name="Show all").click()
        await page.locator("#show").select_option("away")
        await page.screenshot(path=folder / "page-6-away.png")
        await desk.move_to("2026-12-29", "12:00")
        director = _holder(desk, "divisional_director")
        await _look_at(page, desk, director, folder / "page-7-director.png")
        await page.emulate_media(color_scheme="dark")
        await page.screenshot(path=folder / "page-7-director-dark.png")
        await _tour(page, folder / "page-7-tour-dark.png")
        await _look_at(page, desk, first.auditor or "", folder / "page-7-auditor-dark.png")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(PHONE)
        await _parts(page, folder, "page-8-phone")
        await _tour(page, folder / "page-8-phone-tour.png")
        async with zoomed(page) as larger:
            await _parts(larger, folder, "page-9-zoom")
            await _tour(larger, folder / "page-9-zoom-tour.png")


@asynccontextmanager
async def zoomed(page: Page) -> AsyncIterator[Page]:
    """The same page at 200% zoom."""
    assert page.context.browser is not None
    larger = await page.context.browser.new_page(
        viewport=ZOOMED, device_scale_factor=2, locale="en-GB", reduced_motion="reduce"
    )
    await larger.goto(page.url)
    await larger.wait_for_selector("html[data-ready]")
    yield larger
    await larger.close()


async def _parts(page: Page, folder: Path, name: str) -> None:
    """Take a picture of each part of a narrow page."""
    for part in PARTS:
        await page.get_by_role("button", name=part, exact=True).click()
        await page.wait_for_timeout(300)
        slug = part.split()[0].lower()
        await page.screenshot(path=folder / f"{name}-{slug}.png", scale="css")


async def _tour(page: Page, picture: Path) -> None:
    """Take a picture of the tour with its second part open."""
    await page.get_by_role("button", name="What to try").click()
    part = page.locator("#guide-body summary").nth(1)
    if not await page.locator("#guide-body details").nth(1).get_attribute("open"):
        await part.click()
    await page.wait_for_timeout(300)
    await page.screenshot(path=picture, scale="css")
    await page.keyboard.press("Escape")


async def _look_at(page: Page, desk: Played, upn: str, picture: Path) -> None:
    """Open a person's chat and take a picture."""
    await desk.settle()
    name = next(person.name for person in desk.rows(Person) if person.id == upn)
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await page.get_by_role("searchbox").first.fill(name)
    await page.locator("#list").get_by_role("button", name=name).first.click()
    await page.wait_for_timeout(600)
    await page.screenshot(path=picture)


def _holder(desk: Played, role: str, service: str | None = None) -> str:
    return next(
        person.id
        for person in desk.rows(Person)
        if role in person.roles and service in (None, person.service)
    )
