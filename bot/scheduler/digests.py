"""When the non-submission digest is issued, and issuing it (programme.md §5)."""

from datetime import date, datetime, timedelta

from store.clock.calendar import Calendar
from store.ledger import SYSTEM, Ledger, Reader
from store.programme.profile import DigestRule
from store.registry import enact
from store.tables import Cycle, Digest, Programme
from store.views.reports.digest import names_not_in
from store.views.reports.digest_area import told_of_their_part
from store.views.reports.digest_read import MONTH_END

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SEARCH_DAYS = 40
"""Days within which there is always a digest day: a weekly one comes sooner."""


def occasion(rule: DigestRule, calendar: Calendar, day: date) -> str | None:
    """Why `day` is a digest day: "week", "month", or nothing.

    A week's digest moves to the week's next working day where its weekday is none.
    """
    if not calendar.is_working_day(day):
        return None
    if rule.at_month_end and day == calendar.last_of_month(day.year, day.month):
        return MONTH_END
    monday = day - timedelta(days=day.weekday())
    wanted = monday + timedelta(days=WEEKDAYS.index(rule.weekday))
    return "week" if calendar.forward(wanted) == day else None


def next_digest(reader: Reader) -> datetime | None:
    """When the next digest is due: 09:00 of the first digest day after the last one issued.

    None while no cycle has been issued, for there is nothing to tell.
    """
    issued = [cycle.issued_at for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    if not issued:
        return None
    calendar, rule = reader.calendar, reader.profile.digest
    last = reader.rows(Digest, order="-as_of", limit=1)
    after = max(last[0].as_of, min(issued)) if last else min(issued)
    day = calendar.local(after).date()
    if last:
        # One a day at most: what was caught up with before 09:00 of a digest day stands for it.
        day = max(day, calendar.local(last[0].as_of).date() + timedelta(days=1))
    for _ in range(SEARCH_DAYS):
        if occasion(rule, calendar, day) and calendar.day_starts(day) > after:
            return calendar.day_starts(day)
        day += timedelta(days=1)
    return None


def _occasion_at(reader: Reader, due: datetime, at: datetime) -> str:
    """Why a digest is issued at `at`: a month's end that was missed meanwhile still is one."""
    day, last = (reader.calendar.local(moment).date() for moment in (due, at))
    while day <= last:
        if occasion(reader.profile.digest, reader.calendar, day) == MONTH_END:
            return MONTH_END
        day += timedelta(days=1)
    return "week"


def issue_digest(ledger: Ledger, programme: str, at: datetime) -> str | None:
    """Issue the digest that is due at `at`; gives its id, or nothing where none is due.

    After an outage one digest speaks for all that were missed.
    """
    with ledger.read(programme, at=at) as reader:
        due = next_digest(reader)
        if due is None or due > at:
            return None
    with ledger.unit(programme, actor=SYSTEM, at=at) as unit:
        due = next_digest(unit)
        if due is None or due > at:
            return None
        fields = {
            "occasion": _occasion_at(unit, due, at),
            "as_of": at,
            "names": names_not_in(unit),
            "parts": told_of_their_part(unit),
        }
        enact(unit, "digest.issue", unit.get(Programme, programme), fields)
    return f"digest-{unit.calendar.local(at):%Y-%m-%d}"
