"""When a confirmed list is issued: at once, or on the first working day of its month (§2.5)."""

from collections.abc import Sequence
from datetime import date, datetime

from store.audits.governing_grade import today
from store.ledger import Reader
from store.programme.general_rules import FIRST_WORKING_DAY
from store.tables import Cycle
from store.vocabulary.dates_in_words import say_day


def issues_on(reader: Reader, cycle: Cycle) -> date:
    """The day on which the audits are issued if the list is confirmed now; today means at once.

    A list that is confirmed in its month is issued at once (programme.md §2.5).
    """
    now = today(reader)
    if reader.profile.rhythm.issue != FIRST_WORKING_DAY or now >= cycle.month:
        return now
    return reader.calendar.nth_of_month(cycle.month.year, cycle.month.month, 1)


def issue_day(reader: Reader, cycle: Cycle) -> date | None:
    """The day on which a list that is confirmed and not issued goes out; None for any other."""
    if cycle.state != "confirmed":
        return None
    return reader.calendar.nth_of_month(cycle.month.year, cycle.month.month, 1)


def issue_moment(reader: Reader, cycle: Cycle) -> datetime:
    """09:00 of the day on which a confirmed list goes out."""
    day = issue_day(reader, cycle)
    assert day is not None, "only a confirmed list waits for its day"
    return reader.calendar.day_starts(day)


def to_issue(reader: Reader) -> Sequence[Cycle]:
    """The confirmed lists whose day has come, the earliest month first."""
    waiting = reader.rows(Cycle, state="confirmed", order="month")
    return [cycle for cycle in waiting if issue_moment(reader, cycle) <= reader.at]


def next_issue(reader: Reader) -> datetime | None:
    """When the next confirmed list goes out, or None."""
    moments = [issue_moment(reader, cycle) for cycle in reader.rows(Cycle, state="confirmed")]
    return min(moments, default=None)


def issue_day_in_words(reader: Reader, cycle: Cycle) -> str:
    """The day on which a confirmed list goes out, as a card says it; empty for any other."""
    day = issue_day(reader, cycle)
    return "" if day is None else say_day(day)


def waits_until(reader: Reader, cycle: Cycle) -> str | None:
    """That the list is confirmed and on which day its audits go out, as a sentence says it."""
    day = issue_day(reader, cycle)
    return None if day is None else f"It is issued on {say_day(day)}, so accept it from then on."
