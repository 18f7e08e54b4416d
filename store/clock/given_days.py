"""Days and times that people give: how they are written, and from which day to which they lie.

A field of an act says which days it takes by its type: `PastDay`, `PlannedDay` and their fellows.
What is wrong is found here alone, for the chat, files and the shell, in one sentence; forms show
the same limits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BeforeValidator, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from store.clock.calendar import Calendar, months_after
from store.vocabulary.dates_in_words import say_day

NOT_A_DAY: Final = "is not a date: write it as 2026-12-21"
NOT_A_TIME: Final = "is not a time: write it as 2026-12-21T09:30"
CONTEXT: Final = "days"
"""Where the fields of an act find the `Today` against which they are checked."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which a field is filled in, the authority's calendar, and its practice window."""

    day: date
    window_months: int
    calendar: Calendar


def context(today: Today) -> dict[str, Today]:
    """What pydantic is handed, so that the fields are checked against `today`."""
    return {CONTEXT: today}


def read_day(given: object) -> date:
    """The day written as `2026-12-21`. Raises `ValueError` for anything else, a number too."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise ValueError(NOT_A_DAY)


def read_time(given: object) -> datetime:
    """The time written as `2026-12-21T09:30`, with or without a zone. Raises `ValueError`."""
    if isinstance(given, datetime):
        return given
    if isinstance(given, str) and _TIME.fullmatch(given):
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            pass
    raise ValueError(NOT_A_TIME)


@dataclass(frozen=True, slots=True)
class DayRange:
    """From how many months back to how many ahead of today a day may lie, both ends included.

    Without `back` it may lie in the practice window: the months that an audit reads. `months` says
    that the field names a month, of which only its first day counts. A `working` one must be a
    working day.
    """

    back: int | None = None
    ahead: int = 0
    months: bool = False
    working: bool = False

    def limits(self, today: Today) -> tuple[date, date]:
        """The first and the last day that the field takes."""
        back = today.window_months if self.back is None else self.back
        first, last = months_after(today.day, -back), months_after(today.day, self.ahead)
        return (first.replace(day=1) if self.months else first), last

    def refuse(self, day: date, today: Today) -> None:
        """Raise `ValueError` for a day that the field does not take."""
        first, last = self.limits(today)
        if not first <= (day.replace(day=1) if self.months else day) <= last:
            raise ValueError(self.outside(day, today))
        if self.working and not today.calendar.is_working_day(day):
            on = today.calendar.forward(day)
            raise ValueError(f"is not on a working day: the next one is {said(on)}")

    def outside(self, day: date, today: Today) -> str:
        """What is wrong with a day outside the limits, as said after the name of its field."""
        first, last = self.limits(today)
        if day > last:
            how = "is too far ahead" if self.ahead else "is in the future"
        else:
            how = "is in the past" if self.back == 0 else "is too long ago"
        return f"{how}: give a day from {said(first)} to {said(last)}"

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        several = get_origin(source) is list
        is_time = datetime in (source, *get_args(source))

        def read(given: Any, info: ValidationInfo) -> Any:
            if several and not isinstance(given, list):
                return given  # pydantic says that it is no list
            today = _today_in(info.context)
            read = [
                read_time(one) if is_time else read_day(one)
                for one in (given if several else [given])
            ]
            if today is not None:
                for value in read:
                    self.refuse(_day_of(value, today.calendar), today)
            return read if several else read[0]

        return core_schema.with_info_before_validator_function(read, handler(source))


def said(day: date) -> str:
    """The day with its weekday and its year."""
    return say_day(day, year=True)


def _today_in(given: object) -> Today | None:
    """Today, unless nobody fills the field in now: a fact that is read again is not judged."""
    today = given.get(CONTEXT) if isinstance(given, Mapping) else None
    return today if isinstance(today, Today) else None


def _day_of(value: date, calendar: Calendar) -> date:
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo is None else calendar.local(value)).date()


YEAR: Final = 12
"""Months."""
PAST: Final = DayRange()
PLANNED: Final = DayRange(back=0, ahead=YEAR)

PastDay = Annotated[date, PAST]
"""The day of something that has happened: within the practice window."""
PlannedDay = Annotated[date, PLANNED]
"""The day of something that is planned: from today to 12 months ahead."""
DueDay = Annotated[date, DayRange(back=0, ahead=YEAR, working=True)]
"""A day by which somebody is to do something: a working day from today to 12 months ahead."""
PlannedTime = Annotated[datetime, PLANNED]
"""A time from today to 12 months ahead."""
BOARD: Final = DayRange(back=0, ahead=3 * YEAR, working=True)
BoardDay = Annotated[date, BOARD]
"""A day on which the board meets: entered for years ahead, and sign-off falls due on it."""
BoardDays = Annotated[list[date], BOARD]
"""Several of them."""
ClosureDay = Annotated[date, DayRange(back=YEAR, ahead=2 * YEAR)]
"""A day without work; it may be learnt of afterwards, and deadlines count around it."""
AuditMonth = Annotated[date, DayRange(back=YEAR, ahead=YEAR, months=True)]
"""Any day of the month in which a cycle's audits are done; one may be entered when it has begun."""
TimetableMonth = Annotated[date, DayRange(back=YEAR, ahead=2 * YEAR, months=True)]
"""A month of the timetable, which keeps months that have begun and reaches into next year."""
WorkshopDay = Annotated[date, DayRange(ahead=2 * YEAR)]
"""A workshop of a month that may lie a year ahead itself, or one recorded afterwards."""
AgedDay = Annotated[date, DayRange(back=75 * YEAR)]
"""A day up to today; what a council keeps longest about a child, it keeps for 75 years."""
Moment = Annotated[datetime, BeforeValidator(read_time)]
"""A time that Sightline itself gives, or that must be one of those offered."""

AwayDay = Annotated[date, DayRange(back=YEAR, ahead=2 * YEAR)]
"""A first or last day away, or the day of leaving: from 12 months back to 24 months ahead."""
BackDay = Annotated[date, DayRange(back=YEAR)]
"""The day on which somebody who had left is here again: within the last 12 months."""
