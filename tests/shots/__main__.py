"""`make shots`: the demo's story played in a browser, every card, and papers, as PNG files."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.browser import CACHE, fresh_page, headless_chromium
from tests.shots.board import shoot_board
from tests.shots.cards import shoot_cards
from tests.shots.digests import shoot_digests
from tests.shots.pages import shoot_pages
from tests.shots.papers import shoot_papers

SHOTS = CACHE / "shots"


async def shoot() -> list[str]:
    """Take every picture again; gives the browser's error messages."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    complaints: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        async with headless_chromium() as browser, fresh_page(browser, complaints) as page:
            await _shoot(page, Path(folder))
    return complaints


async def _shoot(page: Page, folder: Path) -> None:
    await shoot_cards(page, SHOTS)
    await shoot_pages(page, SHOTS, folder)
    await shoot_board(page, SHOTS, folder)
    await shoot_digests(page, SHOTS, folder)
    await asyncio.to_thread(shoot_papers, SHOTS, folder)


def main() -> None:
    """Take all pictures and print where they are."""
    complaints = asyncio.run(shoot())
    for complaint in complaints:
        print(f"The browser reported an error: {complaint}")
    pictures = sorted(SHOTS.glob("*.png"))
    print(f"{len(pictures)} pictures in {SHOTS}")
    if complaints:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
