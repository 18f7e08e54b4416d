"""What each answer under /board says to the browser: who may frame it, and that nobody keeps it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from aiohttp import web

TEAMS_FRAMES: Final = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
)
"""The hosts that Microsoft publishes for Teams' frames (teams.md §5)."""


def security_headers(frames: Sequence[str]) -> dict[str, str]:
    """The headers; `frames` are the origins that may show the board in a frame.

    X-Frame-Options is left out: it knows no list of origins, and would keep Teams out.
    """
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; "
            f"frame-ancestors {' '.join(frames)}"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def adding(frames: Sequence[str]) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal that puts the headers on each answer, whatever else has been put there."""
    headers = security_headers(frames)

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.pop("X-Frame-Options", None)

    return add
