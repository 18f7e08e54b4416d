"""What every answer under /board is made with: who asks, where they stand, and what is noted."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web

from bot.board.doors import AS, Door
from bot.board.headers import TEAMS_FRAMES
from bot.board.layout import notice
from bot.board.live import EVERY
from bot.board.page import Asked
from bot.board.place import Place
from bot.board.refusals import SIGN_IN
from bot.ledger_access import LedgerAccess
from bot.npm import node_modules
from bot.teams.courier import outbound_session
from store.ledger import Actor, Unit
from store.registry import enact
from store.tables import Person
from store.views.parts.viewer import Viewer
from store.views.reports.looks import has_looked

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


class Answering:
    """One board: its ledger, its door, and how an answer is made."""

    def __init__(self, access: LedgerAccess, options: BoardOptions) -> None:
        self._access, self._options = access, options
        self._open: Door | None = None

    async def run(self, _app: web.Application) -> AsyncIterator[None]:
        """Open the door for as long as the bot is served."""
        async with outbound_session() as session:
            self._open = self._options.door(self._access, session)
            yield

    @property
    def _door(self) -> Door:
        assert self._open is not None
        return self._open

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
