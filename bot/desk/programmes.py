"""Which of the published programmes the demo shows, and which one somebody chooses on the page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.refusals import DeskRefusal, read_object, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ProgrammeChoice:
    """The programmes that may be shown, `shown` now; `chosen` is set once somebody wants another.

    A desk of anything but the demo has none to choose from.
    """

    def __init__(self, shown: str = "", names: Sequence[str] = ()) -> None:
        self.shown, self.names = shown, tuple(names)
        self.chosen: str | None = None
        self.ended = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """The routes of this choice."""
        return [web.get("/desk/programmes", self.listed), web.post("/desk/programmes", self.choose)]

    async def listed(self, _request: web.Request) -> web.Response:
        """`{"shown", "programmes": [{"name", "title"}]}`."""
        programmes = [{"name": name, "title": title_of(name)} for name in self.names]
        return web.json_response({"shown": self.shown, "programmes": programmes})

    async def choose(self, request: web.Request) -> web.Response:
        """`{"profile"}`: the demo begins anew with it. 400 for a programme that is not listed."""
        name = text_of(await read_object(request), "profile")
        if name not in self.names:
            words = f"There is no programme {name!r}: choose one of {', '.join(self.names)}."
            raise DeskRefusal(400, "ProgrammeNotFound", words)
        self.chosen = name
        self.ended.set()
        return web.json_response({"shown": name}, status=202)


def title_of(name: str) -> str:
    """The council's name, from the name of its profile."""
    return name.replace("-", " ").title()


def one_after_another(first: str, serve: Callable[[str], str | None]) -> None:
    """Serve `first`, then whichever is chosen on the page, until it ends with none chosen."""
    shown: str | None = first
    while shown is not None:
        shown = serve(shown)
