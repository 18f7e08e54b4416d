"""Each card of the gallery on a plain page, drawn by the desk's own modules."""

import json
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from bot.desk import page as desk_page
from tests.bot.cards.gallery import gallery

NODE_MODULES = Path("node_modules")
PAGE = Path(desk_page.__file__).parent / "page"
WIDTH = 480

HTML = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<link rel="stylesheet" href="/page/desk.css"><link rel="stylesheet" href="/page/cards.css">
<style>body{background:#f5f5f5;padding:16px}#card{background:#fff;border-radius:8px;padding:4px}
</style></head><body><div id="card"></div>
<script src="/vendor/markdown-it/dist/browser/markdown-it.umd.min.js"></script>
<script src="/vendor/adaptivecards/dist/adaptivecards.min.js"></script></body></html>"""

DRAW = """async (card) => {
  const { hostConfig } = await import("/page/hostconfig.js");
  const config = typeof hostConfig === "function" ? hostConfig(false) : hostConfig;
  const drawn = new AdaptiveCards.AdaptiveCard();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = window.markdownit().render(text); result.didProcess = true; };
  if (config) drawn.hostConfig = new AdaptiveCards.HostConfig(config);
  drawn.parse(card);
  document.getElementById("card").replaceChildren(drawn.render());
}"""


async def shoot_cards(page: Page, folder: Path) -> None:
    """One picture a card, named after its kind and state."""
    app = web.Application()
    app.router.add_get("/", _html)
    app.router.add_static("/page", PAGE)
    app.router.add_static("/vendor", NODE_MODULES)
    async with TestServer(app) as server:
        await page.set_viewport_size({"width": WIDTH + 48, "height": 900})
        await page.goto(str(server.make_url("/")))
        for name, shown in gallery().items():
            await page.evaluate(DRAW, json.loads(json.dumps(shown.card)))
            await page.locator("#card").screenshot(path=folder / f"card-{_slug(name)}.png")


async def _html(_request: web.Request) -> web.Response:
    return web.Response(text=HTML, content_type="text/html")


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
