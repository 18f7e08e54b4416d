"""The web page: its own files, the card library's, and word of what changed."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from pathlib import Path

    from bot.desk.live_updates import Bell

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
"""The two libraries that draw a card, by the name the page asks for: nothing else is served."""

SAMPLES = ("people.csv", "cases.csv")
"""Files of made-up people and children that the guide's tour offers."""

HEARTBEAT = 15.0
"""Seconds between signs of life, so that a page learns that the desk has gone."""


class DeskPage:
    """The routes a browser opens."""

    def __init__(self, bell: Bell, vendor: Path) -> None:
        self._bell = bell
        self._vendor = vendor
        self._files = {
            entry.name: entry.read_bytes()
            for entry in (files("bot.desk") / "page").iterdir()
            if entry.is_file()
        }

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
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
        """A library from node_modules; 404 says how to get it."""
        path = VENDOR.get(request.match_info["file"])
        if path is None or not (self._vendor / path).is_file():
            words = "That library is not installed; `make demo` installs it."
            raise DeskRefusal(404, "LibraryNotFound", words)
        return web.FileResponse(self._vendor / path)

    async def sample(self, request: web.Request) -> web.Response:
        """The sample council's people.csv or cases.csv, to be kept and sent in a chat."""
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
        """Server-sent events, each a JSON list of what changed: "chat:<upn>", "people", "clock"."""
        listener = self._bell.join()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while not listener.over:
                what = await listener.heard(HEARTBEAT)
                told = f"data: {json.dumps(what)}\n\n" if what else ": still here\n\n"
                await response.write(told.encode())
        except ConnectionResetError:
            pass
        finally:
            self._bell.leave(listener)
        return response

    def _answer(self, name: str) -> web.Response:
        suffix = name[name.rfind(".") :] if "." in name else ""
        if name not in self._files or suffix not in KINDS:
            raise DeskRefusal(404, "NotFound", f"The page has no file {name!r}.")
        return web.Response(body=self._files[name], content_type=KINDS[suffix], charset="utf-8")
