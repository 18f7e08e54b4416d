"""Keeps sends inside Teams' rate limits: 25 a second for the app, and the windows of each chat.

Teams allows the app 50 requests a second in a tenant, and one chat 7 in 1 s, 8 in 2 s, 60 in 30 s
and 1,800 in an hour (trust.md §1). A test passes its own clock and sleep, so that an hour takes no
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
"""(sends, seconds): the most sends to one chat within any span of that length."""
LONGEST_WAIT: Final = 40.0
"""Seconds that a send waits here for its chat; a longer wait is spent in the outbox."""
LONGEST_HOLD: Final = 30.0
"""Seconds for which one chat's 429 holds back all sends: it does not name the limit."""
_MOST_REMEMBERED: Final = max(sends for sends, _ in CHAT_WINDOWS)
_FEW_CHATS: Final = 512
_QUIET: Final = 30.0
_FEW_SENDS: Final = 8
"""A chat with fewer sends than this may be forgotten after 30 quiet seconds: the shorter windows
are over, and 7 forgotten sends every 30 s are 840 in an hour, well below 1,800."""


class NotYet(Exception):
    """The chat may be sent to only later than a send can wait."""

    def __init__(self, wait: float) -> None:
        """``wait`` is in seconds."""
        super().__init__(f"{wait:.0f} s too early")
        self.wait = wait


@dataclass(slots=True)
class _Chat:
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED))
    held_until: float = -math.inf
    waiting: int = 0

    def free_at(self) -> float:
        """When, on the pace's clock, the next send is within every window."""
        return max(
            self.held_until,
            *(
                self.sent[-sends] + seconds if len(self.sent) >= sends else -math.inf
                for sends, seconds in CHAT_WINDOWS
            ),
        )

    def is_quiet(self, now: float) -> bool:
        """Whether its past sends no longer affect any window."""
        if self.waiting or self.held_until > now:
            return False
        span = _QUIET if len(self.sent) < _FEW_SENDS else CHAT_WINDOWS[-1][1]
        return not self.sent or self.sent[-1] + span <= now


class Pace:
    """Lets each send through as soon as it is within every limit."""

    def __init__(
        self, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        """``clock`` is monotonic, in seconds; ``sleep`` waits by the same clock."""
        self._clock = clock
        self._sleep = sleep
        self._app_free_at = -math.inf
        self._app_held_until = -math.inf
        self._chats: dict[str, _Chat] = {}
        self._forget_at = _FEW_CHATS

    @asynccontextmanager
    async def turn(self, chat: str) -> AsyncIterator[None]:
        """Wait until ``chat`` may be sent to: one send in flight a chat, the others in order.

        Raises NotYet if that would take longer than LONGEST_WAIT.
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
                    # Teams counted it at some moment up to now, so now is the safe time to record.
                    lane.sent.append(self._clock())
        finally:
            lane.waiting -= 1

    def hold(self, chat: str, seconds: float) -> None:
        """Send nothing to ``chat`` for so long, as Teams asked (Retry-After)."""
        now = self._clock()
        lane = self._chat(chat)
        lane.held_until = max(lane.held_until, now + seconds)
        self._app_held_until = max(self._app_held_until, now + min(seconds, LONGEST_HOLD))

    async def _until(self, moment: float) -> None:
        if (wait := moment - self._clock()) > 0:
            await self._sleep(wait)

    def _app_place(self) -> float:
        """Take the app's next place; a quiet spell saves at most APP_BURST places."""
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
