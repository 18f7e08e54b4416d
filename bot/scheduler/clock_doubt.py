"""Whether the clock can be believed, judged by the ledger and, on PostgreSQL, by the database.

A clock that is weeks ahead when the bot starts would mark a month of reminders as told that nobody
was told. So what the clock does is held back until the clock is right or an operator confirms it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import func, select

from bot.ledger_access import LedgerAccess
from bot.scheduler.digests import next_digest
from bot.watched_clock import WatchedClock
from store.ledger import Reader
from store.ledger.queries import UpTo
from store.tables import Duty, Fact, Message
from store.tables.columns import instant

SILENCE: Final = timedelta(days=7)
"""An outage as long as this is caught up with unasked; after a longer one an operator confirms."""
DATABASE_AHEAD: Final = timedelta(minutes=5)
"""How far the clock may be ahead of the database's, which may stand on another machine."""

log = structlog.get_logger()


class ClockInDoubt(Exception):
    """The clock is not believed, so nothing is done by it."""


class ClockGuard:
    """Holds back the work of the timetable while the clock is in doubt, and says so in the log."""

    def __init__(self, access: LedgerAccess, clock: WatchedClock | None = None) -> None:
        """`clock` is the machine's own; None for one that somebody moves by hand."""
        self._access, self._clock = access, clock
        self._believed = False

    async def check(self) -> None:
        """Look at the clock. Raises `ClockInDoubt`."""
        if self._clock is not None and self._clock.jumped:
            log.error("clock.jumped", ahead=round(self._clock.seconds_ahead()))
        by_database = self._clock is not None
        doubt = await self._access.read(
            lambda reader: silence(reader) or (ahead_of_database(reader) if by_database else None)
        )
        self._believed = doubt is None
        if doubt is not None:
            log.error("clock.in_doubt", ahead=round(doubt.total_seconds()))
            raise ClockInDoubt

    async def last_check(self) -> None:
        """As the last check found it, because what is sent is looked for every other second."""
        if not self._believed:
            await self.check()


def silence(reader: Reader) -> timedelta | None:
    """How long the ledger has been silent while something was due, if longer than `SILENCE`.

    Then either the bot has been off for so long, or the clock is ahead. Any fact of the right day
    ends the doubt: a person's press, which Teams signs with the time, or `sightline sweep`.
    """
    due = min(_overdue(reader), default=None)
    if due is None or reader.at - due <= SILENCE:
        return None
    last = reader.session.get(Fact, (reader.programme, reader.head()[0]))
    quiet = timedelta() if last is None else reader.at - instant(last.at)
    return quiet if quiet > SILENCE else None


def _overdue(reader: Reader) -> Iterator[datetime]:
    """When each thing that happens by the clock, and has not happened, should have."""
    for duty in reader.rows(
        Duty, closed_at=None, rung_at=UpTo(reader.at), order="rung_at", limit=1
    ):
        if duty.rung_at is not None:
            yield reader.calendar.sending_moment(duty.rung_at)
    for message in reader.rows(
        Message, settled_at=None, not_before=UpTo(reader.at), order="not_before", limit=1
    ):
        yield message.not_before
    digest = next_digest(reader)
    if digest is not None and digest <= reader.at:
        yield digest


def ahead_of_database(reader: Reader) -> timedelta | None:
    """How far the clock is ahead of PostgreSQL's own, if more than `DATABASE_AHEAD`."""
    connection = reader.session.connection()
    if connection.dialect.name != "postgresql":
        return None
    ahead = reader.at - connection.execute(select(func.clock_timestamp())).scalar_one()
    return ahead if ahead > DATABASE_AHEAD else None
