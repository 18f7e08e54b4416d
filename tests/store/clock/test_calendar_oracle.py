"""The calendar against England's rules worked out another way, on every day of 2020 to 2030.

The bank holidays here are computed from Easter and the Banking and Financial Dealings Act's rules
with the days proclaimed once; the counting is numpy's.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from store.clock.calendar import Calendar
from store.clock.deadlines import Deadline
from store.vocabulary.dates_in_words import say_day

LONDON = ZoneInfo("Europe/London")
MONDAY, SATURDAY = 0, 5
DAYS = [date(2020, 1, 1) + timedelta(n) for n in range(4018)]
MONTHS = [date(year, month, 1) for year in range(2020, 2031) for month in range(1, 13)]
CALENDAR = Calendar()
Dates = NDArray[np.datetime64]
Roll = Literal["forward", "backward"]


def easter(year: int) -> date:
    """Easter Sunday by Gauss, as Knuth tells it."""
    golden, century = year % 19 + 1, year // 100 + 1
    skipped = 3 * century // 4 - 12
    sunday = 5 * year // 4 - skipped - 10
    epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - skipped) % 30
    if (epact == 25 and golden > 11) or epact == 24:
        epact += 1
    moon = 44 - epact
    moon += 30 if moon < 21 else 0
    moon += 7 - (sunday + moon) % 7
    return date(year, 3, 1) + timedelta(moon - 1)


def first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((MONDAY - first.weekday()) % 7)


def last_monday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta((last.weekday() - MONDAY) % 7)


def bank_holidays(year: int) -> set[date]:
    """The weekdays on which England's banks are shut."""
    may = date(2020, 5, 8) if year == 2020 else first_monday(year, 5)  # VE Day, 75 years on
    spring = date(2022, 6, 2) if year == 2022 else last_monday(year, 5)  # the Platinum Jubilee
    proclaimed = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    days = {easter(year) - timedelta(2), easter(year) + timedelta(1), may, spring}
    days |= {last_monday(year, 8)} | {day for day in proclaimed if day.year == year}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        substitute = fixed
        while substitute.weekday() >= SATURDAY or substitute in days:
            substitute += timedelta(1)
        days.add(substitute)
    return days


HOLIDAYS = sorted(day for year in range(2019, 2032) for day in bank_holidays(year))


def steps(
    days: Sequence[date] | Dates,
    n: int,
    holidays: Sequence[date] = HOLIDAYS,
    roll: Roll | None = None,
) -> list[date]:
    """The `n`th working day after each of `days`, by numpy."""
    dates = np.asarray(days, "M8[D]")
    how: Roll = roll or ("backward" if n > 0 else "forward")
    answer: list[date] = np.busday_offset(dates, n, roll=how, holidays=holidays).tolist()
    return answer


def step(day: date, n: int, roll: Roll | None = None) -> date:
    return steps([day], n, roll=roll)[0]


def last_working_day(month: date) -> date:
    return step(month.replace(day=monthrange(month.year, month.month)[1]), 0, roll="backward")


def test_christmas_on_a_saturday_gives_the_monday_and_the_tuesday() -> None:
    assert {date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= bank_holidays(2022)


def test_every_day_is_a_working_day_or_not_as_englands_rules_say() -> None:
    ours = [CALENDAR.is_working_day(day) for day in DAYS]
    assert ours == np.is_busday(DAYS, holidays=HOLIDAYS).tolist()
    assert ours == [day.weekday() < SATURDAY and day not in HOLIDAYS for day in DAYS]


@pytest.mark.parametrize("n", [*range(-12, 13), -60, 21, 60, 125])
def test_so_many_working_days_on_from_every_day(n: int) -> None:
    assert [CALENDAR.add(day, n) for day in DAYS] == steps(DAYS, n)


def test_so_many_working_days_on_with_closure_days_and_without() -> None:
    between = [date(y, 12, d) for y in range(2019, 2032) for d in (27, 28, 29, 30, 31)]
    calendar = Calendar(closures=dict.fromkeys(between, "Civic centre closed"))
    shut = sorted({*HOLIDAYS, *between})
    for n in (-3, 0, 1, 2, 5):
        assert [calendar.add(day, n) for day in DAYS] == steps(DAYS, n, shut)
        assert [calendar.add(day, n, closures=False) for day in DAYS] == steps(DAYS, n)


def test_forward_and_back_from_every_day() -> None:
    assert [CALENDAR.forward(day) for day in DAYS] == steps(DAYS, 0)
    assert [CALENDAR.back(day) for day in DAYS] == steps(DAYS, 0, roll="backward")


def test_lateness_from_every_day_in_working_days() -> None:
    for span in (0, 1, 3, 10, 100):
        ends = [day + timedelta(span) for day in DAYS]
        first, last = np.array(DAYS, "M8[D]") + 1, np.array(ends, "M8[D]") + 1
        counted = np.busday_count(first, last, holidays=HOLIDAYS).tolist()
        ours = [CALENDAR.working_days_between(*pair) for pair in zip(DAYS, ends, strict=True)]
        assert ours == counted


def test_every_working_day_of_every_month_by_its_place() -> None:
    for month in MONTHS:
        days = [
            day
            for day in DAYS
            if (day.year, day.month) == (month.year, month.month)
            and day.weekday() < SATURDAY
            and day not in HOLIDAYS
        ]
        places = range(1, len(days) + 1)
        assert [CALENDAR.nth_of_month(month.year, month.month, n) for n in places] == days
        assert CALENDAR.last_of_month(month.year, month.month) == days[-1]


def in_working_days(n: int) -> list[date]:
    return steps(DAYS, n)


def in_weeks(n: int) -> list[date]:
    return steps(np.array(DAYS, "M8[D]") + 7 * n, 0)


def in_months(n: int) -> list[date]:
    first = np.array(DAYS, "M8[M]")
    into_month = np.array(DAYS, "M8[D]") - first.astype("M8[D]")
    landing, following = (first + n).astype("M8[D]"), (first + n + 1).astype("M8[D]")
    return steps(np.minimum(landing + into_month, following - 1), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 working day", in_working_days(1)),
        ("2 working days", in_working_days(2)),
        ("3 working days from moderation", in_working_days(3)),
        ("5 working days from the return", in_working_days(5)),
        ("1 week", in_weeks(1)),
        ("6 weeks", in_weeks(6)),
        ("1 month", in_months(1)),
        ("4 months", in_months(4)),
        ("6 months from the re-audit", in_months(6)),
    ],
)
def test_a_deadline_from_an_event_on_every_day(text: str, expected: list[date]) -> None:
    deadline = Deadline.parse(text)
    opened = [datetime.combine(day, time(16, 40), tzinfo=LONDON) for day in DAYS]
    dues = [deadline.due(CALENDAR, at) for at in opened]
    assert [due.on for due in dues] == expected
    at_five = [datetime.combine(due.on, time(17), tzinfo=LONDON).astimezone(UTC) for due in dues]
    assert [due.at for due in dues] == at_five


def test_a_deadline_in_working_hours_from_every_day() -> None:
    """From 15:00 they run out at 11:00 of the next working day, from a day off at 13:00."""
    deadline = Deadline.parse("4 working hours")
    for day, working in zip(DAYS, np.is_busday(DAYS, holidays=HOLIDAYS), strict=True):
        due = deadline.due(CALENDAR, datetime.combine(day, time(15), tzinfo=LONDON))
        following = step(day, 1)
        expected = datetime.combine(following, time(11 if working else 13), tzinfo=LONDON)
        assert (due.at, due.on) == (expected.astimezone(UTC), following)


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: f"{month:%Y-%m}")
def test_deadlines_by_the_audit_month_in_every_month(month: date) -> None:
    fifteenth = step(month - timedelta(1), 15)
    last = last_working_day(month)
    six_before = step(last, -6)
    fortnight_before = step(month - timedelta(14), 0, roll="backward")
    opened = datetime.combine(month, time(10), tzinfo=LONDON)
    expected = {
        "15th working day of the audit month": fifteenth,
        "last working day of the audit month": last,
        "6 working days before the last working day of the audit month": six_before,
        "2 weeks before the audit month": fortnight_before,
    }
    for text, day in expected.items():
        assert Deadline.parse(text).due(CALENDAR, opened, month=month).on == day


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: f"{month:%Y-%m}")
def test_the_return_is_due_on_the_15th_working_day_or_6_before_the_last(month: date) -> None:
    """programme.md §2.8, in every month; and it leaves time to moderate within the month."""
    rule = Deadline.parse(
        "earlier of 15th working day of the audit month "
        "and 6 working days before the last working day of the audit month"
    )
    due = rule.due(CALENDAR, datetime.combine(month, time(10), tzinfo=LONDON), month=month)
    fifteenth = step(month - timedelta(1), 15)
    six_before = step(last_working_day(month), -6)
    assert due.on == min(fifteenth, six_before)
    assert say_day(fifteenth) in due.rule
    assert say_day(six_before) in due.rule
    assert CALENDAR.working_days_between(due.on, last_working_day(month)) >= 6


def test_moderation_is_due_by_the_months_end_or_3_days_after_the_return_whenever_it_came() -> None:
    """programme.md §2.10: the later of the two, from a return on any day of the cycle."""
    rule = Deadline.parse(
        "later of last working day of the audit month and 3 working days from the return"
    )
    for day in DAYS:
        due = rule.due(CALENDAR, datetime.combine(day, time(12), tzinfo=LONDON), month=day)
        assert due.on == max(last_working_day(day), step(day, 3))


def test_a_reallocated_return_is_due_when_it_was_or_5_days_on_from_every_day() -> None:
    """programme.md §2.7: the later of the old date and 5 working days from reallocation."""
    rule = Deadline.parse("later of the date it had and 5 working days from reallocation")
    for day in DAYS:
        had = CALENDAR.due_at(step(day, 4) if day.day % 2 else step(day, 8))
        due = rule.due(CALENDAR, datetime.combine(day, time(12), tzinfo=LONDON), had=had)
        assert due.at == max(had, CALENDAR.due_at(step(day, 5)))
