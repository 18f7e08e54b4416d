"""The timetable: every job in one table, and the ticker that runs it.

What is due comes from the ledger and not from the tick, so that a missed tick loses nothing and
two that overlap do nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import structlog

from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import ClockGuard, ClockInDoubt
from bot.scheduler.deliver import Delivery
from bot.scheduler.digests import issue_digest
from bot.scheduler.invitations import Invitations
from bot.scheduler.status_log import log_status
from bot.scheduler.sweep import sweep
from bot.tracing import span
from bot.watched_clock import WatchedClock

log = structlog.get_logger()

Job = Callable[[], Awaitable[object]]
Sleep = Callable[[float], Awaitable[object]]
"""Waits so many seconds, by a count that no change of the clock touches."""


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
    clock: WatchedClock | None = None,
) -> dict[str, tuple[int, Job]]:
    """Each job by name, with its interval in seconds and what it does.

    `invitations` is None if calendars may not be written to. While the clock is in doubt, what
    happens by it raises `ClockInDoubt`; `clock` is the machine's own.
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
    return jobs | {
        "sweep": (60, believing(guard.check, swept)),
        "digest": (300, believing(guard.check, issued)),
        "deliver": (2, believing(guard.last_check, delivery.deliver)),
        "standing": (300, lambda: log_status(access)),
    }


class Ticker:
    """Runs each job again and again, never twice at the same time, until it is stopped."""

    def __init__(self, jobs: Iterable[tuple[str, int, Job]], sleep: Sleep) -> None:
        self._tasks = [
            asyncio.create_task(_again_and_again(seconds, job, sleep), name=f"job {name}")
            for name, seconds, job in jobs
        ]

    async def stop(self) -> None:
        """Stop every job, and wait until those under way have put away what they hold."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _again_and_again(seconds: int, job: Job, sleep: Sleep) -> None:
    while True:
        await sleep(seconds)
        await job()


def start_ticking(
    access: LedgerAccess,
    delivery: Delivery,
    watch: Watch,
    invitations: Invitations | None = None,
    *,
    clock: WatchedClock | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Ticker:
    """Start the ticker on the running event loop; `stop()` stops it.

    It counts seconds and reads no clock: one that jumped ahead and back would put off every job
    until it has caught up with itself.
    """
    jobs = timetable(access, delivery, invitations, clock)
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
