"""Tells open pages that something in the ledger has changed, and never what: they ask anew."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.ledger_access import LedgerAccess
from store.vocabulary.errors import Held

EVERY: Final = 3.0
"""Seconds between two looks at the ledger's head, while anybody listens."""
PAUSE: Final = 60.0
"""Least seconds between two calls to one page: pages cost more than presses (reliability.md)."""
APART: Final = 1.2
"""Least seconds between the calls to any two pages, so that many open pages cost presses no more
than a few: fifty are called within the minute."""
LONGEST: Final = 600.0
"""Seconds after which a stream ends; the page opens the next one with its session."""
MOST: Final = 300
"""Streams at one time; a page beyond that is as it was when it was opened."""


class LiveHeads:
    """One look at the head for every page that listens; nothing is read where none does."""

    def __init__(
        self,
        access: LedgerAccess,
        *,
        clock: Callable[[], float],
        every: float = EVERY,
        apart: float = APART,
    ) -> None:
        self._access, self._clock, self._every, self._apart = access, clock, every, apart
        self._next = float("-inf")
        self._listeners: set[asyncio.Event] = set()
        self._looking: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    async def stream(self, request: web.Request, *, pause: float = PAUSE) -> web.StreamResponse:
        """Server-sent events without content, until the page or the bot goes."""
        if len(self._listeners) >= MOST or self._ending.is_set():
            raise web.HTTPNotFound
        changed = asyncio.Event()
        self._listeners.add(changed)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        ends, last = self._clock() + LONGEST, float("-inf")
        try:
            await response.prepare(request)
            await response.write(b"retry: 5000\n\n")
            while not self._ending.is_set() and self._clock() < ends:
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), 15)
                if not changed.is_set():
                    await response.write(b": here\n\n")
                    continue
                await self._wait_until(self._turn(last + pause))
                changed.clear()
                last = self._clock()
                await response.write(b"event: changed\ndata: \n\n")
        except ConnectionError:
            pass
        finally:
            self._listeners.discard(changed)
        return response

    async def close(self, _app: web.Application) -> None:
        """End every stream."""
        self._ending.set()
        if self._looking is not None:
            self._looking.cancel()
        for one in self._listeners:
            one.set()

    def _turn(self, earliest: float) -> float:
        """When this page is called: not before `earliest`, and each in a turn of its own."""
        turn = max(self._clock(), earliest, self._next)
        self._next = turn + self._apart
        return turn

    async def _wait_until(self, moment: float) -> None:
        left = moment - self._clock()
        if left > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), left)

    async def _look(self) -> None:
        known = None
        while self._listeners:
            with suppress(Held):
                head = await self._access.read(lambda reader: reader.head())
                if known is not None and head != known:
                    for one in self._listeners:
                        one.set()
                known = head
            await asyncio.sleep(self._every)
