"""The ticker: it counts seconds, reads no clock, and says what it holds back."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import cast

from structlog.testing import capture_logs

from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import TickResult, tick
from bot.scheduler.timetable import Ticker, start_ticking
from tests.bot.scheduler.playing_by_the_clock import Machine, Post
from tests.store.council import ISSUED, Council, build


class Watching:
    """Counts how the jobs ended."""

    def __init__(self) -> None:
        self.done, self.failed = Counter[str](), Counter[str]()

    def expect(self, jobs: Iterable[str]) -> None:
        """Nothing is counted yet."""
        self.done.update(dict.fromkeys(jobs, 0))

    def job_done(self, job: str) -> None:
        """Count it."""
        self.done[job] += 1

    def job_failed(self, job: str) -> None:
        """Count it."""
        self.failed[job] += 1


class Seconds:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now, self._waiting = 0.0, list[tuple[float, asyncio.Event]]()
        self._one_more_waits = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds have passed."""
        until, woken = self.now + seconds, asyncio.Event()
        self._waiting.append((until, woken))
        self._one_more_waits.set()
        await woken.wait()

    async def go_on(self, seconds: int, jobs: int) -> None:
        """Let seconds pass one by one; after each, the `jobs` have ended and wait again."""
        for _ in range(seconds):
            self.now += 1
            for one in [one for one in self._waiting if one[0] <= self.now]:
                self._waiting.remove(one)
                one[1].set()
            while len(self._waiting) < jobs:
                self._one_more_waits.clear()
                await self._one_more_waits.wait()


async def test_jobs_run_by_seconds_whatever_the_clock_does(tmp_path: Path) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    build(council)
    machine, watching, seconds = Machine(ISSUED), Watching(), Seconds()
    access = LedgerAccess(council.ledger, council.programme, now=machine.now)
    delivery = cast("Delivery", Post(access))
    ticker = start_ticking(access, delivery, watching, sleep=seconds.sleep)
    await asyncio.sleep(0)
    await seconds.go_on(60, 4)
    assert watching.done == {"sweep": 1, "digest": 0, "deliver": 30, "standing": 0}
    machine.off = timedelta(days=40)
    with capture_logs() as logged:
        await seconds.go_on(60, 4)
    assert watching.failed["sweep"] == 1
    assert {line["event"] for line in logged if line["log_level"] == "error"} == {"clock.in_doubt"}
    machine.off = timedelta()
    await seconds.go_on(180, 4)
    assert watching.done["sweep"] == 4
    assert watching.done["digest"] == 1
    assert watching.failed["sweep"] == 1
    await ticker.stop()
    access.close()
    council.close()


async def test_stopping_waits_until_what_is_under_way_has_put_away_what_it_holds() -> None:
    put_away = list[str]()

    async def works() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            put_away.append("it")

    async def at_once(_seconds: float) -> None:
        return

    ticker = Ticker([("deliver", 2, works)], at_once)
    await asyncio.sleep(0.01)
    await ticker.stop()
    assert put_away == ["it"]


async def test_one_tick_40_days_ahead_does_nothing_and_a_simulated_one_does(tmp_path: Path) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    build(council)
    machine = Machine(ISSUED)
    access = LedgerAccess(council.ledger, council.programme, now=machine.now)
    delivery = cast("Delivery", Post(access))
    assert (await tick(access, delivery)).delivered > 0
    head, machine.off = council.table("head"), timedelta(days=40)
    assert await tick(access, delivery) == TickResult(0, None, 0)
    assert council.table("head") == head
    assert (await tick(access, delivery, simulated=True)).digest is not None
    access.close()
    council.close()
