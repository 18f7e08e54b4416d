"""Ladders: nudges and escalations, each rung once and within working hours (programme.md §4)."""

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from store.clock.bank_holidays import BeyondKnownHolidays
from store.clock.calendar import Calendar
from store.clock.ladders import DueRung, Ladder, NotALadder, latest_of_each
from tests.store.clock.calendars import CALENDAR, LONDON
from tests.store.clock.ladder_forms import BOTH, EVERY_FORM

RETURN = Ladder.parse(
    "return",
    [
        {"at": "5 working days before", "tell": "owner"},
        {"at": "2 working days before", "tell": "owner"},
        {"at": "on the day", "tell": "owner"},
        {"at": "each working day after", "tell": "owner"},
        {"at": "1 working day overdue", "tell": "auditors_head"},
        {"at": "3 working days overdue", "tell": "audit_manager"},
        {"at": "5 working days overdue", "tell": "digest"},
    ],
)
URGENT = Ladder.parse(
    "urgent",
    [
        {"at": "when it opens"},
        {"at": "every 2 working hours"},
        {"at": "4 working hours after it opens", "tell": "audit_manager"},
        {"at": "4 working hours overdue", "tell": "head_of_service"},
    ],
)

OPENED = datetime(2026, 12, 1, 10, tzinfo=UTC)
DUE = CALENDAR.due_at(date(2026, 12, 21))
DAY = timedelta(days=1)


def december(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=LONDON)


def told(fired: tuple[DueRung, ...]) -> list[tuple[str, datetime, str]]:
    return [(each.name, each.at, each.tell) for each in fired]


# ---- the rungs of a return ---------------------------------------------------------------------


def test_the_auditor_is_nudged_5_and_2_working_days_before_and_on_the_day() -> None:
    fired = RETURN.fired(CALENDAR, OPENED, DUE, OPENED, DUE)
    assert told(fired) == [
        ("5 working days before", december(14), "owner"),
        ("2 working days before", december(17), "owner"),
        ("on the day", december(21), "owner"),
    ]


def test_an_overdue_return_is_nudged_each_working_day_and_goes_up_after_1_3_and_5() -> None:
    fired = RETURN.fired(CALENDAR, OPENED, DUE, DUE, december(31))
    assert told(fired) == [
        ("working day 1 after", december(22), "owner"),
        ("1 working day overdue", december(22), "auditors_head"),
        ("working day 2 after", december(23), "owner"),
        ("working day 3 after", december(24), "owner"),
        ("3 working days overdue", december(24), "audit_manager"),
        ("working day 4 after", december(29), "owner"),
        ("working day 5 after", december(30), "owner"),
        ("5 working days overdue", december(30), "digest"),
        ("working day 6 after", december(31), "owner"),
    ]


def test_a_rung_that_was_past_when_the_duty_opened_never_goes_out() -> None:
    opened = december(17, 9)
    fired = RETURN.fired(CALENDAR, opened, DUE, opened - 30 * DAY, DUE)
    assert [each.name for each in fired] == ["on the day"]
    assert RETURN.next_after(CALENDAR, opened, DUE, opened - 30 * DAY) == december(21)


def test_nudges_go_out_at_nine_on_both_sides_of_a_clock_change() -> None:
    due = CALENDAR.due_at(date(2026, 10, 26))
    opened = datetime(2026, 10, 1, 9, tzinfo=UTC)
    fired = RETURN.fired(CALENDAR, opened, due, opened, due + 2 * DAY)
    assert [f"{each.at:%d %H:%M}" for each in fired] == [
        "19 08:00", "22 08:00", "26 09:00", "27 09:00", "27 09:00", "28 09:00",
    ]  # fmt: skip


def test_a_nudge_waits_until_nine() -> None:
    assert RETURN.fired(CALENDAR, OPENED, DUE, OPENED, december(14, 8, 59)) == ()
    assert len(RETURN.fired(CALENDAR, OPENED, DUE, OPENED, december(14, 9))) == 1


def test_each_rung_goes_out_once_wherever_the_sweeps_fall() -> None:
    whole = RETURN.fired(CALENDAR, OPENED, DUE, OPENED, december(31, 17))
    sweeps = [OPENED + n * timedelta(hours=7) for n in range(105)]
    in_pieces = [
        each
        for after, upto in pairwise(sweeps)
        for each in RETURN.fired(CALENDAR, OPENED, DUE, after, upto)
    ]
    assert in_pieces == list(whole)
    assert RETURN.fired(CALENDAR, OPENED, DUE, DUE, DUE) == ()
    assert RETURN.fired(CALENDAR, OPENED, DUE, december(31), DUE) == ()


def test_closure_days_move_the_rungs_but_never_those_of_an_inadequate_clock() -> None:
    calendar = Calendar(closures={date(2026, 12, day): "Closed" for day in (18, 22)})
    heeded = RETURN.fired(calendar, OPENED, DUE, OPENED, december(22, 17))
    inadequate = RETURN.fired(calendar, OPENED, DUE, OPENED, december(22, 17), closures=False)
    assert told(heeded) == [
        ("5 working days before", december(11), "owner"),
        ("2 working days before", december(16), "owner"),
        ("on the day", december(21), "owner"),
    ]
    assert len(inadequate) == 5
    assert RETURN.next_after(calendar, OPENED, DUE, DUE) == december(23)
    assert RETURN.next_after(calendar, OPENED, DUE, DUE, closures=False) == december(22)


# ---- urgent kinds ------------------------------------------------------------------------------


def test_urgent_kinds_nudge_within_hours_and_go_up_after_4_working_hours() -> None:
    opened, due = december(21, 11), december(22, 17)
    fired = URGENT.fired(CALENDAR, opened, due, opened, december(23, 14))
    assert told(fired) == [
        ("when it opens", december(21, 11) + timedelta(seconds=1), "owner"),
        ("every 2 working hours, time 1", december(21, 13), "owner"),
        ("every 2 working hours, time 2", december(21, 15), "owner"),
        ("4 working hours after it opens", december(21, 15), "audit_manager"),
        ("every 2 working hours, time 3", december(21, 17), "owner"),
        ("every 2 working hours, time 4", december(22, 11), "owner"),
        ("every 2 working hours, time 5", december(22, 13), "owner"),
        ("every 2 working hours, time 6", december(22, 15), "owner"),
        ("every 2 working hours, time 7", december(22, 17), "owner"),
        ("every 2 working hours, time 8", december(23, 11), "owner"),
        ("every 2 working hours, time 9", december(23, 13), "owner"),
        ("4 working hours overdue", december(23, 13), "head_of_service"),
    ]


def test_an_urgent_duty_that_opens_at_night_is_told_at_nine() -> None:
    opened = december(24, 21)
    due = CALENDAR.due_at(date(2026, 12, 30))
    first = URGENT.next_after(CALENDAR, opened, due, opened)
    assert first == december(29, 9)
    fired = URGENT.fired(CALENDAR, opened, due, opened, december(29, 11))
    names = [each.name for each in fired]
    assert names == ["when it opens", "every 2 working hours, time 1"]


# ---- the next moment ---------------------------------------------------------------------------


def test_the_next_moment_is_when_the_next_rung_goes_out() -> None:
    assert RETURN.next_after(CALENDAR, OPENED, DUE, OPENED) == december(14)
    assert RETURN.next_after(CALENDAR, OPENED, DUE, december(14)) == december(17)
    assert RETURN.next_after(CALENDAR, OPENED, DUE, december(24)) == december(29)


def test_a_ladder_that_ends_has_no_next_moment_after_its_last_rung() -> None:
    ladder = Ladder.parse("short", [{"at": "on the day"}, {"at": "1 working day overdue"}])
    assert ladder.next_after(CALENDAR, OPENED, DUE, december(21)) == december(22)
    assert ladder.next_after(CALENDAR, OPENED, DUE, december(22)) is None
    assert Ladder.parse("none", []).next_after(CALENDAR, OPENED, DUE, OPENED) is None


def test_a_duty_overdue_for_years_costs_no_more_than_one_overdue_for_a_day() -> None:
    """Working days are looked up and not stepped through, so the number of calls stays the same."""
    opened, due = datetime(2020, 1, 6, 10, tzinfo=UTC), datetime(2020, 1, 20, 17, tzinfo=UTC)

    def calls(after: datetime) -> int:
        made: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: made.append(event))
        try:
            BOTH.next_after(CALENDAR, opened, due, after)
            BOTH.fired(CALENDAR, opened, due, after, after + timedelta(hours=1))
        finally:
            sys.setprofile(None)
        return len(made)

    years_on = datetime(2030, 6, 3, 17, tzinfo=UTC)
    assert calls(years_on) <= 1.2 * calls(due + 2 * DAY)
    assert RETURN.next_after(CALENDAR, opened, due, years_on) == years_on + timedelta(hours=15)


def test_a_ladder_refuses_to_guess_beyond_the_holidays_known() -> None:
    with pytest.raises(BeyondKnownHolidays):
        RETURN.next_after(CALENDAR, OPENED, DUE, datetime(2031, 12, 31, 18, tzinfo=UTC))


# ---- catching up -------------------------------------------------------------------------------


def test_after_an_outage_only_the_latest_of_each_rung_is_left_for_each_person() -> None:
    fired = RETURN.fired(CALENDAR, OPENED, DUE, december(18), december(30))
    assert [each.name for each in latest_of_each(fired)] == [
        "on the day",
        "1 working day overdue",
        "3 working days overdue",
        "working day 5 after",
        "5 working days overdue",
    ]
    assert latest_of_each(()) == ()


def test_after_an_outage_people_told_by_one_rung_each_keep_their_own_latest() -> None:
    ladder = Ladder.parse(
        "two",
        [
            {"at": "each working day after", "tell": "owner"},
            {"at": "each working day after", "tell": "audit_team"},
        ],
    )
    fired = ladder.fired(CALENDAR, OPENED, DUE, DUE, december(24))
    assert len(fired) == 6
    assert told(latest_of_each(fired)) == [
        ("working day 3 after", december(24), "owner"),
        ("working day 3 after, to audit_team", december(24), "audit_team"),
    ]


# ---- how profiles write them -------------------------------------------------------------------


@pytest.mark.parametrize("text", EVERY_FORM)
def test_every_form_of_rung_goes_out(text: str) -> None:
    ladder = Ladder.parse("one", [{"at": text, "tell": "audit_team"}])
    fired = ladder.fired(CALENDAR, OPENED, DUE, OPENED, december(31))
    assert fired
    assert {each.rung for each in fired} == {text}
    assert {each.tell for each in fired} == {"audit_team"}


@pytest.mark.parametrize(
    ("rung", "fault"),
    [
        ({"at": "soon", "tell": "owner"}, '"soon" is not a time'),
        ({"at": "0 working days before"}, '"0 working days before" is not a time'),
        ({"at": "5 days before"}, '"5 days before" is not a time'),
        ({"tell": "owner"}, '"" is not a time'),
        ({"at": "on the day", "tell": " "}, '"tell" names nobody'),
        ({"at": "on the day", "when": "noon"}, 'an unknown key "when"'),
        ({"at": "when it opens"}, 'it repeats "when it opens" to "owner"'),
    ],
)
def test_what_is_no_rung_is_refused_with_its_place_and_the_forms_that_are(
    rung: Mapping[str, str], fault: str
) -> None:
    with pytest.raises(NotALadder) as refusal:
        Ladder.parse("urgent", [{"at": "when it opens"}, rung])
    assert str(refusal.value).startswith('Rung 2 of ladder "urgent": ')
    assert fault in str(refusal.value)
    assert '"each working day after"' in str(refusal.value)
