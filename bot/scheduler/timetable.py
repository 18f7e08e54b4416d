"""The timetable: every job in one table, and the ticker that runs it.

What is due comes from the ledger and not from the tick, so that a missed tick loses nothing and
two that overlap do nothing twice.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import Delivery
from bot.scheduler.digests import issue_digest
from bot.scheduler.invitations import Invitations
from bot.scheduler.status_log import log_status
from bot.scheduler.sweep import sweep
from bot.tracing import span

log = structlog.get_logger()

Job = Callable[[], Awaitable[object]]


class Watch(Protocol):
    """Is notified of how each job of the timetable ended."""

    def expect(self, jobs: Iterable[str]) -> None:
        """Receive the names of all jobs."""

    def job_done(self, job: str) -> None:
        """The job succeeded."""

    def job_failed(self, job: str) -> None:
        """The job failed."""


def timetable(
    access: LedgerAccess, delivery: Delivery, invitations: Invitations | None = None
) -> dict[str, tuple[int, Job]]:
    """Each job by name, with its interval in seconds and what it does.

    `invitations` is None if calendars may not be written to.
    """
    ledger, programme = access.ledger, access.programme
    calendars = {} if invitations is None else {"invite": (20, invitations.send_owed)}
    return calendars | {
        "sweep": (60, lambda: access.run(lambda: sweep(ledger, programme, access.now()))),
        "digest": (300, lambda: access.run(lambda: issue_digest(ledger, programme, access.now()))),
        "deliver": (2, delivery.deliver),
        "standing": (300, lambda: log_status(access)),
    }


def start_ticking(
    access: LedgerAccess, delivery: Delivery, watch: Watch, invitations: Invitations | None = None
) -> AsyncIOScheduler:
    """Start the ticker on the running event loop; `shutdown()` stops it."""
    # A tick may still run when the next one comes; that is not worth a warning.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(timezone="UTC")
    jobs = timetable(access, delivery, invitations)
    watch.expect(jobs)
    for name, (seconds, job) in jobs.items():
        scheduler.add_job(
            _guarded(name, job, watch),
            IntervalTrigger(seconds=seconds),
            id=name,
            max_instances=1,
            coalesce=True,
            # A late tick still runs.
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def _guarded(name: str, job: Job, watch: Watch) -> Job:
    """The job, with a log line that names it if it fails; the ticker goes on."""

    async def run() -> None:
        try:
            with span(f"job {name}"):
                await job()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next tick must come
            # A traceback could carry a person's words.
            log.error(  # noqa: TRY400
                "job.failed", job=name, error=type(error).__name__
            )
            watch.job_failed(name)
        else:
            watch.job_done(name)

    return run
