"""A deadline in words: the day, whether it has passed, and the rule behind it."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from store.ledger import Reader
from store.tables import Audit, Duty
from store.vocabulary.dates_in_words import say_day, say_moment

OURS = "The published programme is silent here, so this is our own rule."


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. `late` counts the working days since; `rule` is the duty's own."""

    at: datetime
    on: str
    time: str = "17:00"
    passed: bool = False
    late: int = 0
    rule: str = ""
    source: str = ""
    counted: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The day and, once past, how long ago it was: "Mon 21 Dec, 2 working days ago"."""
        if self.passed and not self.late:
            return f"{self.on} at {self.time}, which has passed"
        return f"{self.on}, {working_days(self.late)} ago" if self.passed else self.on

    @property
    def in_a_list(self) -> str:
        """The same among others that commas part: "Mon 21 Dec (2 working days ago)"."""
        ago = self.words.removeprefix(self.on).lstrip(", ")
        return f"{self.on} ({ago})" if self.passed else self.on

    @property
    def how_late(self) -> str:
        """By how much it was missed: "2 working days late", or "late" on the day itself."""
        return f"{working_days(self.late)} late" if self.late else "late" if self.passed else ""

    @property
    def why(self) -> str:
        """The answer to "Why this date?"."""
        rule = f"{self.rule[:1].upper()}{self.rule[1:]}"
        counted = f" Counted: {', '.join(self.counted)}." if self.counted else ""
        if self.source in {"", "default"}:
            return f"{rule}. {OURS}{counted}"
        return f"{rule} ({source_in_words(self.source)}).{counted}"


def working_days(n: int) -> str:
    """A number of working days: "1 working day", "2 working days"."""
    return f"{n} working day{'' if n == 1 else 's'}"


def source_in_words(source: str) -> str:
    """A rule's source in words: "Tower Hamlets guide, section 7"."""
    first = re.sub(r" §(?=\d)", ", section ", source, count=1)
    said = first.replace("§", "section ").replace("are a default", "are our own")
    return said.replace("is a default", "is our own")


def due_of(reader: Reader, duty: Duty) -> Due:
    """The deadline of a duty, and how late it is now, or was when it was closed."""
    local = reader.calendar.local(duty.due_at)
    # What was met in time is never late, however long ago that was.
    moment = min(reader.at, duty.closed_at) if duty.closed_at is not None else reader.at
    return Due(
        at=duty.due_at,
        on=say_day(local.date()),
        time=f"{local:%H:%M}",
        passed=moment > duty.due_at,
        late=working_days_late(reader, duty.due_at, moment, closures=duty.closures),
        rule=duty.rule,
        source=duty.source,
        counted=_days(duty.counted),
    )


def working_days_late(
    reader: Reader, due: datetime, moment: datetime, *, closures: bool = True
) -> int:
    """How many working days `moment` is after `due`; 0 on that day and before."""
    calendar = reader.calendar
    start, end = calendar.local(due).date(), calendar.local(moment).date()
    return calendar.working_days_between(start, end, closures=closures) if end > start else 0


def _days(counted: list[str]) -> tuple[str, ...]:
    """Days with their weekday, and the month only where it changes."""
    said, month = [], None
    for text in counted:
        day = date.fromisoformat(text)
        words = say_day(day)
        said.append(words.rsplit(" ", 1)[0] if day.month == month else words)
        month = day.month
    return tuple(said)


def duty_of(reader: Reader, subject: str, kind: str) -> Duty | None:
    """The latest duty of that kind on a subject, open or closed."""
    found = reader.rows(Duty, subject=subject, kind=kind, order="-opened_at")
    # Of two opened at one moment the open one counts: it replaced the other.
    latest = [duty for duty in found if duty.opened_at == found[0].opened_at]
    return next((duty for duty in latest if duty.closed_at is None), latest[-1] if latest else None)


def due_by(reader: Reader, subject: str, kind: str) -> Due | None:
    """When the latest duty of that kind on a subject is or was due."""
    duty = duty_of(reader, subject, kind)
    return None if duty is None else due_of(reader, duty)


def return_due(reader: Reader, audit: Audit) -> Due | None:
    """When the audit's return is or was due.

    Its duty ends when an auditor gives it up; until another has it, its day goes on passing.
    """
    due = due_by(reader, audit.id, "return.submit")
    if due is None or audit.state != "reallocating" or reader.at <= due.at:
        return due
    return replace(due, passed=True, late=working_days_late(reader, due.at, reader.at))


def by_day(reader: Reader, subject: str, kind: str) -> str:
    """The end of a sentence about that duty: " by Thu 3 Dec", or nothing where none is owed.

    Once the day has passed it says how long ago that was.
    """
    due = due_by(reader, subject, kind)
    return "" if due is None else f" by {due.in_a_list}"


def moment_in_words(reader: Reader, at: datetime) -> str:
    """A moment on the authority's own clocks: "Wed 2 Dec, 09:14"."""
    return say_moment(at, zone=reader.profile.programme.zone)


def day_in_words(reader: Reader, at: datetime) -> str:
    """The day of a moment on the authority's own clocks: "Wed 2 Dec"."""
    return say_day(reader.calendar.local(at).date())
