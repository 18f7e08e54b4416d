"""Access control: only this machine may use the desk, and no other web site through its browser."""

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
        "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
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


async def add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add headers that stop a page of the desk from loading or sending anything elsewhere."""
    response.headers.update(HEADERS)


def _check(request: web.Request) -> None:
    if not is_loopback(request.host):
        raise DeskRefusal(403, "NotThisMachine", "Use the desk from this machine, at 127.0.0.1.")
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if elsewhere or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise DeskRefusal(403, "OtherSite", "Use the desk's own page, not another site's.")


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
