"""The board in a real browser: open a page as somebody, in a theme and a width."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page

from tests.bot.board.conftest import DemoBoard, demo_of
from tests.store.council import Council

Theme = Literal["light", "dark", "contrast"]
THEMES: tuple[Theme, ...] = ("light", "dark", "contrast")
WIDTHS = (1280, 360)
AXE = Path("node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
async def whole(whole_council: Council) -> AsyncIterator[DemoBoard]:
    """Every kind of subject in every state, on the demonstration's board."""
    async with demo_of(whole_council) as running:
        yield running


async def look(page: Page, address: str, theme: Theme, width: int) -> None:
    """Open the address and wait until its script is done."""
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await page.goto(address)
    await page.wait_for_selector("html[data-ready]")
    if theme == "contrast":  # Teams says so; the demonstration has no Teams
        await page.evaluate("document.documentElement.dataset.theme = 'contrast'")


async def violations(page: Page) -> list[str]:
    """What axe-core finds, each with the element."""
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate(
        "(rules) => axe.run(document, { runOnly: rules })", RULES
    )
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]
