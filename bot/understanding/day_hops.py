"""The calendar behind words about days: real days, the next such day, hops of weeks and months."""

from datetime import date, timedelta

from bot.understanding.day_words import NUMBERS, UNITS

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FRIDAY = 4


def real(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(month: int, day: int, today: date) -> date | None:
    """The next such day; a day of the last two months stands, for somebody away since then."""
    years = (real(year, month, day) for year in (today.year, today.year + 1))
    return next((one for one in years if one is not None and one > today - 60 * DAY), None)


def next_weekday(wanted: int, today: date) -> date:
    """The next such weekday after today."""
    return today + ((wanted - today.weekday() - 1) % 7 + 1) * DAY


def weeks_on(word: str | None) -> timedelta:
    """How much `week` or `fortnight` after a day adds to it."""
    if not word:
        return timedelta()
    return 2 * WEEK if "fortnight" in word else WEEK


def number(word: str | None) -> int:
    """A number in words or digits; one where none stands."""
    if not word:
        return 1
    return int(word) if word.isdecimal() else NUMBERS[word]


def hop(day: date, count: int, unit: str) -> date:
    """The day that many units on; months end with their last day at the latest."""
    unit = unit.rstrip("s")
    if unit in UNITS:
        return day + count * UNITS[unit]
    months = day.month - 1 + count
    year, month = day.year + months // 12, months % 12 + 1
    return next(there for at in range(day.day, 0, -1) if (there := real(year, month, at)))


def after(first: date, count: int, unit: str) -> date:
    """The last day of a stretch from `first`; a week away ends with its Friday."""
    last = hop(first, count, unit) - DAY
    return last - max(0, last.weekday() - FRIDAY) * DAY if not unit.startswith("day") else last
