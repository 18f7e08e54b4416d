"""Working days, working hours and how dates are said (programme.md §4, "Counting", "Hours")."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock.calendar import (
    KNOWN_FROM,
    KNOWN_TO,
    BeyondKnownHolidays,
    Calendar,
    NoSuchWorkingDay,
    months_after,
    say_day,
    say_moment,
    say_month,
)
from store.vocabulary.dates_in_words import ordinal

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
        "Tue 15 Dec", "Wed 16 Dec", "Thu 17 Dec", "Fri 18 Dec", "Mon 21 Dec",
    ]  # fmt: skip
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
    with pytest.raises(NoSuchWorkingDay, match="there is no 22nd"):
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


# ---- hours -------------------------------------------------------------------------------------


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


# ---- what nobody knows yet ---------------------------------------------------------------------


def test_the_calendar_refuses_to_guess_beyond_the_holidays_it_knows() -> None:
    for day in (KNOWN_FROM - timedelta(1), KNOWN_TO + timedelta(1), date(2040, 6, 3)):
        with pytest.raises(BeyondKnownHolidays, match=r"2019 to 2031.*install a release"):
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
