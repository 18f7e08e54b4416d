"""When the non-submission digest is due, and issuing it (programme.md §5)."""

from datetime import date, datetime, timedelta

from store.clock.calendar import Calendar
from store.ledger import SYSTEM, Ledger, Reader
from store.programme.profile import DigestRule
from store.registry import enact
from store.tables import Cycle, Digest, Programme
from store.views.reports.digest import names_not_in
from store.views.reports.digest_area import readers_of_parts
from store.views.reports.digest_read import MONTH_END

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SEARCH_DAYS = 40
"""Days to search for the next digest day; a weekly digest always comes sooner."""


def occasion(rule: DigestRule, calendar: Calendar, day: date) -> str | None:
    """Whether `day` is a digest day: "week", MONTH_END or None.

    If the weekday of the digest is not a working day, the digest moves to that week's next one.
    """
    if not calendar.is_working_day(day):
        return None
    if rule.at_month_end and day == calendar.last_of_month(day.year, day.month):
        return MONTH_END
    monday = day - timedelta(days=day.weekday())
    wanted = monday + timedelta(days=WEEKDAYS.index(rule.weekday))
    return "week" if calendar.forward(wanted) == day else None


def next_digest(reader: Reader) -> datetime | None:
    """When the next digest is due: 09:00 on the first digest day after the last digest.

    None until a cycle has been issued, since there is nothing to report.
    """
    issued = [cycle.issued_at for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    if not issued:
        return None
    calendar, rule = reader.calendar, reader.profile.digest
    last = reader.rows(Digest, order="-as_of", limit=1)
    after = max(last[0].as_of, min(issued)) if last else min(issued)
    day = calendar.local(after).date()
    if last:
        # At most one a day: a late digest before 09:00 on a digest day also serves for that day.
        day = max(day, calendar.local(last[0].as_of).date() + timedelta(days=1))
    for _ in range(SEARCH_DAYS):
        if occasion(rule, calendar, day) and calendar.day_starts(day) > after:
            return calendar.day_starts(day)
        day += timedelta(days=1)
    return None


def _occasion_at(reader: Reader, due: datetime, at: datetime) -> str:
    """The occasion of a digest that was `due` earlier: a missed month's end still counts."""
    day, last = (reader.calendar.local(moment).date() for moment in (due, at))
    while day <= last:
        if occasion(reader.profile.digest, reader.calendar, day) == MONTH_END:
            return MONTH_END
        day += timedelta(days=1)
    return "week"


def issue_digest(ledger: Ledger, programme: str, at: datetime) -> str | None:
    """Issue the digest that is due at `at`; gives its id, or None if none is due.

    After an outage one digest replaces all that were missed.
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
            "parts": readers_of_parts(unit),
        }
        enact(unit, "digest.issue", unit.get(Programme, programme), fields)
    return f"digest-{unit.calendar.local(at):%Y-%m-%d}"
