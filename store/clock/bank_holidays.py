"""England's bank holidays, for the years that this release knows."""

from calendar import SATURDAY
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from store.vocabulary.errors import LedgerError

KNOWN_FROM, KNOWN_TO = date(2019, 1, 1), date(2031, 12, 31)
"""Whole years. To add a year, check the `holidays` package against GOV.UK, then move `KNOWN_TO`."""


class BeyondKnownHolidays(LedgerError):
    """The bank holidays around a day are not known, and the calendar does not guess."""

    code = "beyond_known_holidays"

    def __init__(self) -> None:
        super().__init__(
            f"Sightline knows England's bank holidays from {KNOWN_FROM.year} to {KNOWN_TO.year}, "
            "and this date needs a day outside those years. Choose an earlier or a later date, or "
            "ask the people who look after Sightline to install a newer release."
        )


@lru_cache(maxsize=1)
def bank_holidays() -> Mapping[date, str]:
    """Each bank holiday and its name, including substitute days and one-off holidays."""
    years = range(KNOWN_FROM.year, KNOWN_TO.year + 1)
    return dict(country_holidays("GB", subdiv="ENG", years=years))


@lru_cache(maxsize=1)
def weekdays_less_bank_holidays() -> Sequence[date]:
    """Every known Monday to Friday that is not a bank holiday, in order."""
    every_day = (KNOWN_FROM + timedelta(n) for n in range((KNOWN_TO - KNOWN_FROM).days + 1))
    return tuple(
        day for day in every_day if day.weekday() < SATURDAY and day not in bank_holidays()
    )


def require_known(day: date) -> None:
    """Raise `BeyondKnownHolidays` for a day outside the known years."""
    if not KNOWN_FROM <= day <= KNOWN_TO:
        raise BeyondKnownHolidays
