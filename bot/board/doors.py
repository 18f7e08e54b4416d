"""Who asks for a page: by a session in Teams, by `?as=` in the demonstration."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.board.entra_tokens import EntraSignIn
from bot.board.sessions import COOKIE, Sessions
from store.ledger import Reader
from store.views.parts.viewer import Viewer, viewer_by_object_id, viewer_by_upn

AS: Final = "as"
ONLY_HERE: Final = "This Sightline is a demonstration on one machine only."
NOT_AS: Final = "`as` is for the demonstration. Here you see what you yourself may see."


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who a request says it is from, proved as far as this door proves: an object id or a UPN."""

    name: str
    is_upn: bool = False

    def viewer(self, reader: Reader) -> Viewer | None:
        """The person in post; None for anybody else."""
        find = viewer_by_upn if self.is_upn else viewer_by_object_id
        return find(reader, self.name)


class Door(Protocol):
    """Says who asks."""

    demo: bool

    def claimed(self, request: web.Request) -> Claimed | None:
        """Who asks, or None if nobody is signed in. Raises HTTPForbidden."""
        ...

    async def signed_in(self, request: web.Request) -> tuple[Claimed, str]:
        """Who brings a token of Teams, and the cookie of their session. Raises NotSignedIn."""
        ...

    def form_word(self, request: web.Request) -> str:
        """The word that the forms of this session's pages carry, and no other site knows."""
        ...


class TeamsDoor:
    """The door of a council's tenant: a session, and for it a token that Teams gave."""

    demo = False

    def __init__(self, sign_in: EntraSignIn, sessions: Sessions) -> None:
        self._sign_in, self._sessions = sign_in, sessions

    def claimed(self, request: web.Request) -> Claimed | None:
        """By the session's cookie alone; a request with `as` is refused."""
        if AS in request.query:
            raise web.HTTPForbidden(text=NOT_AS)
        found = self._sessions.object_id(request.cookies.get(COOKIE))
        return None if found is None else Claimed(found)

    async def signed_in(self, request: web.Request) -> tuple[Claimed, str]:
        """By the token in the request's header."""
        found = await self._sign_in.object_id(request.headers.get("Authorization"))
        return Claimed(found), self._sessions.cookie(found)

    def form_word(self, request: web.Request) -> str:
        """By the session's own cookie."""
        return self._sessions.form_word(request.cookies.get(COOKIE, ""))


class DemoDoor:
    """The door of the demonstration, on this machine alone: `?as=UPN` says who looks."""

    demo = True

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def claimed(self, request: web.Request) -> Claimed | None:
        """By `as`, for a caller of this machine that also names this machine."""
        if not (_is_loopback(request.remote) and _names_loopback(request.host)):
            raise web.HTTPForbidden(text=ONLY_HERE)
        upn = request.query.get(AS, "")
        return Claimed(upn, is_upn=True) if upn else None

    async def signed_in(self, request: web.Request) -> tuple[Claimed, str]:
        """Nobody signs in here."""
        del request
        raise web.HTTPNotFound

    def form_word(self, request: web.Request) -> str:
        """By who looks; it guards as in Teams, so that a demonstration shows what holds there."""
        return self._sessions.form_word(request.query.get(AS, ""))


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _names_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)
