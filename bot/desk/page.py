"""Serves the web page: its own files, the card libraries and live updates."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.desk.live_updates import LiveUpdates

KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
VENDOR = {
    "adaptivecards.min.js": "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.min.js": "markdown-it/dist/browser/markdown-it.umd.min.js",
}
"""The two libraries that draw a card, by the name in the page. No other library is served."""

SAMPLES = ("people.csv", "cases.csv")
"""The sample files of invented people and children that the tour offers."""

HEARTBEAT = 15.0
"""Seconds between heartbeats, by which a page notices that the desk has stopped."""


def fitted(guide: bytes, *, of_a_service: bool, titles: Mapping[str, str]) -> bytes:
    """The tour without the parts about programmes whose cycles cover something else.

    `titles` are what the programme calls a role that the tour shows, where not as Tower Hamlets.
    """
    for role, title in titles.items():
        shown = f'data-role="{title[:1].upper()}{title[1:]}"'
        guide = guide.replace(f'data-role="{role}"'.encode(), shown.encode())
    other = b"authority" if of_a_service else b"service"
    return re.sub(
        rb' *<(li|details) data-cycles="' + other + rb'".*?</\1>\n', b"", guide, flags=re.DOTALL
    )


class DeskPage:
    """The routes that a browser opens."""

    def __init__(
        self,
        updates: LiveUpdates,
        vendor: Path,
        *,
        of_a_service: bool = True,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """The tour fits a programme whose cycles cover one service, or not, and its `titles`."""
        self._updates = updates
        self._vendor = vendor
        self._files = {
            entry.name: entry.read_bytes()
            for entry in (files("bot.desk") / "page").iterdir()
            if entry.is_file()
        }
        self._files["guide.html"] = fitted(
            self._files["guide.html"], of_a_service=of_a_service, titles=titles or {}
        )

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [
            web.get("/", self.front),
            web.get("/desk/page/{file}", self.file),
            web.get("/desk/vendor/{file}", self.library),
            web.get("/desk/council/{file}", self.sample),
            web.get("/desk/events", self.events),
        ]

    async def front(self, _request: web.Request) -> web.Response:
        """The page."""
        return self._answer("index.html")

    async def file(self, request: web.Request) -> web.Response:
        """One of the page's own files."""
        return self._answer(request.match_info["file"])

    async def library(self, request: web.Request) -> web.FileResponse:
        """A library from node_modules; a 404 says how to install it."""
        path = VENDOR.get(request.match_info["file"])
        if path is None or not (self._vendor / path).is_file():
            words = "That library is not installed. Install it with `make demo`."
            raise DeskRefusal(404, "LibraryNotFound", words)
        return web.FileResponse(self._vendor / path)

    async def sample(self, request: web.Request) -> web.Response:
        """The sample council's people.csv or cases.csv as a download."""
        name = request.match_info["file"]
        if name not in SAMPLES:
            raise DeskRefusal(404, "FileNotFound", f"The sample council has no file {name!r}.")
        return web.Response(
            body=(files("bot.desk") / "council" / name).read_bytes(),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events, a JSON list of changes: "chat:<object id>", "people", "clock"."""
        subscriber = self._updates.subscribe()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while not subscriber.closed:
                what = await subscriber.next_changes(HEARTBEAT)
                event = f"data: {json.dumps(what)}\n\n" if what else ": heartbeat\n\n"
                await response.write(event.encode())
        except ConnectionResetError:
            pass
        finally:
            self._updates.unsubscribe(subscriber)
        return response

    def _answer(self, name: str) -> web.Response:
        suffix = name[name.rfind(".") :] if "." in name else ""
        if name not in self._files or suffix not in KINDS:
            raise DeskRefusal(404, "NotFound", f"The page has no file {name!r}.")
        return web.Response(body=self._files[name], content_type=KINDS[suffix], charset="utf-8")
