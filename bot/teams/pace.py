"""Keeps sends inside Teams' limits: 25 a second for the app, and a chat's own windows.

Teams allows the app 50 requests a second in a tenant, and one chat 7 in 1 s, 8 in 2 s, 60 in 30 s
and 1,800 in an hour (trust.md §1). Clock and sleep are handed in, so that a test runs an hour in no
time.
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
CHAT_WINDOWS: Final = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""(sends, seconds): at most so many within any so many seconds of one chat."""
LONGEST_WAIT: Final = 40.0
"""Seconds that a send waits here for its chat; for longer it waits in the outbox, unclaimed."""
LONGEST_HOLD: Final = 30.0
"""Seconds for which one chat's 429 holds back everybody: whose limit it was is not told."""
_MOST_REMEMBERED: Final = max(sends for sends, _ in CHAT_WINDOWS)
_FEW_CHATS: Final = 512
_QUIET: Final = 30.0
_FEW_SENDS: Final = 8
"""A chat may be forgotten once it sent fewer than these and was quiet for 30 s: forgetting 7 sends
each 30 s hides 840 in an hour, and the shorter windows are over."""


class NotYet(Exception):
    """That chat's turn comes later than a send can wait for it."""

    def __init__(self, wait: float) -> None:
        """Carry the seconds until then."""
        super().__init__(f"{wait:.0f} s too early")
        self.wait = wait


@dataclass(slots=True)
class _Chat:
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED))
    held_until: float = -math.inf
    waiting: int = 0

    def free_at(self) -> float:
        """Give the moment, on the pace's clock, from which the next send breaks no window."""
        return max(
            self.held_until,
            *(
                self.sent[-sends] + seconds if len(self.sent) >= sends else -math.inf
                for sends, seconds in CHAT_WINDOWS
            ),
        )

    def is_quiet(self, now: float) -> bool:
        """Whether nothing of its past can matter any more."""
        if self.waiting or self.held_until > now:
            return False
        span = _QUIET if len(self.sent) < _FEW_SENDS else CHAT_WINDOWS[-1][1]
        return not self.sent or self.sent[-1] + span <= now


class Pace:
    """Lets sends through, each at the first moment that breaks no limit."""

    def __init__(
        self, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        """Take a monotonic clock, in seconds, and a sleep that agrees with it."""
        self._clock = clock
        self._sleep = sleep
        self._app_free_at = -math.inf
        self._app_held_until = -math.inf
        self._chats: dict[str, _Chat] = {}
        self._forget_at = _FEW_CHATS

    @asynccontextmanager
    async def turn(self, chat: str) -> AsyncIterator[None]:
        """Wait for ``chat``'s turn and hold it: one send in flight a chat, the rest in order.

        Raises NotYet where that would take longer than LONGEST_WAIT.
        """
        lane = self._chat(chat)
        lane.waiting += 1
        try:
            async with lane.one_at_a_time:
                if (wait := lane.free_at() - self._clock()) > LONGEST_WAIT:
                    raise NotYet(wait)
                await self._until(lane.free_at())
                await self._until(self._app_place())
                try:
                    yield
                finally:
                    # Teams counted it at some moment until now, so now is when it counts for us.
                    lane.sent.append(self._clock())
        finally:
            lane.waiting -= 1

    def hold(self, chat: str, seconds: float) -> None:
        """Send nothing more to ``chat`` for so long: Teams asked for it (Retry-After)."""
        now = self._clock()
        lane = self._chat(chat)
        lane.held_until = max(lane.held_until, now + seconds)
        self._app_held_until = max(self._app_held_until, now + min(seconds, LONGEST_HOLD))

    async def _until(self, moment: float) -> None:
        if (wait := moment - self._clock()) > 0:
            await self._sleep(wait)

    def _app_place(self) -> float:
        """Take the app's next place; a quiet spell saves up APP_BURST places and no more."""
        earliest = self._clock() - (APP_BURST - 1) / APP_PER_SECOND
        place = max(self._app_free_at, earliest, self._app_held_until)
        self._app_free_at = place + 1 / APP_PER_SECOND
        return place

    def _chat(self, name: str) -> _Chat:
        if name not in self._chats and len(self._chats) >= self._forget_at:
            self._forget_quiet_chats()
        return self._chats.setdefault(name, _Chat())

    def _forget_quiet_chats(self) -> None:
        now = self._clock()
        self._chats = {name: chat for name, chat in self._chats.items() if not chat.is_quiet(now)}
        self._forget_at = max(_FEW_CHATS, 2 * len(self._chats))
