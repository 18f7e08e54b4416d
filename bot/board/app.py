"""The board as one aiohttp application, to be put under /board of the bot."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web

from bot.board import acting
from bot.board.asked_for import asked_for, back_of, form_drawn
from bot.board.doors import AS, Claimed, Door
from bot.board.evenings import Evenings
from bot.board.forms import ON_BOARD, form_in
from bot.board.headers import TEAMS_FRAMES, adding
from bot.board.layout import notice, page_of, whole_page
from bot.board.live import EVERY, LiveHeads
from bot.board.page import Asked
from bot.board.place import Place
from bot.board.places import ways_of
from bot.board.refusals import SIGN_IN, plainly
from bot.ledger_access import LedgerAccess
from bot.npm import node_modules
from bot.teams.courier import outbound_session
from bot.teams.sign_in import NotSignedIn
from store.ledger import Actor, Unit
from store.registry import enact
from store.tables import Person
from store.views.parts.where_audits_stand import Viewer
from store.views.reports.looks import has_looked
from store.vocabulary.errors import Invalid

VENDOR: Final = {
    "teams.js": "@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js",
    "chart.js": "chart.js/dist/chart.umd.min.js",
}
"""The libraries that speak with Teams and draw charts, from npm; no other is served."""
KINDS: Final = {".js": "text/javascript", ".css": "text/css"}
UNKNOWN: Final = (
    "Sightline does not know you",
    "If you take part in the audit programme, please ask the audit team to add you.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardOptions:
    """Whose door the board has, who may frame it, and where npm's libraries are."""

    door: Callable[[LedgerAccess, aiohttp.ClientSession], Door]
    """Makes the door, with a session in which signing keys are fetched."""
    frames: Sequence[str] = TEAMS_FRAMES
    vendor: Path = field(default_factory=node_modules)
    every: float = EVERY
    """Seconds between two looks at the ledger for pages that are open."""
    chat: str = ""
    """Teams' address of the chat with Sightline, to which each page leads back."""


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
            web.get("/do/{verb}/{subject}", board.form),
            web.post("/do/{verb}/{subject}", board.act),
            web.get("/events", board.events),
            web.get("/configure", board.configure),
            web.get("/static/{file}", board.static),
            web.get("/{path:.+}", board.page),
        ]
    )
    return app


class Board:
    """Answers the board's addresses."""

    def __init__(self, access: LedgerAccess, options: BoardOptions) -> None:
        self._access, self._options, self._vendor = access, options, options.vendor
        self._open: Door | None = None
        self._evenings = Evenings(access)
        self.live = LiveHeads(access, clock=time.monotonic, every=options.every)
        self._assets = {
            entry.name: entry.read_bytes()
            for entry in (files("bot.board") / "assets").iterdir()
            if entry.is_file()
        }

    async def run(self, _app: web.Application) -> AsyncIterator[None]:
        """Open the door for as long as the bot is served."""
        async with outbound_session() as session:
            self._open = self._options.door(self._access, session)
            yield
        self._evenings.close()

    @property
    def _door(self) -> Door:
        assert self._open is not None
        return self._open

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

    async def form(self, request: web.Request) -> web.StreamResponse:
        """`GET /board/do/VERB/ID`: the form of an act, as in a dialog of Teams."""
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        return await self._form(request, claimed, request.query.get("back", ""))

    async def act(self, request: web.Request) -> web.StreamResponse:
        """`POST /board/do/VERB/ID`: an act by the registry, as if pressed on a card.

        Only from a page of this very session. What is refused is told in the registry's words, and
        what needs mending in the form itself, with all that was typed.
        """
        claimed = self._door.claimed(request)
        if claimed is None:
            return self._sign_in(status=401)
        said = await acting.sent(request, self._door)
        viewer = await self._access.read(claimed.viewer)
        if viewer is None:
            return self._html(notice(*UNKNOWN), status=403)
        verb, subject = request.match_info["verb"], request.match_info["subject"]
        try:
            refused = await acting.press(self._access, viewer.upn, verb, subject, said)
        except Invalid as wrong:
            if verb in ON_BOARD:
                return await self._form(request, claimed, said.back, said.typed, wrong)
            refused = wrong.message
        if refused:
            return self._html(notice("This was not done", refused), status=409)
        raise web.HTTPSeeOther(
            self._place(request, "", viewer).link(back_of(viewer, said.back), {"done": verb})
        )

    async def _form(
        self,
        request: web.Request,
        claimed: Claimed,
        back: str,
        typed: Mapping[str, str] | None = None,
        wrong: Invalid | None = None,
    ) -> web.StreamResponse:
        verb, subject = request.match_info["verb"], request.match_info["subject"]
        made = await self._access.read(
            lambda reader: form_drawn(reader, claimed, verb, subject, typed=typed, wrong=wrong)
        )
        if made is None:
            return self._html(notice(*UNKNOWN), status=403)
        if made.look:
            await self._note(made.viewer.upn, made.look)
        place = self._place(request, made.path, made.viewer)
        inside = form_in(place, verb, subject, made.card, back_of(made.viewer, back))
        text = page_of(place, made.title, inside, ways_of(made.viewer), teams=not self._door.demo)
        return self._html(text, status=200 if wrong is None else 400)

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
        return self._html(whole_page(place, page, ways_of(made.viewer), teams=not self._door.demo))

    def _place(
        self,
        request: web.Request,
        path: str,
        viewer: Viewer,
        chosen: Mapping[str, str] | None = None,
        on: date | None = None,
    ) -> Place:
        always = {AS: viewer.upn} if self._door.demo else {}
        word, chat = self._door.form_word(request), self._options.chat
        return Place(path, Asked(viewer, chosen or {}), always, word, on, chat)

    async def _note(self, upn: str, page: str) -> None:
        """Record the look before anything is shown, once however many ask at the same time."""

        def look(unit: Unit) -> None:
            if not has_looked(unit, upn, page):
                enact(unit, "page.looked", unit.get(Person, upn), {"page": page})

        await self._access.write(Actor(upn, "board"), look)

    def _sign_in(self, *, status: int = 200) -> web.Response:
        text = notice(*SIGN_IN, kind="sign-in", teams=not self._door.demo)
        return self._html(text, status=status)

    def _html(self, text: str, *, status: int = 200) -> web.Response:
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
