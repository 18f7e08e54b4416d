"""A client for Microsoft Graph's REST API: one host, signed, with retries and paging."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.graph.permissions import Permission
from bot.graph.refusals import GraphTrouble, graph_error
from bot.identity.bot_tokens import BotTokens
from bot.identity.clouds import Cloud
from bot.send_outcome import SendOutcome, Undelivered

MAX_PARALLEL: Final = 4
"""Parallel calls; Outlook accepts no more from one app (teams.md §2)."""
MAX_TRIES: Final = 4
MAX_PAUSE: Final = 30.0
"""Seconds that a call waits before a retry; for a longer wait it fails to the caller."""
MOST_PAGES: Final = 200
TIMEOUT_SECONDS: Final = 20.0
"""Seconds for one try, from the connection to the answer's last byte."""

_LARGEST_ANSWER: Final = 8 * 1024 * 1024
_VERSION: Final = "v1.0"

Json = dict[str, Any]
Token = Callable[[], Awaitable[str | None]]


def graph_scope(cloud: Cloud) -> Cloud:
    """The same cloud with Graph's scope, for `bot.identity.bot_tokens`."""
    return replace(cloud, scope=f"{cloud.graph}/.default")


@dataclass(frozen=True, slots=True)
class Graph:
    """Calls Graph under one permission; every method raises GraphTrouble.

    `root` is the cloud's Graph, such as https://graph.microsoft.com. No other host is called and no
    redirect is followed, so that our token goes nowhere else. The caller closes the session.
    """

    session: aiohttp.ClientSession
    root: str
    token: Token | BotTokens
    permission: Permission
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    timeout: float = TIMEOUT_SECONDS
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_PARALLEL))

    def under(self, permission: Permission) -> "Graph":
        """The same Graph under another permission; both share the limit on parallel calls."""
        return replace(self, permission=permission)

    async def get(
        self,
        *path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Read `path`."""
        return await self.ask("GET", self._url(path, params), headers=headers, idempotent=True)

    async def pages(
        self,
        *path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Json]:
        """Every item of a collection, page by page; each page must be at Graph itself."""
        url = self._url(path, params)
        for _ in range(MOST_PAGES):
            page = await self.ask("GET", url, headers=headers, idempotent=True)
            for item in _listed(page):
                yield item
            if "@odata.nextLink" not in page:
                return
            url = self._next(page["@odata.nextLink"])
        raise GraphTrouble(SendOutcome.misconfigured, "Microsoft Graph's list does not end.")

    async def post(
        self,
        *path: str,
        body: Json,
        headers: Mapping[str, str] | None = None,
        idempotent: bool = False,
    ) -> Json:
        """Post `body`; with `idempotent` it is repeated if its outcome is unknown."""
        return await self.ask(
            "POST", self._url(path), content=body, headers=headers, idempotent=idempotent
        )

    async def patch(self, *path: str, body: Json) -> Json:
        """Change what is at `path`; idempotent."""
        return await self.ask("PATCH", self._url(path), content=body, idempotent=True)

    async def put(self, *path: str, body: bytes, params: Mapping[str, str] | None = None) -> Json:
        """Put a file at `path`; idempotent."""
        return await self.ask("PUT", self._url(path, params), content=body, idempotent=True)

    def at(self, *path: str) -> str:
        """The full address of `path`, for a reference in a body."""
        return str(self._url(path))

    async def ask(
        self,
        method: str,
        url: URL,
        *,
        content: Json | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        idempotent: bool,
    ) -> Json:
        """Make one call, with at most MAX_TRIES tries and the pauses that Graph asks for."""
        pause = 1.0
        for left in reversed(range(MAX_TRIES)):
            try:
                async with self.gate:
                    return await self._once(method, url, content, headers or {})
            except GraphTrouble as failed:
                repeatable = failed.outcome is SendOutcome.retry or (
                    idempotent and failed.outcome is SendOutcome.unknown
                )
                wait = pause if failed.retry_after is None else failed.retry_after
                if not left or not repeatable or wait > MAX_PAUSE:
                    raise
                await self.sleep(wait)
                pause *= 2
        raise AssertionError("the last try returned or raised")

    async def _once(
        self, method: str, url: URL, content: Json | bytes | None, headers: Mapping[str, str]
    ) -> Json:
        signed = await self._headers(content) | dict(headers)
        body = json.dumps(content).encode() if isinstance(content, dict) else content
        data = None if body is None else BytesIO(body)
        try:
            async with (
                asyncio.timeout(self.timeout),
                self.session.request(
                    method, url, data=data, headers=signed, allow_redirects=False
                ) as response,
            ):
                answer = await _whole(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise GraphTrouble(SendOutcome.retry, "Microsoft Graph could not be reached.") from None
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            words = "The connection to Microsoft Graph broke off."
            raise GraphTrouble(SendOutcome.unknown, words) from None
        if 200 <= response.status < 300:  # noqa: PLR2004 - HTTP's own range for success
            return _read(answer)
        raise graph_error(
            self.permission,
            response.status,
            answer,
            retry_after=response.headers.get("Retry-After"),
            date=response.headers.get("Date"),
        )

    async def _headers(self, content: Json | bytes | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if content is not None:
            as_json = isinstance(content, dict)
            headers["Content-Type"] = "application/json" if as_json else "application/octet-stream"
        try:
            token = await self.token()
        except Undelivered as unsigned:
            raise GraphTrouble(unsigned.outcome, unsigned.reason) from None
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return headers

    def _url(self, path: tuple[str, ...], params: Mapping[str, str] | None = None) -> URL:
        if any(step in {"", ".", ".."} for step in path):
            raise GraphTrouble(
                SendOutcome.misconfigured, "That is not an address in Microsoft Graph."
            )
        # A colon separates a folder from a name in it (`items/{id}:/{name}:/content`).
        steps = "/".join(quote(step, safe=":@") for step in (_VERSION, *path))
        query = "&".join(f"{name}={quote(said, safe='')}" for name, said in (params or {}).items())
        return URL(f"{self.root}/{steps}{'?' if query else ''}{query}", encoded=True)

    def _next(self, link: object) -> URL:
        """The next page's address, which an answer gave; it must be Graph's own."""
        if isinstance(link, str) and link.startswith(f"{self.root}/{_VERSION}/"):
            return URL(link, encoded=True)
        words = "Microsoft Graph named a next page that is not its own."
        raise GraphTrouble(SendOutcome.misconfigured, words)


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    answer = bytearray()
    async for chunk in response.content.iter_any():
        answer += chunk
        if len(answer) > _LARGEST_ANSWER:
            response.close()
            words = "Microsoft Graph's answer is too long."
            raise GraphTrouble(SendOutcome.misconfigured, words)
    return bytes(answer)


def _read(answer: bytes) -> Json:
    if not answer:
        return {}
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise GraphTrouble(SendOutcome.unknown, "Microsoft Graph's answer could not be read.")
    return read


def _listed(page: Json) -> list[Json]:
    items = page.get("value")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise GraphTrouble(SendOutcome.unknown, "Microsoft Graph's list could not be read.")
    return items
