"""The ledger for asynchronous code: one thread writes, a few read, the event loop never waits.

What a person's turn asks for is bound by the time of that turn (`bot.time_to_answer`).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

import structlog

from bot.time_to_answer import CallOff, NotInTime, TurnTime, Undecided, turn_time
from store.ledger import Actor, Ledger, Reader, Unit
from store.ledger.database import exclusive_lock
from store.vocabulary.errors import Held

log = structlog.get_logger()

T = TypeVar("T")

READERS = 4


class LedgerAccess:
    """One programme's ledger with its threads; `now` is the clock of the process."""

    def __init__(self, ledger: Ledger, programme: str, *, now: Callable[[], datetime]) -> None:
        self.ledger, self.programme, self.now = ledger, programme, now
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="ledger-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ledger-reader")

    async def write(self, actor: Actor, work: Callable[[Unit], T]) -> T:
        """Do `work` in one unit of work, which is committed before this returns.

        In a person's turn it raises `NotInTime` where the ledger was held for too long, and
        `Undecided` where a commit does not end. Elsewhere it raises `Held`, later.
        """
        if (time := turn_time()) is not None:
            return await self._write_in(time, actor, work)

        def in_unit() -> T:
            with self.ledger.unit(self.programme, actor=actor, at=self.now()) as unit:
                return work(unit)

        return await asyncio.get_running_loop().run_in_executor(self._writer, in_unit)

    async def _write_in(self, time: TurnTime, actor: Actor, work: Callable[[Unit], T]) -> T:
        decision = CallOff()

        def in_unit() -> T:
            with self.ledger.unit(self.programme, actor=actor, at=self.now()) as unit:
                decision.go_on()
                done = work(unit)
                decision.commit()
                return done

        writing = asyncio.get_running_loop().run_in_executor(self._writer, in_unit)
        if await time.allows(writing):
            return writing.result()
        if decision.call_off():
            writing.cancel()
            raise NotInTime
        time.only_answers()
        if await time.allows(writing):
            return writing.result()
        writing.add_done_callback(_seen)
        raise Undecided(writing)

    async def write_once_free(self, actor: Actor, work: Callable[[Unit], T]) -> T:
        """As `write`, for what must not be given up: try again for as long as the ledger is held.

        Nobody may wait for an answer.
        """
        while True:
            try:
                return await self.write(actor, work)
            except Held:
                log.warning("ledger.held")

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Do `work` over one consistent snapshot of the ledger; raises as `write`."""

        def in_reader() -> T:
            with self.ledger.read(self.programme, at=self.now()) as reader:
                return work(reader)

        reading = asyncio.get_running_loop().run_in_executor(self._readers, in_reader)
        time = turn_time()
        if time is not None and not await time.allows(reading):
            reading.cancel()
            raise NotInTime
        return await reading

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


def _seen(ended: asyncio.Future[Any]) -> None:
    """Look at how it ended, because asyncio complains of an error that nobody looks at."""
    if not ended.cancelled():
        ended.exception()
