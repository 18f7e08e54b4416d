"""Keeps sends inside Teams' limits: 25 a second for the app, and a chat's own windows.

Teams allows the app 50 requests a second in a tenant, and one chat 7 in 1 s, 8 in 2 s, 60 in 30 s
(trust.md §1). Clock and sleep are handed in, so that a test runs an hour in no time.
"""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

APP_PER_SECOND: Final = 25.0
APP_BURST: Final = 5
CHAT_WINDOWS: Final = ((7, 1.0), (8, 2.0), (60, 30.0))
"""(sends, seconds): at most so many within any so many seconds of one chat."""
_MOST_REMEMBERED: Final = max(sends for sends, _ in CHAT_WINDOWS)
_LONGEST_WINDOW: Final = max(seconds for _, seconds in CHAT_WINDOWS)
_FEW_CHATS: Final = 512


@dataclass(slots=True)
class _Chat:
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED))
    waiting: int = 0

    def free_at(self) -> float:
        """Give the moment, on the pace's clock, from which the next send breaks no window."""
        return max(
            (
                self.sent[-sends] + seconds
                for sends, seconds in CHAT_WINDOWS
                if len(self.sent) >= sends
            ),
            default=-math.inf,
        )


class Pace:
    """Lets sends through, each at the first moment that breaks no limit."""

    def __init__(
        self, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        """Take a monotonic clock, in seconds, and a sleep that agrees with it."""
        self._clock = clock
        self._sleep = sleep
        self._app_free_at = -math.inf
        self._chats: dict[str, _Chat] = {}
        self._forget_at = _FEW_CHATS

    @asynccontextmanager
    async def turn(self, chat: str) -> AsyncIterator[None]:
        """Wait for ``chat``'s turn and hold it: one send in flight a chat, the rest in order."""
        lane = self._chat(chat)
        lane.waiting += 1
        try:
            async with lane.one_at_a_time:
                await self._until(lane.free_at())
                await self._until(self._app_place())
                lane.sent.append(self._clock())
                yield
        finally:
            lane.waiting -= 1

    async def _until(self, moment: float) -> None:
        if (wait := moment - self._clock()) > 0:
            await self._sleep(wait)

    def _app_place(self) -> float:
        """Take the app's next place; a quiet spell saves up APP_BURST places and no more."""
        earliest = self._clock() - (APP_BURST - 1) / APP_PER_SECOND
        place = max(self._app_free_at, earliest)
        self._app_free_at = place + 1 / APP_PER_SECOND
        return place

    def _chat(self, name: str) -> _Chat:
        if name not in self._chats and len(self._chats) >= self._forget_at:
            self._forget_quiet_chats()
        return self._chats.setdefault(name, _Chat())

    def _forget_quiet_chats(self) -> None:
        since = self._clock() - _LONGEST_WINDOW
        self._chats = {
            name: chat
            for name, chat in self._chats.items()
            if chat.waiting or (chat.sent and chat.sent[-1] > since)
        }
        self._forget_at = max(_FEW_CHATS, 2 * len(self._chats))
