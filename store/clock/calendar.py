"""Working days and working hours, less England's bank holidays and the authority's closure days.

programme.md §4: working days are Monday to Friday less England's bank holidays and the authority's
closure days; working hours are 09:00 to 17:00 of a working day in the authority's zone.
"""

from bisect import bisect_left, bisect_right
from calendar import SATURDAY, monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from store.clock.bank_holidays import (
    BeyondKnownHolidays,
    bank_holidays,
    require_known,
    weekdays_less_bank_holidays,
)
from store.vocabulary.dates_in_words import LONDON, ordinal, say_month
from store.vocabulary.errors import LedgerError

DAY_STARTS, DAY_ENDS = time(9), time(17)
WORKING_DAY = timedelta(hours=8)
"""From 09:00 to 17:00. Clocks change at night, so every working day has this length."""


class NoSuchWorkingDay(LedgerError):
    """A rule names a working day that the month does not have."""

    code = "no_such_working_day"


@dataclass(frozen=True)
class Calendar:
    """The days and hours on which an authority works.

    `closures` are its own closure days; `added` are bank holidays announced after this release.
    Both give each day its name. With `closures=False` a method counts closure days as working
    days, because they never extend an Inadequate clock (programme.md §4).

    Every method that counts raises `BeyondKnownHolidays` outside `KNOWN_FROM` to `KNOWN_TO`.
    """

    closures: Mapping[date, str] = field(default_factory=dict)
    added: Mapping[date, str] = field(default_factory=dict)
    zone: str = LONDON

    # ---- days ------------------------------------------------------------------------------

    def is_working_day(self, day: date, *, closures: bool = True) -> bool:
        """Whether `day` is Monday to Friday and neither a bank holiday nor a closure day."""
        require_known(day)
        return (
            day.weekday() < SATURDAY
            and day not in bank_holidays()
            and day not in self.added
            and not (closures and day in self.closures)
        )

    def add(self, day: date, n: int, *, closures: bool = True) -> date:
        """The `n`th working day after `day`, or before it if `n` is negative.

        If `n` is 0, the answer is `day` itself or the first working day after it.
        """
        require_known(day)
        days = self._working_days(closures=closures)
        if n > 0:
            return _pick(days, bisect_right(days, day) + n - 1)
        return _pick(days, bisect_left(days, day) + n)

    def forward(self, day: date, *, closures: bool = True) -> date:
        """`day`, or the first working day after it."""
        return self.add(day, 0, closures=closures)

    def back(self, day: date, *, closures: bool = True) -> date:
        """`day`, or the last working day before it."""
        require_known(day)
        days = self._working_days(closures=closures)
        return _pick(days, bisect_right(days, day) - 1)

    def nth_of_month(self, year: int, month: int, n: int, *, closures: bool = True) -> date:
        """The `n`th working day of a month; `n` counts from 1.

        Raises `NoSuchWorkingDay` if the month has fewer.
        """
        days = self._of_month(year, month, closures=closures)
        if not 1 <= n <= len(days):
            raise NoSuchWorkingDay(
                f"{say_month(date(year, month, 1))} has {len(days)} working days and no "
                f"{ordinal(n)}. Check the authority's closure days and the rule in its profile."
            )
        return days[n - 1]

    def last_of_month(self, year: int, month: int, *, closures: bool = True) -> date:
        """The last working day of a month.

        Raises `NoSuchWorkingDay` if closure days leave none.
        """
        days = self._of_month(year, month, closures=closures)
        return self.nth_of_month(year, month, max(len(days), 1), closures=closures)

    def add_weeks(
        self, day: date, n: int, *, precedes: bool = False, closures: bool = True
    ) -> date:
        """The working day `n` weeks after `day`, or before it if `n` is negative.

        A date that falls on another day moves forward if it follows an event, and back if it
        `precedes` one (programme.md §4).
        """
        return self._land(day + timedelta(weeks=n), precedes=precedes, closures=closures)

    def add_months(
        self, day: date, n: int, *, precedes: bool = False, closures: bool = True
    ) -> date:
        """The working day `n` months after `day`; it moves as `add_weeks` does.

        Month-ends clamp: a month after 31 January is the last day of February (programme.md §4).
        """
        return self._land(months_after(day, n), precedes=precedes, closures=closures)

    def counted(self, day: date, n: int, *, closures: bool = True) -> tuple[date, ...]:
        """The working days that `add` counts from `day`, in date order; none if `n` is 0."""
        steps = range(1, n + 1) if n > 0 else range(n, 0)
        return tuple(self.add(day, step, closures=closures) for step in steps)

    def working_days_between(self, start: date, end: date, *, closures: bool = True) -> int:
        """The number of working days after `start` up to and including `end`, and never below 0.

        From a due day to today, it is the number of working days that something is late.
        """
        require_known(start)
        require_known(end)
        days = self._working_days(closures=closures)
        return max(0, bisect_right(days, end) - bisect_right(days, start))

    # ---- moments ---------------------------------------------------------------------------

    def local(self, at: datetime) -> datetime:
        """The moment `at` in the authority's time zone."""
        if at.tzinfo is None:
            raise ValueError(f"{at.isoformat()} has no time zone")
        return at.astimezone(ZoneInfo(self.zone))

    def day_starts(self, day: date) -> datetime:
        """09:00 of `day` on the authority's clocks, in UTC."""
        return self._moment(day, DAY_STARTS)

    def due_at(self, day: date) -> datetime:
        """17:00 of `day` on the authority's clocks, in UTC: the hour at which duties fall due."""
        return self._moment(day, DAY_ENDS)

    def sending_moment(self, at: datetime, *, closures: bool = True) -> datetime:
        """`at` in UTC if it is within working hours (both ends count), else their next start."""
        local = self.local(at)
        day = local.date()
        if self.is_working_day(day, closures=closures) and local.time() <= DAY_ENDS:
            return max(at.astimezone(UTC), self.day_starts(day))
        return self.day_starts(self.add(day, 1, closures=closures))

    def add_working_hours(self, at: datetime, hours: float, *, closures: bool = True) -> datetime:
        """The moment in UTC at which `hours` working hours have passed since `at`.

        Hours that end with a working day end at 17:00, not at 09:00 of the next day. With no
        hours, the answer is that of `sending_moment`.
        """
        if hours == 0:
            return self.sending_moment(at, closures=closures)
        days, rest = divmod(
            self._worked(at, closures=closures) + timedelta(hours=hours), WORKING_DAY
        )
        if hours > 0 and not rest:
            days, rest = days - 1, WORKING_DAY
        return self.day_starts(_pick(self._working_days(closures=closures), days)) + rest

    def working_time_between(
        self, start: datetime, end: datetime, *, closures: bool = True
    ) -> timedelta:
        """The working time from `start` to `end`, and never below zero."""
        passed = self._worked(end, closures=closures) - self._worked(start, closures=closures)
        return max(passed, timedelta(0))

    # ---- how it is counted -----------------------------------------------------------------

    @cached_property
    def _less_bank_holidays(self) -> Sequence[date]:
        days = weekdays_less_bank_holidays()
        return tuple(day for day in days if day not in self.added) if self.added else days

    @cached_property
    def _less_closures(self) -> Sequence[date]:
        days = self._less_bank_holidays
        return tuple(day for day in days if day not in self.closures) if self.closures else days

    def _working_days(self, *, closures: bool) -> Sequence[date]:
        """Every known working day in order, so that counting is a binary search."""
        return self._less_closures if closures else self._less_bank_holidays

    def _of_month(self, year: int, month: int, *, closures: bool) -> Sequence[date]:
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        require_known(first)
        require_known(last)
        days = self._working_days(closures=closures)
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def _land(self, day: date, *, precedes: bool, closures: bool) -> date:
        return (
            self.back(day, closures=closures) if precedes else self.add(day, 0, closures=closures)
        )

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def _worked(self, at: datetime, *, closures: bool) -> timedelta:
        """The working time that has passed from `KNOWN_FROM` to `at`."""
        day = self.local(at).date()
        require_known(day)
        days = self._working_days(closures=closures)
        whole = WORKING_DAY * bisect_left(days, day)
        if not self.is_working_day(day, closures=closures):
            return whole
        return whole + min(max(at - self.day_starts(day), timedelta(0)), WORKING_DAY)


def months_after(day: date, n: int) -> date:
    """The same day of the month `n` months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _pick(days: Sequence[date], index: int) -> date:
    if not 0 <= index < len(days):
        raise BeyondKnownHolidays
    return days[index]
