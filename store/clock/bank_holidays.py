"""England's bank holidays, as far as they are known."""

from calendar import SATURDAY
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from store.vocabulary.errors import LedgerError

KNOWN_FROM, KNOWN_TO = date(2019, 1, 1), date(2031, 12, 31)
"""Whole years. To know more, compare what the `holidays` package gives for them with what GOV.UK
has published, and move `KNOWN_TO`."""


class BeyondKnownHolidays(LedgerError):
    """A day was asked for whose bank holidays are not known; the calendar does not guess."""

    code = "beyond_known_holidays"

    def __init__(self) -> None:
        super().__init__(
            f"England's bank holidays are known here for the years {KNOWN_FROM.year} to "
            f"{KNOWN_TO.year}, and this needs a day outside of them. Choose a date within those "
            "years, or ask whoever looks after Sightline to install a release that knows more."
        )


@lru_cache(maxsize=1)
def bank_holidays() -> Mapping[date, str]:
    """Each bank holiday with its name, substitute days and those proclaimed once included."""
    years = range(KNOWN_FROM.year, KNOWN_TO.year + 1)
    return dict(country_holidays("GB", subdiv="ENG", years=years))


@lru_cache(maxsize=1)
def weekdays_less_bank_holidays() -> Sequence[date]:
    """Every Monday to Friday that is known and no bank holiday, in order."""
    every_day = (KNOWN_FROM + timedelta(n) for n in range((KNOWN_TO - KNOWN_FROM).days + 1))
    return tuple(
        day for day in every_day if day.weekday() < SATURDAY and day not in bank_holidays()
    )


def require_known(day: date) -> None:
    """Refuse a day whose bank holidays are not known.

    Raises `BeyondKnownHolidays`.
    """
    if not KNOWN_FROM <= day <= KNOWN_TO:
        raise BeyondKnownHolidays
