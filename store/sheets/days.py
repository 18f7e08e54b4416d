"""Days as sheets write them: ours in ISO 8601 alone, a council's own in the forms it uses."""

import re
from datetime import date, timedelta

from store.sheets.cells import Unfit

YEARS = range(1900, 2101)
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
ISO_WITH_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T][0-9]{2}:[0-9]{2}.*")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: [0-9:]+)?")
SERIAL = re.compile(r"([0-9]{4,6})(?:\.[0-9]+)?")
EXCEL_BEGAN = date(1899, 12, 30)
FIRST_SURE_SERIAL = 61
"""Serials up to 60 count a 29 February 1900 that never was."""

NO_DAY = "is not a date that the calendar has: write it as year-month-day, such as 2026-12-31."


def iso_date(value: str) -> date:
    """A date in ISO 8601 alone, because 03/04/2026 means two different days to two readers."""
    if found := ISO.fullmatch(value):
        return _day(*found.groups())
    if ISO_WITH_TIME.fullmatch(value):
        raise Unfit("has a time of day beside the date: write the day alone, such as 2026-12-31.")
    if SERIAL.fullmatch(value):
        raise Unfit(
            "is a number, as a date becomes without its format: format the column as a date, or "
            "write it as year-month-day, such as 2026-12-31."
        )
    raise Unfit("is not a date: write it as year-month-day, such as 2026-12-31.")


def council_date(value: str, began: date = EXCEL_BEGAN) -> date:
    """A date as extracts of case systems hold it: ISO, day/month/year, or Excel's bare number.

    A bare number counts the days since the workbook's `began`, which is 1904 where a Mac made it.
    A time of day beside it is dropped. English councils write the day first, so 03/04/2026 is
    3 April (child-level data sheets, list 8).
    """
    if found := ISO.fullmatch(value) or ISO_WITH_TIME.fullmatch(value):
        return _day(*found.groups())
    if found := DAY_FIRST.fullmatch(value):
        day, month, year = found.groups()
        return _day(year, month, day)
    if (found := SERIAL.fullmatch(value)) and int(found[1]) >= FIRST_SURE_SERIAL:
        day = began + timedelta(days=int(found[1]))
        return _day(str(day.year), str(day.month), str(day.day))
    raise Unfit("is not a date: write it as day/month/year, such as 31/12/2026.")


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Unfit(NO_DAY)
    return found
