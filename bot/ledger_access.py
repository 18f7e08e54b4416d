"""The ledger for asynchronous code: one thread writes, a few read, the event loop never waits."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from typing import TypeVar

from store.ledger import Actor, Ledger, Reader, Unit
from store.ledger.database import exclusive_lock

T = TypeVar("T")

READERS = 4


class LedgerAccess:
    """One programme's ledger with its threads; `now` is the clock of the process."""

    def __init__(self, ledger: Ledger, programme: str, *, now: Callable[[], datetime]) -> None:
        self.ledger, self.programme, self.now = ledger, programme, now
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="ledger-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ledger-reader")

    async def write(self, actor: Actor, work: Callable[[Unit], T]) -> T:
        """Do `work` in one unit of work, which is committed before this returns."""

        def in_unit() -> T:
            with self.ledger.unit(self.programme, actor=actor, at=self.now()) as unit:
                return work(unit)

        return await asyncio.get_running_loop().run_in_executor(self._writer, in_unit)

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Do `work` over one consistent snapshot of the ledger."""

        def in_reader() -> T:
            with self.ledger.read(self.programme, at=self.now()) as reader:
                return work(reader)

        return await asyncio.get_running_loop().run_in_executor(self._readers, in_reader)

    @asynccontextmanager
    async def alone(self, work: str) -> AsyncIterator[bool]:
        """Whether only this copy of the bot does `work` for the programme, until the block ends."""
        loop, stack = asyncio.get_running_loop(), ExitStack()
        lock = exclusive_lock(self.ledger.engine, f"{self.programme}/{work}")
        mine = await loop.run_in_executor(self._readers, stack.enter_context, lock)
        try:
            yield mine
        finally:
            await loop.run_in_executor(self._readers, stack.close)

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work`, which opens its own units of work, on the writing thread."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def close(self) -> None:
        """Finish the work under way and accept no more."""
        self._writer.shutdown()
        self._readers.shutdown()
