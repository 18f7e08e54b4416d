"""Working days, working hours and how dates are said (programme.md §4, "Counting", "Hours")."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock.bank_holidays import KNOWN_FROM, KNOWN_TO, BeyondKnownHolidays
from store.clock.calendar import Calendar, NoSuchWorkingDay, months_after
from store.vocabulary.dates_in_words import ordinal, say_day, say_moment, say_month
from tests.store.clock.calendars import (
    CALENDAR,
    CLOSED_AT_CHRISTMAS,
    closures,
    days,
    london,
    patiently,
)

# ---- working days ------------------------------------------------------------------------------


def test_working_days_are_monday_to_friday() -> None:
    week = [date(2026, 11, 16) + timedelta(n) for n in range(7)]
    working = [CALENDAR.is_working_day(day) for day in week]
    assert working == [True, True, True, True, True, False, False]


def test_englands_bank_holidays_of_2026_are_no_working_days() -> None:
    published = [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]
    year = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    off = [day for day in year if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    assert off == [date(2026, month, day) for month, day in published]


def test_scotlands_and_northern_irelands_bank_holidays_are_working_days() -> None:
    for day in (date(2026, 3, 17), date(2026, 7, 13), date(2026, 11, 30), date(2026, 1, 2)):
        assert CALENDAR.is_working_day(day)


def test_the_authoritys_closure_days_are_no_working_days() -> None:
    assert CALENDAR.is_working_day(date(2026, 12, 24))
    assert not CLOSED_AT_CHRISTMAS.is_working_day(date(2026, 12, 24))
    assert CLOSED_AT_CHRISTMAS.add(date(2026, 12, 23), 1) == date(2027, 1, 4)


def test_closure_days_never_extend_an_inadequate_clock() -> None:
    assert CLOSED_AT_CHRISTMAS.is_working_day(date(2026, 12, 24), closures=False)
    assert CLOSED_AT_CHRISTMAS.add(date(2026, 12, 23), 2, closures=False) == date(2026, 12, 29)


def test_a_bank_holiday_proclaimed_later_is_no_working_day_for_any_clock() -> None:
    coronation = Calendar(added={date(2026, 12, 22): "Proclaimed holiday"})
    assert coronation.add(date(2026, 12, 21), 1) == date(2026, 12, 23)
    assert coronation.add(date(2026, 12, 21), 1, closures=False) == date(2026, 12, 23)
    assert not coronation.is_working_day(date(2026, 12, 22), closures=False)


def test_the_day_of_the_event_is_day_0() -> None:
    assert CALENDAR.add(date(2026, 12, 17), 1) == date(2026, 12, 18)
    assert CALENDAR.add(date(2026, 12, 19), 1) == date(2026, 12, 21)


def test_no_days_on_is_the_day_itself_or_the_next_working_day() -> None:
    assert CALENDAR.add(date(2026, 12, 24), 0) == date(2026, 12, 24)
    assert CALENDAR.add(date(2026, 12, 25), 0) == date(2026, 12, 29)


def test_over_a_long_christmas_three_working_days_last_twelve_days() -> None:
    """Christmas Day and Boxing Day on a weekend, then closure days, then the New Year's."""
    between = {date(2027, 12, day): "Closed" for day in (29, 30, 31)}
    calendar = Calendar(closures=between)
    assert calendar.add(date(2027, 12, 23), 3) == date(2028, 1, 5)
    assert calendar.add(date(2027, 12, 23), 3, closures=False) == date(2027, 12, 30)


def test_the_days_counted_are_listed_in_order() -> None:
    after = CALENDAR.counted(date(2026, 12, 14), 5)
    assert [say_day(day) for day in after] == [
        "Tue 15 Dec",
        "Wed 16 Dec",
        "Thu 17 Dec",
        "Fri 18 Dec",
        "Mon 21 Dec",
    ]
    assert CALENDAR.counted(date(2026, 12, 21), -2) == (date(2026, 12, 17), date(2026, 12, 18))
    assert CALENDAR.counted(date(2026, 12, 21), 0) == ()


def test_lateness_counts_working_days_after_the_due_day() -> None:
    due = date(2026, 12, 23)
    assert CALENDAR.working_days_between(due, due) == 0
    assert CALENDAR.working_days_between(due, date(2026, 12, 28)) == 1
    assert CALENDAR.working_days_between(due, date(2026, 12, 29)) == 2
    assert CALENDAR.working_days_between(due, date(2026, 12, 1)) == 0


def test_a_month_that_closure_days_have_emptied_is_refused_by_name() -> None:
    august = {date(2026, 8, 1) + timedelta(n): "Rewiring" for n in range(31)}
    calendar = Calendar(closures=august)
    with pytest.raises(NoSuchWorkingDay, match="August 2026 has 0 working days"):
        calendar.last_of_month(2026, 8)
    with pytest.raises(NoSuchWorkingDay, match="and no 22nd"):
        CALENDAR.nth_of_month(2026, 8, 22)


# ---- weeks and months --------------------------------------------------------------------------


def test_a_date_in_weeks_on_no_working_day_goes_forward_if_it_follows_an_event() -> None:
    assert CALENDAR.add_weeks(date(2026, 11, 13), 6) == date(2026, 12, 29)


def test_a_date_in_weeks_on_no_working_day_goes_back_if_it_precedes_an_event() -> None:
    assert CALENDAR.add_weeks(date(2027, 1, 8), -2, precedes=True) == date(2026, 12, 24)


def test_a_date_in_months_moves_as_one_in_weeks_does() -> None:
    assert CALENDAR.add_months(date(2026, 8, 25), 4) == date(2026, 12, 29)
    assert CALENDAR.add_months(date(2027, 4, 25), -4, precedes=True) == date(2026, 12, 24)


def test_month_ends_clamp() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2027, 10, 31), 4) == date(2028, 2, 29)
    assert months_after(date(2026, 12, 31), -1) == date(2026, 11, 30)
    assert CALENDAR.add_months(date(2026, 8, 31), 6) == date(2027, 3, 1)


# ---- outside the known years -------------------------------------------------------------------


def test_the_calendar_refuses_to_guess_beyond_the_holidays_it_knows() -> None:
    for day in (KNOWN_FROM - timedelta(1), KNOWN_TO + timedelta(1), date(2040, 6, 3)):
        with pytest.raises(BeyondKnownHolidays, match=r"2019 to 2031.*install a newer release"):
            CALENDAR.is_working_day(day)
        with pytest.raises(BeyondKnownHolidays):
            CALENDAR.working_days_between(day, day)
        with pytest.raises(BeyondKnownHolidays):
            CALENDAR.sending_moment(datetime.combine(day, time(12), tzinfo=UTC))
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.add(KNOWN_TO, 1)
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.back(KNOWN_FROM)
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.add_months(date(2031, 10, 1), 4)
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.last_of_month(2032, 1)
    with pytest.raises(BeyondKnownHolidays):
        CALENDAR.add_working_hours(london(2031, 12, 31, 16), 2)


def test_the_holidays_known_reach_more_than_a_year_ahead() -> None:
    today = datetime.now(UTC).date()  # noqa: TID251 - the one test that is about today
    assert today + timedelta(days=365) < KNOWN_TO, (
        "The bank holidays known end within a year. Bring the `holidays` package up to date, "
        "compare what it gives for the next years with https://www.gov.uk/bank-holidays, move "
        "KNOWN_TO in store/clock/bank_holidays.py, and lengthen the years of "
        "test_calendar_oracle.py."
    )


# ---- how dates are said ------------------------------------------------------------------------


def test_dates_are_said_with_their_weekday() -> None:
    assert say_day(date(2026, 12, 21)) == "Mon 21 Dec"
    assert say_day(date(2027, 1, 4), year=True) == "Mon 4 Jan 2027"
    assert say_month(date(2026, 12, 1)) == "December 2026"


def test_moments_are_said_as_the_clock_on_the_wall_shows_them() -> None:
    assert say_moment(datetime(2026, 12, 21, 17, tzinfo=UTC)) == "Mon 21 Dec, 17:00"
    assert say_moment(datetime(2026, 7, 1, 16, tzinfo=UTC)) == "Wed 1 Jul, 17:00"
    assert say_moment(datetime(2026, 7, 1, 23, 5, tzinfo=UTC), year=True) == "Thu 2 Jul 2026, 00:05"


def test_places_are_said_as_people_say_them() -> None:
    said = [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 15, 21, 22, 23)]
    assert " ".join(said) == "1st 2nd 3rd 4th 11th 12th 13th 15th 21st 22nd 23rd"


# ---- what holds on any day, with any closure days ----------------------------------------------


@patiently
@given(day=days, n=st.integers(-60, 60), closed=closures, heeded=st.booleans())
def test_the_answer_is_a_working_day_and_that_many_of_them_away(
    day: date, n: int, closed: dict[date, str], *, heeded: bool
) -> None:
    calendar = Calendar(closures=closed)
    answer = calendar.add(day, n, closures=heeded)
    assert calendar.is_working_day(answer, closures=heeded)
    assert len(calendar.counted(day, n, closures=heeded)) == abs(n)
    if n > 0:
        assert calendar.counted(day, n, closures=heeded)[-1] == answer > day
        assert calendar.working_days_between(day, answer, closures=heeded) == n
    if n < 0:
        assert calendar.counted(day, n, closures=heeded)[0] == answer < day


@patiently
@given(day=days, n=st.integers(1, 60), closed=closures)
def test_a_closure_day_only_ever_makes_a_deadline_later(
    day: date, n: int, closed: dict[date, str]
) -> None:
    calendar = Calendar(closures=closed)
    assert calendar.add(day, n) >= calendar.add(day, n, closures=False) == CALENDAR.add(day, n)
