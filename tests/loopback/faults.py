"""Faults that a test can tell a server on loopback to produce."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class Answers:
    """Answer with ``status`` and a body in Teams' form.

    The message is kept after a 2xx, and after any other status if it is ``accepted``.
    """

    status: int
    code: str | None = None
    retry_after: str | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = False

    def text(self) -> str:
        """The body: the one given, or Teams' own error with ``code``, or none."""
        if self.body is not None:
            return self.body
        if self.code is None:
            return ""
        return json.dumps({"error": {"code": self.code, "message": "as told by the test"}})

    def all_headers(self) -> dict[str, str]:
        """The headers, with Retry-After if there is one."""
        waits = {"Retry-After": self.retry_after} if self.retry_after is not None else {}
        return {**self.headers, **waits}

    def response(self) -> web.Response:
        """The complete answer."""
        return web.Response(status=self.status, text=self.text(), headers=self.all_headers())


@dataclass(frozen=True)
class Breaks:
    """Reset the connection before reading anything, or after the message was ``accepted``."""

    accepted: bool


@dataclass(frozen=True)
class Hangs:
    """Receive the message and do not answer until the connector closes."""


Fault = Answers | Breaks | Hangs


def broken(request: web.Request) -> web.StreamResponse:
    """Reset the request's connection; the response returned is never sent."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
