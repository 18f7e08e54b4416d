"""The timetable: every job in one table, and the ticker that runs it.

What is due comes from the ledger and not from the tick, so that a missed tick loses nothing and
two that overlap do nothing twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import ClockGuard, ClockInDoubt
from bot.scheduler.deliver import Delivery
from bot.scheduler.digests import issue_digest
from bot.scheduler.filing import Filing
from bot.scheduler.invitations import Invitations
from bot.scheduler.status_log import log_status
from bot.scheduler.sweep import sweep
from bot.tracing import span
from bot.watched_clock import WatchedClock

log = structlog.get_logger()

Job = Callable[[], Awaitable[object]]
Sleep = Callable[[float], Awaitable[object]]
"""Waits so many seconds, by a count that no change of the clock touches."""

AT_START = ("sweep", "digest")
"""Jobs that run at the start too, so that what a kill cut short does not wait for its next turn."""


TURNS = 3
"""How many turns a job may miss before it is planned again."""


class Watch(Protocol):
    """Is notified of how each job of the timetable ended."""

    def expect(self, jobs: Iterable[str]) -> None:
        """Receive the names of all jobs."""

    def job_done(self, job: str) -> None:
        """The job succeeded."""

    def job_failed(self, job: str) -> None:
        """The job failed."""


def timetable(
    access: LedgerAccess,
    delivery: Delivery,
    invitations: Invitations | None = None,
    filing: Filing | None = None,
    clock: WatchedClock | None = None,
) -> dict[str, tuple[int, Job]]:
    """Each job by name, with its interval in seconds and what it does.

    `invitations` is None if calendars may not be written to, `filing` if nothing may be filed.
    While the clock is in doubt, what happens by it raises `ClockInDoubt`; `clock` is the machine's
    own.
    """
    ledger, programme = access.ledger, access.programme
    guard = ClockGuard(access, clock)

    def believing(check: Job, job: Job) -> Job:
        async def run() -> object:
            await check()
            return await job()

        return run

    def swept() -> Awaitable[object]:
        return access.run(lambda: sweep(ledger, programme, access.now()))

    def issued() -> Awaitable[object]:
        return access.run(lambda: issue_digest(ledger, programme, access.now()))

    jobs: dict[str, tuple[int, Job]] = {}
    if invitations is not None:
        jobs["invite"] = (20, believing(guard.last_check, invitations.send_owed))
    if filing is not None:
        jobs["file"] = (60, believing(guard.last_check, filing.file_owed))
    return jobs | {
        "sweep": (60, believing(guard.check, swept)),
        "digest": (300, believing(guard.check, issued)),
        "deliver": (2, believing(guard.last_check, delivery.deliver)),
        "standing": (300, lambda: log_status(access)),
    }


class Ticker:
    """Runs each job again and again, never twice at the same time, until it is stopped.

    APScheduler plans by the machine's clock: where that jumps ahead and back, a job would wait for
    as long as the jump. So seconds are counted beside it, and a job that missed its turns is
    planned again.
    """

    def __init__(
        self, jobs: Iterable[tuple[str, float, Job]], sleep: Sleep = asyncio.sleep
    ) -> None:
        # A tick may still run when the next one comes; that is not worth a warning.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._running = set[asyncio.Task[object]]()
        self._ran = set[str]()
        planned = list(jobs)
        for name, seconds, job in planned:
            run = self._noting(name, job)
            # A late tick still runs.
            self._scheduler.add_job(
                run, IntervalTrigger(seconds=seconds), id=name, max_instances=1, coalesce=True,
                misfire_grace_time=None,
            )  # fmt: skip
            if name in AT_START:
                self._scheduler.add_job(run, id=f"{name} at start", misfire_grace_time=None)
        self._scheduler.start()
        self._counting = [
            asyncio.create_task(self._keep_going(name, seconds, sleep))
            for name, seconds, _ in planned
        ]

    async def stop(self) -> None:
        """Stop every job, and wait until those under way have put away what they hold."""
        self._scheduler.shutdown(wait=False)
        under_way = {*self._counting, *self._running}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _noting(self, name: str, job: Job) -> Job:
        async def run() -> None:
            task = asyncio.current_task()
            assert task is not None, "APScheduler runs a coroutine in a task of its own"
            self._running.add(task)
            try:
                await job()
            finally:
                self._running.discard(task)
                self._ran.add(name)

        return run

    async def _keep_going(self, name: str, seconds: float, sleep: Sleep) -> None:
        while True:
            self._ran.discard(name)
            await sleep(TURNS * seconds)
            if name not in self._ran:
                self._scheduler.reschedule_job(name, trigger=IntervalTrigger(seconds=seconds))


def start_ticking(
    access: LedgerAccess,
    delivery: Delivery,
    watch: Watch,
    invitations: Invitations | None = None,
    filing: Filing | None = None,
    *,
    clock: WatchedClock | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Ticker:
    """Start the ticker on the running event loop; `stop()` stops it."""
    jobs = timetable(access, delivery, invitations, filing, clock)
    watch.expect(jobs)
    guarded = [(name, every, _guarded(name, job, watch)) for name, (every, job) in jobs.items()]
    return Ticker(guarded, sleep)


def _guarded(name: str, job: Job, watch: Watch) -> Job:
    """The job, with a log line that names it if it fails; the ticker goes on."""

    async def run() -> None:
        try:
            with span(f"job {name}"):
                await job()
        except ClockInDoubt:
            # The guard has logged it, and delivery would say so every other second.
            watch.job_failed(name)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next tick must come
            # A traceback could carry a person's words.
            log.error(  # noqa: TRY400
                "job.failed", job=name, error=type(error).__name__
            )
            watch.job_failed(name)
        else:
            watch.job_done(name)

    return run
