"""What holds for the ladder of any duty (programme.md §4)."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.clock.calendar import Calendar
from tests.store.clock.calendars import CALENDAR, patiently
from tests.store.clock.ladder_forms import BOTH

moments = st.datetimes(
    datetime(2020, 6, 1),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
    datetime(2029, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
spans = st.timedeltas(timedelta(0), timedelta(days=40))
closures = st.sets(st.dates(date(2020, 6, 1), date(2030, 4, 1)), max_size=40)


@patiently
@given(opened=moments, length=spans, wait=spans, window=spans, closed=closures)
def test_rungs_go_out_in_order_once_and_within_working_hours(
    opened: datetime, length: timedelta, wait: timedelta, window: timedelta, closed: set[date]
) -> None:
    calendar = Calendar(closures=dict.fromkeys(closed, "Closed"))
    due = calendar.due_at(calendar.forward(calendar.local(opened + length).date()))
    after, upto = opened + wait, opened + wait + window
    fired = BOTH.fired(calendar, opened, due, after, upto)
    assert len({each.name for each in fired}) == len(fired)
    assert [each.at for each in fired] == sorted(each.at for each in fired)
    for each in fired:
        local = calendar.local(each.at)
        assert after < each.at <= upto
        assert each.at > opened
        assert calendar.is_working_day(local.date())
        assert time(9) <= local.time() <= time(17)


@patiently
@given(opened=moments, length=spans, wait=spans, window=spans)
def test_the_next_moment_is_the_first_of_those_that_fire(
    opened: datetime, length: timedelta, wait: timedelta, window: timedelta
) -> None:
    due = CALENDAR.due_at(CALENDAR.forward(CALENDAR.local(opened + length).date()))
    after, upto = opened + wait, opened + wait + window
    fired = BOTH.fired(CALENDAR, opened, due, after, upto)
    following = BOTH.next_after(CALENDAR, opened, due, after)
    assert following is not None
    if fired:
        assert following == fired[0].at
    else:
        assert following > upto


@patiently
@given(opened=moments, length=spans, cut=spans, window=spans)
def test_two_sweeps_fire_what_one_would_have(
    opened: datetime, length: timedelta, cut: timedelta, window: timedelta
) -> None:
    due = CALENDAR.due_at(CALENDAR.forward(CALENDAR.local(opened + length).date()))
    between, upto = opened + cut, opened + cut + window
    first = BOTH.fired(CALENDAR, opened, due, opened, between)
    second = BOTH.fired(CALENDAR, opened, due, between, upto)
    assert first + second == BOTH.fired(CALENDAR, opened, due, opened, upto)
