"""Calendars, moments and strategies that the tests of the clock share."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from store.clock.calendar import Calendar

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar()
patiently = settings(deadline=None)  # the first example loads the bank holidays
CLOSED_AT_CHRISTMAS = Calendar(
    closures={date(2026, 12, day): "Civic centre closed" for day in (24, 29, 30, 31)}
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
    datetime(2030, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
closures = st.dictionaries(days, st.just("Closed"), max_size=12)


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]  # year, month, day, hour …
