"""The token with which the bot speaks to the Bot Connector: one, kept, and fetched ahead.

msal waits while it asks, so it is asked in a thread; and it is asked once for everybody, for the
SDK's own credentials fetch a token for every message and freeze the event loop (teams.md §0).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.send_outcome import SendOutcome, Undelivered

RENEW_AHEAD: Final = 600.0
"""Seconds before its end at which a token is fetched anew, while the old one still serves."""
RETRY_PAUSE: Final = 60.0
"""Seconds between two tries where none could be had."""
UNSIGNED: Final = "Sightline could not sign in to Microsoft, so nothing can be sent."

log: Final = structlog.get_logger(__name__)

AcquireToken = Callable[[], Mapping[str, Any]]
"""Asks for a token, in msal's words: `access_token` and `expires_in`, or `error`. It waits."""


@dataclass(frozen=True, slots=True)
class _CachedToken:
    token: str
    until: float


class BotTokens:
    """The bot's token for as long as it holds; however many ask, one asks Microsoft."""

    def __init__(self, acquire: AcquireToken, *, clock: Callable[[], float]) -> None:
        """`clock` counts seconds and never steps."""
        self._acquire, self._clock = acquire, clock
        self.refusals = 0
        """How often Microsoft gave none, for an operator's eye."""
        self._kept: _CachedToken | None = None
        self._again = float("-inf")
        self._one = asyncio.Lock()
        self._ahead: asyncio.Task[None] | None = None

    async def __call__(self) -> str:
        """The token for one call.

        Raises Undelivered, which may be tried again, where Microsoft gives none.
        """
        kept, now = self._kept, self._clock()
        if kept is None or now >= kept.until:
            async with self._one:
                if self._kept is None or self._clock() >= self._kept.until:
                    await self._fetch()
            kept = self._kept
        elif now >= kept.until - RENEW_AHEAD and now >= self._again and not self._fetching:
            self._ahead = asyncio.create_task(self._renew())
        if kept is None or self._clock() >= kept.until:
            raise Undelivered(SendOutcome.retry, UNSIGNED)
        return kept.token

    def refused(self, token: str) -> None:
        """Let go of a token that Teams did not accept; one fetched since then stays.

        What is asked for next is asked of Microsoft, once in PAUSE at the most.
        """
        if self._kept is not None and self._kept.token == token:
            log.error("token_not_accepted")
            self._kept = None

    @property
    def seconds_left(self) -> float | None:
        """Seconds for which the token still serves, for an operator's eye; None without one."""
        return None if self._kept is None else self._kept.until - self._clock()

    @property
    def _fetching(self) -> bool:
        return self._ahead is not None and not self._ahead.done()

    async def _renew(self) -> None:
        async with self._one:
            await self._fetch()

    async def _fetch(self) -> None:
        """Ask once; without an answer what there is stays, and it is asked again after a pause."""
        if self._clock() < self._again:
            return
        self._again = self._clock() + RETRY_PAUSE
        try:
            answer = await asyncio.to_thread(self._acquire)
        except Exception as error:  # noqa: BLE001 - msal raises what its HTTP library does
            self._refused(type(error).__name__)
            return
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int | float) or seconds <= 0:
            # What Microsoft says of it may name the secret's own id; its code says enough.
            self._refused(str(answer.get("error", "none_given"))[:40])
            return
        self._kept = _CachedToken(token, self._clock() + float(seconds))

    def _refused(self, why: str) -> None:
        self.refusals += 1
        log.warning("token_refused", error=why)
