"""What a server on loopback may be told to do instead of answering well."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class Answers:
    """Answer with ``status`` and a body as Teams words it.

    A 2xx keeps the message; with ``accepted`` it is kept whatever is said of it.
    """

    status: int
    code: str | None = None
    retry_after: str | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = False

    def text(self) -> str:
        """Give the body: as told, else Teams' own error shape around ``code``, else nothing."""
        if self.body is not None:
            return self.body
        if self.code is None:
            return ""
        return json.dumps({"error": {"code": self.code, "message": "as told by the test"}})

    def all_headers(self) -> dict[str, str]:
        """Give the headers, Retry-After among them where there is one."""
        waits = {"Retry-After": self.retry_after} if self.retry_after is not None else {}
        return {**self.headers, **waits}

    def response(self) -> web.Response:
        """Give all of it as an answer."""
        return web.Response(status=self.status, text=self.text(), headers=self.all_headers())


@dataclass(frozen=True)
class Breaks:
    """Reset the connection: before anything was read, or after the message was ``accepted``."""

    accepted: bool


@dataclass(frozen=True)
class Hangs:
    """Take the message and say nothing until the connector closes."""


Fault = Answers | Breaks | Hangs


def broken(request: web.Request) -> web.StreamResponse:
    """Reset the connection under the request; the response goes nowhere."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
