"""Days that somebody looks back to: each folded once, on a thread of its own, a few kept."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final, TypeVar

from bot.ledger_access import LedgerAccess
from store.ledger import Reader
from store.ledger.as_of import PastLedger
from store.ledger.evening import Evening, evening_of

T = TypeVar("T")

KEPT: Final = 2
"""Evenings kept in memory at one time; a year of a council takes about as much as its ledger."""


class Evenings:
    """Reads a past day beside today. What was known then stays, so a folded day is used again."""

    def __init__(self, access: LedgerAccess) -> None:
        self._access = access
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="evenings")
        self._folded: dict[Evening, PastLedger] = {}

    async def read(self, day: date, work: Callable[[Reader, Reader], T]) -> T:
        """Do `work` with a reader of the end of `day` and one of today.

        Raises `Invalid` for a day that cannot be looked back to, and `Held`.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: self._read(day, work)
        )

    def close(self) -> None:
        """Let go of the thread and the memory."""
        self._thread.shutdown()
        for past in self._folded.values():
            past.close()

    def _read(self, day: date, work: Callable[[Reader, Reader], T]) -> T:
        ledger, programme = self._access.ledger, self._access.programme
        with ledger.read(programme, at=self._access.now()) as today:
            if day == today.today:
                return work(today, today)
            evening = evening_of(today, day)
            past = self._folded.pop(evening, None) or PastLedger(ledger, today, evening)
            self._folded[evening] = past  # the last in order is the one used last
            while len(self._folded) > KEPT:
                self._folded.pop(next(iter(self._folded))).close()
            with past.read() as reader:
                return work(reader, today)
