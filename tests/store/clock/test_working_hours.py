"""Working hours, and the moments at which messages go out (programme.md §4)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock.calendar import Calendar
from tests.store.clock.calendars import (
    CALENDAR,
    CLOSED_AT_CHRISTMAS,
    closures,
    london,
    moments,
    patiently,
)


def test_due_is_five_o_clock_on_the_authoritys_clocks_on_both_sides_of_a_clock_change() -> None:
    """Clocks go forward on Sun 29 Mar 2026 and back on Sun 25 Oct 2026."""
    assert CALENDAR.due_at(date(2026, 3, 27)) == datetime(2026, 3, 27, 17, tzinfo=UTC)
    assert CALENDAR.due_at(date(2026, 3, 30)) == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert CALENDAR.due_at(date(2026, 10, 23)) == datetime(2026, 10, 23, 16, tzinfo=UTC)
    assert CALENDAR.due_at(date(2026, 10, 26)) == datetime(2026, 10, 26, 17, tzinfo=UTC)


def test_the_day_starts_at_nine_on_both_sides_of_a_clock_change() -> None:
    assert CALENDAR.day_starts(date(2026, 3, 27)) == datetime(2026, 3, 27, 9, tzinfo=UTC)
    assert CALENDAR.day_starts(date(2026, 3, 30)) == datetime(2026, 3, 30, 8, tzinfo=UTC)
    assert CALENDAR.day_starts(date(2026, 10, 23)) == datetime(2026, 10, 23, 8, tzinfo=UTC)
    assert CALENDAR.day_starts(date(2026, 10, 26)) == datetime(2026, 10, 26, 9, tzinfo=UTC)


def test_just_after_midnight_in_summer_is_already_the_next_day_in_london() -> None:
    assert CALENDAR.local(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).date() == date(2026, 7, 2)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        CALENDAR.local(datetime(2026, 7, 1, 9))  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (london(2026, 12, 21, 12), london(2026, 12, 21, 12)),
        (london(2026, 12, 21, 9), london(2026, 12, 21, 9)),
        (london(2026, 12, 21, 17), london(2026, 12, 21, 17)),
        (london(2026, 12, 21, 7), london(2026, 12, 21, 9)),
        (london(2026, 12, 21, 17, 1), london(2026, 12, 22, 9)),
        (london(2026, 12, 24, 18), london(2026, 12, 29, 9)),
        (london(2026, 12, 26, 12), london(2026, 12, 29, 9)),
        (london(2026, 3, 27, 19), london(2026, 3, 30, 9)),
        (london(2026, 10, 24, 12), london(2026, 10, 26, 9)),
    ],
)
def test_messages_go_out_from_nine_to_five_on_working_days(asked: datetime, sent: datetime) -> None:
    assert CALENDAR.sending_moment(asked) == sent


def test_nothing_goes_out_on_a_closure_day() -> None:
    asked = london(2026, 12, 24, 11)
    assert CLOSED_AT_CHRISTMAS.sending_moment(asked) == london(2027, 1, 4, 9)
    assert CLOSED_AT_CHRISTMAS.sending_moment(asked, closures=False) == asked


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (london(2026, 12, 21, 10), 4, london(2026, 12, 21, 14)),
        (london(2026, 12, 21, 13), 4, london(2026, 12, 21, 17)),
        (london(2026, 12, 21, 15), 4, london(2026, 12, 22, 11)),
        (london(2026, 12, 21, 20), 2, london(2026, 12, 22, 11)),
        (london(2026, 12, 24, 16), 2, london(2026, 12, 29, 10)),
        (london(2026, 12, 26, 12), 8, london(2026, 12, 29, 17)),
        (london(2026, 12, 21, 9), 20, london(2026, 12, 23, 13)),
        (london(2026, 12, 21, 10), 0.5, london(2026, 12, 21, 10, 30)),
        (london(2026, 12, 21, 18), 0, london(2026, 12, 22, 9)),
        (london(2026, 3, 27, 16), 2, london(2026, 3, 30, 10)),
        (london(2026, 10, 23, 16), 2, london(2026, 10, 26, 10)),
    ],
)
def test_working_hours_run_from_nine_to_five_on_working_days(
    start: datetime, hours: float, end: datetime
) -> None:
    assert CALENDAR.add_working_hours(start, hours) == end


@patiently
@given(at=moments, closed=closures)
def test_a_message_is_never_sent_early_or_out_of_hours(
    at: datetime, closed: dict[date, str]
) -> None:
    calendar = Calendar(closures=closed)
    sent = calendar.sending_moment(at)
    local = calendar.local(sent)
    assert sent >= at
    assert calendar.is_working_day(local.date())
    assert time(9) <= local.time() <= time(17)
    assert calendar.sending_moment(sent) == sent


@patiently
@given(at=moments, hours=st.integers(1, 200), closed=closures)
def test_working_hours_added_have_passed_when_they_run_out(
    at: datetime, hours: int, closed: dict[date, str]
) -> None:
    calendar = Calendar(closures=closed)
    end = calendar.add_working_hours(at, hours)
    assert calendar.working_time_between(at, end) == timedelta(hours=hours)
    assert calendar.sending_moment(end) == end
    assert calendar.working_time_between(end, at) == timedelta(0)
