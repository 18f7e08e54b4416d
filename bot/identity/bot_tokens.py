"""The bot's token for the Bot Connector: cached, shared by all sends, renewed before it expires.

msal blocks, so it runs in a thread. The SDK's own credentials would fetch a token for every message
and freeze the event loop (teams.md §0).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.send_outcome import SendOutcome, Undelivered

RENEW_AHEAD: Final = 600.0
"""Seconds before a token expires at which the next one is fetched."""
RETRY_PAUSE: Final = 60.0
"""Seconds between two tries after Microsoft gave no token."""
UNSIGNED: Final = "Sightline could not sign in to Microsoft, so nothing can be sent."

log: Final = structlog.get_logger(__name__)

AcquireToken = Callable[[], Mapping[str, Any]]
"""Requests a token; gives msal's `access_token` and `expires_in`, or `error`. It blocks."""


@dataclass(frozen=True, slots=True)
class _CachedToken:
    token: str
    until: float


class BotTokens:
    """The bot's token. Callers at the same time share one request to Microsoft."""

    def __init__(self, acquire: AcquireToken, *, clock: Callable[[], float]) -> None:
        """`clock` counts seconds and is monotonic."""
        self._acquire, self._clock = acquire, clock
        self.refusals = 0
        """How often Microsoft gave no token, for the metrics."""
        self._cached: _CachedToken | None = None
        self._retry_at = float("-inf")
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def __call__(self) -> str:
        """The token for one call. Raises Undelivered with `retry` if Microsoft gives none."""
        cached, now = self._cached, self._clock()
        if cached is None or now >= cached.until:
            async with self._lock:
                if self._cached is None or self._clock() >= self._cached.until:
                    await self._fetch()
            cached = self._cached
        elif now >= cached.until - RENEW_AHEAD and now >= self._retry_at and not self._fetching:
            self._renewal = asyncio.create_task(self._renew())
        if cached is None or self._clock() >= cached.until:
            raise Undelivered(SendOutcome.retry, UNSIGNED)
        return cached.token

    def forget(self, token: str) -> None:
        """Drop a token that Teams did not accept; a newer one stays.

        The next call requests a new one, at most once every RETRY_PAUSE.
        """
        if self._cached is not None and self._cached.token == token:
            log.error("token_not_accepted")
            self._cached = None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the token expires, for the metrics; None without a token."""
        return None if self._cached is None else self._cached.until - self._clock()

    @property
    def _fetching(self) -> bool:
        return self._renewal is not None and not self._renewal.done()

    async def _renew(self) -> None:
        async with self._lock:
            await self._fetch()

    async def _fetch(self) -> None:
        """Request a token once; on failure keep the old one and try again after a pause."""
        if self._clock() < self._retry_at:
            return
        self._retry_at = self._clock() + RETRY_PAUSE
        try:
            answer = await asyncio.to_thread(self._acquire)
        except Exception as error:  # noqa: BLE001 - msal raises what its HTTP library does
            self._refused(type(error).__name__)
            return
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int | float) or seconds <= 0:
            # Microsoft's description may name the secret's id; the error code is enough.
            self._refused(str(answer.get("error", "none_given"))[:40])
            return
        self._cached = _CachedToken(token, self._clock() + float(seconds))

    def _refused(self, why: str) -> None:
        self.refusals += 1
        log.warning("token_refused", error=why)
