"""The ticker goes on whatever the clock does, and says what it holds back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import ClockInDoubt
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import TickResult, tick
from bot.scheduler.timetable import Ticker, timetable
from tests.bot.scheduler.playing_by_the_clock import Machine, Post
from tests.store.council import ISSUED, Council, build


async def test_jobs_go_on_after_the_clock_jumped_ahead_and_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs, ahead = list[str](), [timedelta()]

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + ahead[0]  # noqa: TID251 - APScheduler reads the clock

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Jumping)

    async def works() -> None:
        runs.append("it")

    ticker = Ticker([("deliver", 0.02, works)])
    await _until(lambda: len(runs) > 1)
    # Not 40 days: APScheduler lists every turn that was missed, before it runs one.
    ahead[0] = timedelta(minutes=10)
    before = len(runs)
    await _until(lambda: len(runs) > before + 1)
    ahead[0] = timedelta()
    before = len(runs)
    await _until(lambda: len(runs) > before + 1)
    await ticker.stop()


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - whatever it is, nothing says when it is so
            await asyncio.sleep(0.01)


async def test_what_happens_by_the_clock_is_held_back_while_it_is_in_doubt(tmp_path: Path) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    build(council)
    machine = Machine(ISSUED)
    access = LedgerAccess(council.ledger, council.programme, now=machine.now)
    jobs = timetable(access, cast("Delivery", Post(access)))
    await jobs["sweep"][1]()
    await jobs["deliver"][1]()
    machine.off = timedelta(days=40)
    with capture_logs() as logged:
        for name in ("sweep", "digest", "deliver"):
            with pytest.raises(ClockInDoubt):
                await jobs[name][1]()
    assert {line["event"] for line in logged if line["log_level"] == "error"} == {"clock.in_doubt"}
    machine.off = timedelta()
    await jobs["sweep"][1]()
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

    ticker = Ticker([("sweep", 60, works)])
    await asyncio.sleep(0.05)
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
