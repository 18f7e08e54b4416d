"""Deadlines: each says the rule that made it (programme.md §2, §3, §4)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock.bank_holidays import BeyondKnownHolidays
from store.clock.calendar import Calendar, NoSuchWorkingDay
from store.clock.deadlines import CannotCount, Deadline, NotADeadline
from store.vocabulary.dates_in_words import say_day
from tests.store.clock.calendars import CALENDAR, LONDON, patiently

DECEMBER = date(2026, 12, 1)
RETURN = (
    "earlier of 15th working day of the audit month "
    "and 6 working days before the last working day of the audit month"
)
EVERY_FORM = (
    "2 working days",
    "3 working days from the return",
    "4 working hours",
    "6 weeks",
    "4 months",
    "15th working day of the audit month",
    "last working day of the audit month",
    "6 working days before the last working day of the audit month",
    "2 weeks before the audit month",
    "the date it had",
    RETURN,
    "later of last working day of the audit month and 3 working days from the return",
    "later of the date it had and 5 working days from reallocation",
)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


THURSDAY = at(date(2026, 12, 17), 16, 40)


def test_a_deadline_says_the_rule_that_made_it() -> None:
    due = Deadline.parse("3 working days from moderation").due(CALENDAR, THURSDAY)
    assert due.rule == "3 working days from moderation on Thu 17 Dec"
    assert due.on == date(2026, 12, 22)


def test_it_is_due_at_five() -> None:
    winter = Deadline.parse("3 working days").due(CALENDAR, THURSDAY)
    summer = Deadline.parse("3 working days").due(CALENDAR, at(date(2026, 7, 1)))
    assert winter.at == datetime(2026, 12, 22, 17, tzinfo=UTC)
    assert summer.at == datetime(2026, 7, 6, 16, tzinfo=UTC)


def test_the_profile_names_the_event_where_the_rule_does_not() -> None:
    named = Deadline.parse("1 working day").due(CALENDAR, THURSDAY, event="the request")
    assert named.rule == "1 working day from the request on Thu 17 Dec"
    told = Deadline.parse("1 working day from the return").due(CALENDAR, THURSDAY, event="issue")
    assert told.rule == "1 working day from the return on Thu 17 Dec"
    bare = Deadline.parse("1 working day").due(CALENDAR, THURSDAY)
    assert bare.rule == "1 working day from Thu 17 Dec"


def test_the_days_that_were_counted_are_kept_for_whoever_asks_why_this_date() -> None:
    due = Deadline.parse("5 working days from moderation").due(CALENDAR, at(date(2026, 12, 14)))
    assert (
        " ".join(say_day(day)[:-4] for day in due.counted) == "Tue 15 Wed 16 Thu 17 Fri 18 Mon 21"
    )


def test_the_day_of_the_event_is_the_local_day() -> None:
    """Half past eleven on a July night in UTC is the next day in London."""
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    due = Deadline.parse("1 working day from the return").due(CALENDAR, late)
    assert due.rule == "1 working day from the return on Thu 2 Jul"
    assert due.on == date(2026, 7, 3)


def test_the_return_rule_is_told_with_both_of_its_dates() -> None:
    due = Deadline.parse(RETURN).due(CALENDAR, at(date(2026, 11, 30)), month=DECEMBER)
    assert due.on == date(2026, 12, 21)
    assert due.rule == (
        "the earlier of the 15th working day of December 2026 (Mon 21 Dec) "
        "and 6 working days before its last working day (Mon 21 Dec)"
    )
    assert len(due.counted) == 15


def test_the_return_is_due_earlier_in_a_month_with_few_working_days() -> None:
    """February 2027 has 20: 6 before the last of them comes before the 15th."""
    due = Deadline.parse(RETURN).due(CALENDAR, at(date(2027, 1, 29)), month=date(2027, 2, 1))
    assert due.on == date(2027, 2, 18)
    assert "(Fri 19 Feb)" in due.rule
    assert len(due.counted) == 6
    assert due.counted[0] == due.on


def test_moderation_is_due_by_the_months_end_or_3_days_after_a_late_return() -> None:
    rule = Deadline.parse(
        "later of last working day of the audit month and 3 working days from the return"
    )
    in_time = rule.due(CALENDAR, at(date(2026, 12, 21)), month=DECEMBER)
    late = rule.due(CALENDAR, at(date(2026, 12, 31)), month=DECEMBER)
    assert in_time.on == date(2026, 12, 31)
    assert in_time.counted == ()
    assert late.on == date(2027, 1, 6)
    assert late.rule == (
        "the later of the last working day of December 2026 (Thu 31 Dec) "
        "and 3 working days from the return on Thu 31 Dec (Wed 6 Jan)"
    )


def test_a_reallocated_return_is_due_at_the_later_of_the_old_date_and_5_working_days() -> None:
    rule = Deadline.parse("later of the date it had and 5 working days from reallocation")
    had = CALENDAR.due_at(date(2026, 12, 21))
    early = rule.due(CALENDAR, at(date(2026, 12, 7)), had=had)
    late = rule.due(CALENDAR, THURSDAY, had=had)
    assert early.at == had
    assert late.on == date(2026, 12, 24)
    assert late.rule == (
        "the later of the date it had (Mon 21 Dec) "
        "and 5 working days from reallocation on Thu 17 Dec (Thu 24 Dec)"
    )


def test_a_date_it_had_that_has_become_a_bank_holiday_moves_forward() -> None:
    proclaimed = Calendar(added={date(2026, 12, 21): "Proclaimed holiday"})
    had = CALENDAR.due_at(date(2026, 12, 21))
    due = Deadline.parse("the date it had").due(proclaimed, THURSDAY, had=had)
    assert due.on == date(2026, 12, 22)
    assert due.rule == "the date it had; Mon 21 Dec is no working day, so the next one"


def test_a_date_in_weeks_that_lands_on_no_working_day_goes_forward_and_says_so() -> None:
    """The dip re-audit, 6 weeks after moderation, on Christmas Day."""
    due = Deadline.parse("6 weeks from moderation").due(CALENDAR, at(date(2026, 11, 13)))
    assert due.on == date(2026, 12, 29)
    assert due.rule == (
        "6 weeks from moderation on Fri 13 Nov; Fri 25 Dec is no working day, so the next one"
    )


def test_a_date_before_the_audit_month_goes_back_and_says_so() -> None:
    """The KLOE meeting, 2 weeks before the audit month: 17 April 2027 is a Saturday."""
    rule = Deadline.parse("2 weeks before the audit month")
    december = rule.due(CALENDAR, at(date(2026, 10, 1)), month=DECEMBER)
    may = rule.due(CALENDAR, at(date(2027, 3, 1)), month=date(2027, 5, 1))
    assert (december.on, december.rule) == (date(2026, 11, 17), "2 weeks before December 2026")
    assert may.on == date(2027, 4, 16)
    assert may.rule == ("2 weeks before May 2027; Sat 17 Apr is no working day, so the one before")


def test_month_ends_clamp_in_a_deadline() -> None:
    due = Deadline.parse("4 months from moderation").due(CALENDAR, at(date(2027, 10, 29)))
    assert due.on == date(2028, 2, 29)
    due = Deadline.parse("4 months from moderation").due(CALENDAR, at(date(2026, 10, 31)))
    assert due.on == date(2027, 3, 1)
    assert "Sun 28 Feb is no working day" in due.rule


def test_hours_are_counted_from_nine_to_five() -> None:
    due = Deadline.parse("4 working hours").due(CALENDAR, THURSDAY, event="the grade")
    assert due.at == at(date(2026, 12, 18), 12, 40)
    assert due.on == date(2026, 12, 18)
    assert due.rule == "4 working hours from the grade on Thu 17 Dec, 16:40"


def test_closure_days_never_extend_the_deadline_of_an_inadequate_audit() -> None:
    calendar = Calendar(closures={date(2026, 12, day): "Closed" for day in (18, 21)})
    rule = Deadline.parse("2 working days from moderation")
    assert rule.due(calendar, THURSDAY).on == date(2026, 12, 23)
    assert rule.due(calendar, THURSDAY, closures=False).on == date(2026, 12, 21)


@pytest.mark.parametrize("text", EVERY_FORM)
def test_an_inadequate_clock_runs_as_if_there_were_no_closure_days(text: str) -> None:
    """Here with every other day of the cycle closed, whatever form the deadline has."""
    closed = {date(2026, 11, 2) + timedelta(n): "Closed" for n in range(0, 240, 2)}
    closed |= {date(2026, 12, day): "Closed" for day in (21, 30, 31)}
    calendar, rule = Calendar(closures=closed), Deadline.parse(text)
    had = CALENDAR.due_at(date(2026, 12, 21))
    urgent = rule.due(calendar, THURSDAY, month=DECEMBER, had=had, closures=False)
    assert urgent == rule.due(CALENDAR, THURSDAY, month=DECEMBER, had=had)


def test_an_inadequate_clock_that_spans_over_4_calendar_days_is_known_as_long() -> None:
    """Bank holidays still extend it; then Head of Service and Divisional Director are notified."""
    rule = Deadline.parse("1 working day from the return")
    christmas = rule.due(CALENDAR, at(date(2026, 12, 24)), closures=False)
    easter = rule.due(CALENDAR, at(date(2026, 4, 2)), closures=False)
    weekend = rule.due(CALENDAR, at(date(2026, 12, 18)), closures=False)
    four = Deadline.parse("2 working days").due(CALENDAR, at(date(2026, 12, 18)), closures=False)
    assert (christmas.days, christmas.is_long) == (5, True)
    assert (easter.days, easter.is_long) == (5, True)
    assert (weekend.days, weekend.is_long) == (3, False)
    assert (four.days, four.is_long) == (4, False)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "3 days", "0 working days", "-1 working days", "1.5 working days",
        "2 workingdays", "3 working days after moderation", "24th working day of the audit month",
        "0th working day of the audit month", "earlier of 2 weeks", "later of A and B",
        "earlier of 2 weeks and 3 weeks and 4 weeks", "latest of 2 weeks and 3 weeks",
        "3 working days from 2 weeks", "1000 weeks",
    ],
)  # fmt: skip
def test_what_is_no_deadline_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(NotADeadline) as refusal:
        Deadline.parse(text)
    assert f'"{text}" is not a deadline' in str(refusal.value)
    assert '"3 working days from the return"' in str(refusal.value)
    assert '"earlier of A and B"' in str(refusal.value)


@pytest.mark.parametrize("text", EVERY_FORM)
def test_every_form_can_be_written_and_keeps_its_words(text: str) -> None:
    assert Deadline.parse(f"  {text} ").text == text


def test_a_rule_that_needs_what_the_subject_has_not_is_refused_in_its_own_words() -> None:
    with pytest.raises(CannotCount, match='"last working day of the audit month" counts from'):
        Deadline.parse("last working day of the audit month").due(CALENDAR, THURSDAY)
    with pytest.raises(CannotCount, match="needs an earlier due date"):
        Deadline.parse("the date it had").due(CALENDAR, THURSDAY)


def test_a_month_too_short_for_its_rule_and_a_year_too_far_are_refused() -> None:
    rule = Deadline.parse("23rd working day of the audit month")
    with pytest.raises(NoSuchWorkingDay, match="February 2027 has 20 working days"):
        rule.due(CALENDAR, THURSDAY, month=date(2027, 2, 1))
    with pytest.raises(BeyondKnownHolidays):
        Deadline.parse("999 weeks").due(CALENDAR, THURSDAY)


@patiently
@given(
    text=st.sampled_from(EVERY_FORM),
    opened=st.datetimes(
        datetime(2020, 2, 1),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
        datetime(2030, 6, 30),  # noqa: DTZ001 - as above
        timezones=st.just(UTC),
    ),
    had=st.dates(date(2020, 2, 1), date(2030, 6, 30)),
    closed=st.sets(st.integers(-15, 45), max_size=4),  # no month loses its 15th working day
    heeded=st.booleans(),
)
def test_a_deadline_never_lands_on_a_day_that_is_no_working_day(
    text: str, opened: datetime, had: date, closed: set[int], *, heeded: bool
) -> None:
    closures = {opened.date() + timedelta(n): "Closed" for n in closed}
    calendar = Calendar(closures=closures)
    due = Deadline.parse(text).due(
        calendar, opened, month=opened.date(), had=calendar.due_at(had), closures=heeded
    )
    local = calendar.local(due.at)
    assert calendar.is_working_day(due.on, closures=heeded)
    assert local.date() == due.on
    assert time(9) <= local.time() <= time(17)
    assert all(calendar.is_working_day(day, closures=heeded) for day in due.counted)
    assert list(due.counted) == sorted(set(due.counted))
    assert due.days == (due.on - calendar.local(opened).date()).days
