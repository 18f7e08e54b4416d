"""Who may come in: this machine alone, and no other web site through its owner's browser."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a Host that is not loopback (DNS rebinding) and a post from another site (CSRF)."""
    try:
        _check(request)
        return await handler(request)
    except DeskRefusal as refusal:
        return refusal.answer()
    except web.HTTPNotFound:
        return DeskRefusal(404, "NotFound", f"The desk has nothing at {request.path}.").answer()


async def protect(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on that keep a page of the desk to the desk."""
    response.headers.update(HEADERS)


def _check(request: web.Request) -> None:
    if not is_loopback(request.host):
        raise DeskRefusal(403, "NotThisMachine", "The desk answers on this machine alone.")
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if elsewhere or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise DeskRefusal(403, "OtherSite", "The desk takes nothing from another site's page.")


def is_loopback(host: str) -> bool:
    """Whether a Host header (`name`, `name:port`, `[v6]:port`) names this machine."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
