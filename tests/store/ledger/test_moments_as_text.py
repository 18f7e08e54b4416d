"""Moments as facts and SQLite hold them: one spelling each, and the moment comes back."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from store.ledger.spelling import spelt
from store.tables.columns import instant, plain

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST = datetime(1900, 1, 2, tzinfo=UTC).replace(tzinfo=None)
LAST = datetime(9999, 12, 30, tzinfo=UTC).replace(tzinfo=None)
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)


@given(MOMENTS)
def test_a_moment_is_spelt_in_utc_to_the_microsecond_and_read_back(moment: datetime) -> None:
    there = moment.astimezone(UTC)
    assert plain(moment) == there.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert spelt(moment) == there.strftime("%Y-%m-%d %H:%M:%S.%f")
    assert instant(plain(moment)) == moment
    assert instant(plain(moment)).tzinfo is UTC
