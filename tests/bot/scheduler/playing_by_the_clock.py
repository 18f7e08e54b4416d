"""A council whose months are played tick by tick, by a clock that may be wrong at some of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from bot.dialogs.faces import Face
from bot.ledger_access import LedgerAccess
from bot.scheduler.clock_doubt import ClockInDoubt
from bot.scheduler.deliver import Delivery
from bot.scheduler.outcomes import record_sent
from bot.scheduler.preparing import claim
from bot.scheduler.timetable import timetable
from bot.watched_clock import WatchedClock
from store.duties.outbox import waiting
from store.ledger import SYSTEM, Unit
from store.tables import Digest
from store.tables.columns import instant
from tests.store.council import Council

SAID = Face({"type": "AdaptiveCard", "version": "1.5", "body": []}, "")
Rung = tuple[str, str, str, str | None]
"""A duty, its rung, the owner that the rung names, and who was told."""


@dataclass
class Post:
    """Delivers at once whatever is owed."""

    access: LedgerAccess

    async def deliver(self) -> int:
        """Send what may go out now; gives how many messages it was."""
        sent = 0
        while ids := await self.access.read(waiting):
            sent += len(ids)
            await self.access.write(SYSTEM, _sending(ids))
        return sent


def _sending(ids: list[str]) -> Callable[[Unit], None]:
    def send(unit: Unit) -> None:
        for message in ids:
            out = claim(unit, message, SAID)
            if out is not None:
                record_sent(unit, out, f"a:{out.person}", f"1:{message}", "")

    return send


@dataclass
class Machine:
    """A machine whose clock is off by `off`, and whose count of seconds is right."""

    truth: datetime
    off: timedelta = timedelta()
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.truth

    def now(self) -> datetime:
        """What its clock says."""
        return self.truth + self.off

    def elapsed(self) -> float:
        """Seconds since it began."""
        return (self.truth - self.began).total_seconds()


@dataclass
class Played:
    """A council played by a machine; `doubted` has the true moments of ticks that were held."""

    council: Council
    machine: Machine
    watched: bool = True
    doubted: list[datetime] = field(default_factory=list)

    async def play(
        self, ticks: Iterator[datetime], off: Mapping[datetime, timedelta] | None = None
    ) -> None:
        """Run the timetable at each of these true moments; `off` says where the clock is wrong."""
        machine, council = self.machine, self.council
        clock = WatchedClock(machine.now, elapsed=machine.elapsed) if self.watched else None
        access = LedgerAccess(council.ledger, council.programme, now=clock or machine.now)
        jobs = timetable(access, cast("Delivery", Post(access)))
        for machine.truth in ticks:
            machine.off = (off or {}).get(machine.truth, timedelta())
            for name in ("sweep", "digest", "deliver"):
                try:
                    await jobs[name][1]()
                except ClockInDoubt:
                    self.doubted.append(machine.truth)
        access.close()

    def told(self) -> dict[Rung, datetime]:
        """Each rung that was told, once, and when."""
        when: dict[Rung, datetime] = {}
        for at, told in _tellings(self.council):
            assert len(set(told)) == len(told)
            for rung in told:
                when.setdefault(rung, at)
        return when

    def digests(self) -> list[datetime]:
        """When each digest was issued."""
        with self.council.read(self.machine.truth) as reader:
            return [digest.as_of for digest in reader.rows(Digest)]


def _tellings(council: Council) -> Iterator[tuple[datetime, list[Rung]]]:
    """Each change of the rungs told, at the moment of its fact."""
    for fact in council.table("fact"):
        changes: list[Any] = json.loads(fact["changes"])
        for table, duty, columns in changes:
            if table == "duty" and "rungs_sent" in columns:
                rungs = columns["rungs_sent"][1] or ()
                yield (
                    instant(fact["at"]),
                    [(duty, rung["rung"], rung["tell"], rung["to"]) for rung in rungs],
                )


def every(step: timedelta, first: datetime, until: datetime) -> Iterator[datetime]:
    """Moments from `first` on, as long as they are before `until`."""
    while first < until:
        yield first
        first += step


def by_day(first: datetime, until: datetime) -> Iterator[datetime]:
    """Nine, twelve and three o'clock by UTC of each day, from `first` to before `until`."""
    noon = first.replace(hour=12, minute=0)
    for day in every(timedelta(days=1), noon - timedelta(days=1), until + timedelta(days=1)):
        for hour in (9, 12, 15):
            at = day.replace(hour=hour)
            if first <= at < until:
                yield at
