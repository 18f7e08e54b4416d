"""Each card of the gallery on a plain page, drawn by the desk's own modules."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from bot.desk import page as desk_page
from tests.bot.cards.gallery import gallery

Json = dict[str, Any]

NODE_MODULES = Path("node_modules")
PAGE = Path(desk_page.__file__).parent / "page"
WIDTH = 480

HTML = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<link rel="stylesheet" href="/page/desk.css"><link rel="stylesheet" href="/page/cards.css">
<style>body{background:var(--ground);padding:16px}#card{background:var(--panel);border-radius:8px;padding:4px}
</style></head><body><div id="card"></div>
<script src="/vendor/markdown-it/dist/browser/markdown-it.umd.min.js"></script>
<script src="/vendor/adaptivecards/dist/adaptivecards.min.js"></script></body></html>"""

DRAW = """async ([card, charts]) => {
  const { draw } = await import("/page/cards.js");
  document.getElementById("card").replaceChildren(draw(card, () => {}, {}, { charts }).drawn);
}"""


@asynccontextmanager
async def drawing_page(page: Page, width: int) -> AsyncIterator[None]:
    """An empty page with that width in pixels, on which `draw` shows one card at a time."""
    app = web.Application()
    app.router.add_get("/", _html)
    app.router.add_static("/page", PAGE)
    app.router.add_static("/vendor", NODE_MODULES)
    async with TestServer(app) as server:
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(str(server.make_url("/")))
        yield


async def draw(page: Page, card: Json, *, charts: bool = True) -> None:
    """Replace the card on the page by `card`, drawn as the desk draws it.

    Without `charts` it is drawn as by a client that knows none.
    """
    await page.evaluate(DRAW, [card, charts])


async def shoot_cards(page: Page, folder: Path) -> None:
    """Take a picture of each card, named after its kind and state."""
    async with drawing_page(page, WIDTH + 48):
        for name, shown in gallery().items():
            await draw(page, shown.card)
            await page.locator("#card").screenshot(path=folder / f"card-{_slug(name)}.png")


async def _html(_request: web.Request) -> web.Response:
    return web.Response(text=HTML, content_type="text/html")


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
