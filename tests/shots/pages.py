"""The desk's page while the story is played on the real bot."""

from pathlib import Path

from playwright.async_api import Page

from store.tables import Person
from tests.story.playing import Played, played


async def shoot_pages(page: Page, folder: Path, scratch: Path) -> None:
    """First screen, an auditor's chat, the return's dialog, the decider, the Director, a phone."""
    async with played(f"sqlite:///{scratch / 'shots.db'}") as desk:
        await page.set_viewport_size({"width": 1360, "height": 900})
        await page.goto(desk.desk)
        await page.wait_for_timeout(500)
        await page.screenshot(path=folder / "page-1-first-screen.png")
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
        await desk.move_to("2026-12-29", "12:00")
        await _look_at(page, desk, first.auditor or "", folder / "page-6-nudged.png")
        director = _holder(desk, "divisional_director")
        await _look_at(page, desk, director, folder / "page-7-director.png")
        await page.set_viewport_size({"width": 360, "height": 780})
        await page.wait_for_timeout(300)
        await page.screenshot(path=folder / "page-8-phone.png")


async def _look_at(page: Page, desk: Played, upn: str, picture: Path) -> None:
    """Open somebody's chat and take a picture."""
    await desk.settle()
    name = next(person.name for person in desk.rows(Person) if person.id == upn)
    await page.reload()
    await page.get_by_role("searchbox").first.fill(name)
    await page.get_by_role("button", name=name).first.click()
    await page.wait_for_timeout(600)
    await page.screenshot(path=picture)


def _holder(desk: Played, role: str, service: str | None = None) -> str:
    return next(
        person.id
        for person in desk.rows(Person)
        if role in person.roles and service in (None, person.service)
    )
