"""Work that a turn starts and does not wait for, such as delivering what the turn has owed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.scheduler.deliver import Delivery
from bot.time_to_answer import nobody_waits

MAX_QUEUED_DELIVERIES = 2
"""One delivery under way and one that waits for it."""

log = structlog.get_logger(__name__)


class BackgroundWork:
    """Runs work after the turn has been answered."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._deliveries = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def deliver(self) -> None:
        """Start a delivery now; without this the ticker would deliver within seconds.

        A delivery that still waits will see what this turn has owed, so no second one is queued.
        """
        if self._deliveries < MAX_QUEUED_DELIVERIES:
            self._deliveries += 1
            self.start(self._deliver())

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start `work`; if it fails, the log names the kind of error."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self) -> None:
        try:
            await self._delivery.deliver()
        finally:
            self._deliveries -= 1

    async def finish(self) -> None:
        """Wait for all work under way, so that the ledger can close."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    nobody_waits()
    try:
        await work
    except Exception as error:  # noqa: BLE001 - no caller waits for it, so only the log can report it
        # A traceback would carry the error's own words, and those may be about a child.
        log.error("afterwards_failed", error=type(error).__name__)  # noqa: TRY400
