"""Dates, times and months in English words, whatever the locale of the machine."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = "Europe/London"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_day(day: date, *, year: bool = False) -> str:
    """A date: "Mon 21 Dec", or with `year` "Mon 21 Dec 2026"."""
    said = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1][:3]}"
    return f"{said} {day.year}" if year else said


def say_moment(at: datetime, *, year: bool = False, zone: str = LONDON) -> str:
    """A moment in the local time of `zone`: "Mon 21 Dec, 17:00"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{say_day(local.date(), year=year)}, {local:%H:%M}"


def say_month(month: date) -> str:
    """The month of any of its days: "December 2026"."""
    return f"{_MONTHS[month.month - 1]} {month.year}"


def ordinal(n: int) -> str:
    """An ordinal number: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    teen = n % 100 in {11, 12, 13}
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
