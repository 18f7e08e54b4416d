"""The forms in which a profile may write a deadline, and how each is counted (programme.md §4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from store.clock.calendar import Calendar, months_after
from store.vocabulary.dates_in_words import ordinal, say_day, say_moment, say_month
from store.vocabulary.errors import LedgerError

LONG_CLOCK = 4
"""Calendar days. If an Inadequate clock spans more, the Head of Service and the Divisional
Director are notified at once and a duty owner is named (programme.md §4)."""


class CannotCount(LedgerError):
    """A deadline counts from a month or a date that its subject does not have."""

    code = "cannot_count"


@dataclass(frozen=True, slots=True)
class CountedDeadline:
    """When something is due, and the rule behind that date.

    `at` is 17:00 of the day `on` in UTC, except for a deadline in hours. `rule` is part of a
    sentence for people. `counted` are the working days that were counted; a rule that counts no
    days has none. `days` is the number of calendar days from the event to `on`.
    """

    at: datetime
    on: date
    rule: str
    counted: tuple[date, ...]
    days: int

    @property
    def is_long(self) -> bool:
        """Whether it is due over 4 calendar days after its event: see `LONG_CLOCK`."""
        return self.days > LONG_CLOCK


@dataclass(frozen=True, slots=True)
class Counting:
    """Everything that a form needs to count one deadline; see `Deadline.due`.

    `text` is the deadline as the profile writes it, for error messages.
    """

    calendar: Calendar
    opened: datetime
    its_month: date | None
    its_date: datetime | None
    own_date: date | None
    event: str
    closures: bool
    text: str

    @property
    def day(self) -> date:
        """Day 0: the local date of the event."""
        return self.calendar.local(self.opened).date()

    @property
    def month(self) -> date:
        """The first day of the audit month."""
        if self.its_month is None:
            raise CannotCount(
                f'"{self.text}" counts from the audit month, and this duty belongs to no cycle.'
            )
        return self.its_month.replace(day=1)

    @property
    def had(self) -> datetime:
        """The moment at which it was due before."""
        if self.its_date is None:
            raise CannotCount(f'"{self.text}" needs an earlier due date, and this duty has none.')
        return self.its_date

    @property
    def own(self) -> date:
        """The date that the subject itself carries, such as an action's or the board's."""
        if self.own_date is None:
            raise CannotCount(f'"{self.text}" needs a date of its own, and this duty has none.')
        return self.own_date

    def since(self, event: str) -> str:
        """The words that name the event before its date: " from moderation on "."""
        named = event or self.event
        return f" from {named} on " if named else " from "

    def falls_on(self, day: date, rule: str, counted: tuple[date, ...] = ()) -> CountedDeadline:
        """The deadline at 17:00 of `day`."""
        return CountedDeadline(self.calendar.due_at(day), day, rule, counted, (day - self.day).days)

    def falls_at(self, at: datetime, rule: str) -> CountedDeadline:
        """The deadline at the moment `at`."""
        on = self.calendar.local(at).date()
        return CountedDeadline(at.astimezone(UTC), on, rule, (), (on - self.day).days)

    def lands_on(self, day: date, meant: date, rule: str) -> CountedDeadline:
        """The deadline on the working day `day`; the rule explains it if `meant` is another day."""
        if day != meant:
            which = "the next one" if day > meant else "the one before"
            rule = f"{rule}; {say_day(meant)} is no working day, so {which}"
        return self.falls_on(day, rule)


def _working_days(asked: Counting, n: int, event: str) -> CountedDeadline:
    counted = asked.calendar.counted(asked.day, n, closures=asked.closures)
    rule = f"{_many(n, 'working day')}{asked.since(event)}{say_day(asked.day)}"
    return asked.falls_on(counted[-1], rule, counted)


def _working_hours(asked: Counting, n: int, event: str) -> CountedDeadline:
    at = asked.calendar.add_working_hours(asked.opened, n, closures=asked.closures)
    moment = say_moment(asked.opened, zone=asked.calendar.zone)
    return asked.falls_at(at, f"{_many(n, 'working hour')}{asked.since(event)}{moment}")


def _weeks(asked: Counting, n: int, event: str) -> CountedDeadline:
    day = asked.calendar.add_weeks(asked.day, n, closures=asked.closures)
    rule = f"{_many(n, 'week')}{asked.since(event)}{say_day(asked.day)}"
    return asked.lands_on(day, asked.day + timedelta(weeks=n), rule)


def _months(asked: Counting, n: int, event: str) -> CountedDeadline:
    day = asked.calendar.add_months(asked.day, n, closures=asked.closures)
    rule = f"{_many(n, 'month')}{asked.since(event)}{say_day(asked.day)}"
    return asked.lands_on(day, months_after(asked.day, n), rule)


def _weeks_before_the_month(asked: Counting, n: int, _event: str) -> CountedDeadline:
    day = asked.calendar.add_weeks(asked.month, -n, precedes=True, closures=asked.closures)
    rule = f"{_many(n, 'week')} before {say_month(asked.month)}"
    return asked.lands_on(day, asked.month - timedelta(weeks=n), rule)


def _nth_of_the_month(asked: Counting, n: int, _event: str) -> CountedDeadline:
    year, month = asked.month.year, asked.month.month
    day = asked.calendar.nth_of_month(year, month, n, closures=asked.closures)
    day_before = asked.month - timedelta(days=1)
    counted = asked.calendar.counted(day_before, n, closures=asked.closures)
    rule = f"the {ordinal(n)} working day of {say_month(asked.month)}"
    return asked.falls_on(day, rule, counted)


def _last_of_the_month(asked: Counting, _n: int, _event: str) -> CountedDeadline:
    year, month = asked.month.year, asked.month.month
    day = asked.calendar.last_of_month(year, month, closures=asked.closures)
    return asked.falls_on(day, f"{LAST_OF}{say_month(asked.month)}")


def _last_of_month_n(asked: Counting, n: int, _event: str) -> CountedDeadline:
    """Month one is the audit month (programme.md §1)."""
    first = months_after(asked.month, n - 1)
    day = asked.calendar.last_of_month(first.year, first.month, closures=asked.closures)
    return asked.falls_on(day, f"{LAST_OF}{say_month(first)}, month {n} of the cycle")


def _its_own_date(asked: Counting, _n: int, _event: str) -> CountedDeadline:
    day = asked.calendar.forward(asked.own, closures=asked.closures)
    return asked.lands_on(day, asked.own, "its own date")


def _before_the_last_of_the_month(asked: Counting, n: int, event: str) -> CountedDeadline:
    last = _last_of_the_month(asked, n, event)
    counted = asked.calendar.counted(last.on, -n, closures=asked.closures)
    return asked.falls_on(counted[0], f"{_many(n, 'working day')} before {last.rule}", counted)


def _the_date_it_had(asked: Counting, _n: int, _event: str) -> CountedDeadline:
    meant = asked.calendar.local(asked.had).date()
    day = asked.calendar.forward(meant, closures=asked.closures)
    if day == meant:
        return asked.falls_at(asked.had, "the date it had")
    return asked.lands_on(day, meant, "the date it had")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a deadline: an example, its pattern, and the function that counts it."""

    example: str
    pattern: str
    due: Callable[[Counting, int, str], CountedDeadline]


LAST_OF = "the last working day of "
_N = r"(?P<n>[1-9][0-9]{0,2})"
_FROM = r"(?: from (?P<event>[A-Za-z][A-Za-z' -]*))?"
FORMS = (
    Form("3 working days from the return", f"{_N} working days?{_FROM}", _working_days),
    Form("4 working hours", f"{_N} working hours?{_FROM}", _working_hours),
    Form("6 weeks", f"{_N} weeks?{_FROM}", _weeks),
    Form("4 months", f"{_N} months?{_FROM}", _months),
    Form(
        "15th working day of the audit month",
        r"(?:the )?(?P<n>[1-9]|1[0-9]|2[0-3])(?:st|nd|rd|th) working day of the audit month",
        _nth_of_the_month,
    ),
    Form(
        "last working day of the audit month",
        r"(?:the )?last working day of the audit month",
        _last_of_the_month,
    ),
    Form(
        "6 working days before the last working day of the audit month",
        f"{_N} working days? before the last working day of the audit month",
        _before_the_last_of_the_month,
    ),
    Form(
        "last working day of month 2",
        r"(?:the )?last working day of month (?P<n>[1-9]|1[0-9]|2[0-4])",
        _last_of_month_n,
    ),
    Form("its own date", r"its own date", _its_own_date),
    Form(
        "2 weeks before the audit month",
        f"{_N} weeks? before the audit month",
        _weeks_before_the_month,
    ),
    Form("the date it had", r"(?:the )?date it had", _the_date_it_had),
)


def _many(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
