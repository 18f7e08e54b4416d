"""The board as one aiohttp application, to be put under /board of the bot."""

import logging
import time
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.board.answering import UNKNOWN, BoardOptions
from bot.board.asked_for import asked_for
from bot.board.doing import Doing
from bot.board.doors import Claimed
from bot.board.evenings import Evenings
from bot.board.headers import adding
from bot.board.layout import notice, whole_page
from bot.board.live import LiveHeads
from bot.board.places import ways_of
from bot.board.refusals import plainly
from bot.ledger_access import LedgerAccess
from bot.teams.sign_in import NotSignedIn

__all__ = ("BoardOptions", "board_app")

VENDOR: Final = {
    "teams.js": "@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js",
    "chart.js": "chart.js/dist/chart.umd.min.js",
}
"""The libraries that speak with Teams and draw charts, from npm; no other is served."""
KINDS: Final = {".js": "text/javascript", ".css": "text/css"}


def board_app(access: LedgerAccess, options: BoardOptions) -> web.Application:
    """The board over one programme's ledger."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    board = Board(access, options)
    app = web.Application(client_max_size=64 * 1024, middlewares=[plainly])
    app.cleanup_ctx.append(board.run)
    app.on_shutdown.append(board.live.close)
    app.on_response_prepare.append(adding(options.frames))
    app.add_routes(
        [
            web.get("", board.front),
            web.get("/", board.front),
            web.post("/session", board.session),
            web.get("/do/{verb}", board.forms),
            web.post("/do/{verb}", board.acts),
            web.get("/do/{verb}/{subject}", board.form),
            web.post("/do/{verb}/{subject}", board.act),
            web.get("/events", board.events),
            web.get("/configure", board.configure),
            web.get("/static/{file}", board.static),
            web.get("/{path:.+}", board.page),
        ]
    )
    return app


class Board(Doing):
    """Answers the board's addresses."""

    def __init__(self, access: LedgerAccess, options: BoardOptions) -> None:
        super().__init__(access, options)
        self._vendor = options.vendor
        self._evenings = Evenings(access)
        self.live = LiveHeads(access, clock=time.monotonic, every=options.every)
        self._assets = {
            entry.name: entry.read_bytes()
            for entry in (files("bot.board") / "assets").iterdir()
            if entry.is_file()
        }

    async def run(self, app: web.Application) -> AsyncIterator[None]:
        """Open the door for as long as the bot is served, and let go of past days then."""
        async for _ in super().run(app):
            yield
        self._evenings.close()

    async def front(self, request: web.Request) -> web.StreamResponse:
        """`GET /board`: the first page of whoever is signed in; else a page that signs in."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in()
        return await self._answer(request, claimed, None)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Any other page or file: 401 without a session, 404 for what is not this person's."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        return await self._answer(request, claimed, request.match_info["path"])

    async def session(self, request: web.Request) -> web.StreamResponse:
        """`POST /board/session`: the session's cookie for a token of Teams."""
        try:
            claimed, cookie = await self._door.signed_in(request)
        except NotSignedIn as refused:
            return web.json_response({"message": refused.sentence}, status=refused.status)
        if await self._access.read(claimed.viewer) is None:
            return web.json_response({"message": f"{UNKNOWN[0]}. {UNKNOWN[1]}"}, status=403)
        return web.Response(status=204, headers={"Set-Cookie": cookie})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """`GET /board/events`: that something changed, for whoever may open a page."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        if await self._access.read(claimed.viewer) is None:
            return self._html(notice(*UNKNOWN), status=403)
        return await self.live.stream(request)

    async def configure(self, _request: web.Request) -> web.Response:
        """`GET /board/configure`: what Teams shows where somebody puts the board in a channel."""
        return self._html(
            notice(
                "The Sightline board",
                "Choose Save to put the board in this channel. Each person sees there what they "
                "may see, as in their own tab.",
                kind="configure",
                teams=not self._door.demo,
            )
        )

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The page's own style and scripts, and the libraries from npm."""
        name = request.match_info["file"]
        if name in VENDOR and (self._vendor / VENDOR[name]).is_file():
            return web.FileResponse(self._vendor / VENDOR[name])
        if name not in self._assets:
            raise web.HTTPNotFound
        kind = KINDS[name[name.rindex(".") :]]
        return web.Response(body=self._assets[name], content_type=kind, charset="utf-8")

    async def _answer(
        self, request: web.Request, claimed: Claimed, path: str | None
    ) -> web.StreamResponse:
        asked = asked_for(request, claimed, path)
        if asked.on is None:
            made = await self._access.read(lambda reader: asked.draw(reader, reader))
        else:
            made = await self._evenings.read(asked.on, asked.draw)
        if made is None:
            return self._html(notice(*UNKNOWN), status=403)
        if made.look:
            await self._note(made.viewer.upn, made.look)
        if asked.is_file:
            return asked.file(made)
        place = self._place(request, made.path, made.viewer, asked.chosen, asked.on)
        page = asked.in_order(made.page)
        ways, teams = ways_of(made.viewer), not self._door.demo
        return self._html(whole_page(place, page, ways, teams=teams, done=made.done))
