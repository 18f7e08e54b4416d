"""Ladders of nudges and escalations as data: the moment of each rung and its recipient (§4).

A rung counted in days goes out at 09:00 of a working day, one counted in hours within working
hours. A rung whose moment is not after the duty opened never goes out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from store.clock.calendar import DAY_STARTS, Calendar

OWNER = "owner"
ABOVE = "above"
"""The nearest person above whoever owes it who is here: they can act where the owner does not."""
SOON = "soon after it opens"
"""A duty's first word: with the first bundle after it opens, or at once where it is due by then."""
AT_ONCE = "when it opens"
FIRST_WORDS = (SOON, AT_ONCE)
"""Rungs that tell of a duty as it opens; whom a card of its own has told needs none of them."""

JUST_AFTER = timedelta(seconds=1)
"""A duty's first message goes out this long after it opens, because the sweep asks for rungs later
than a moment and starts with the moment at which the duty opened."""


class NotALadder(ValueError):
    """A rung matches none of the forms in which a rung may be written."""

    def __init__(self, ladder: str, place: int, fault: str) -> None:
        allowed = "; ".join(f'"{form.example}"' for form in _FORMS)
        super().__init__(f'Rung {place} of ladder "{ladder}": {fault}. "at" is one of {allowed}.')


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung whose moment has come.

    `name` is unique within its ladder and never changes, so that each rung goes out once. `rung`
    is the rung as the profile writes it; every repeat of a rung has the same.
    """

    name: str
    at: datetime
    tell: str
    rung: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one kind of duty, in the order in which the profile lists them."""

    name: str
    rungs: "tuple[_Rung, ...]"

    @classmethod
    def parse(cls, name: str, rungs: Sequence[Mapping[str, str]]) -> "Ladder":
        """Read a ladder as a profile writes it: rungs of `{"at", "tell"}`, to the owner by default.

        Raises `NotALadder`, which names the rung and lists the forms.
        """
        known: dict[tuple[str, str], _Rung] = {}
        for place, rung in enumerate(rungs, start=1):
            text, tell = " ".join(str(rung.get("at", "")).split()), str(rung.get("tell", OWNER))
            if unknown := sorted(set(rung) - {"at", "tell"}):
                raise NotALadder(name, place, f'it has an unknown key "{unknown[0]}"')
            if not tell.strip():
                raise NotALadder(name, place, '"tell" names nobody')
            if (text, tell) in known:
                raise NotALadder(name, place, f'it repeats "{text}" to "{tell}"')
            also = any(text == other for other, _ in known)
            known[text, tell] = _rung(name, place, text, tell, also=also)
        return cls(name, tuple(known.values()))

    def fired(
        self,
        calendar: Calendar,
        opened: datetime,
        due: datetime,
        after: datetime,
        upto: datetime,
        *,
        closures: bool = True,
    ) -> tuple[DueRung, ...]:
        """Every rung whose moment is later than `after` and no later than `upto`, in order.

        `closures=False` is for an Inadequate clock (programme.md §4). Raises
        `BeyondKnownHolidays` as the calendar does.
        """
        clock = _Clock(calendar, opened, due, closures)
        since = max(after, opened)
        found = [
            DueRung(rung.called(k), rung.form.moment(clock, rung.n, k), rung.tell, rung.text)
            for rung in self.rungs
            for k in range(rung.passed(clock, since) + 1, rung.passed(clock, upto) + 1)
        ]
        return tuple(sorted(found, key=lambda fired: fired.at))

    def next_after(
        self,
        calendar: Calendar,
        opened: datetime,
        due: datetime,
        after: datetime,
        *,
        closures: bool = True,
    ) -> datetime | None:
        """The moment in UTC of the first rung later than `after`; None if no rung is left."""
        clock = _Clock(calendar, opened, due, closures)
        since = max(after, opened)
        moments = (
            rung.form.moment(clock, rung.n, passed + 1)
            for rung in self.rungs
            if (passed := rung.passed(clock, since)) == 0 or rung.form.passed is not None
        )
        return min(moments, default=None)


def latest_of_each(fired: Iterable[DueRung]) -> tuple[DueRung, ...]:
    """Only the latest of each rung to each recipient, in order, so that an outage ends in no burst.

    programme.md §4: "the sweep catches up with one bundled message, never a burst".
    """
    latest = {(each.tell, each.rung): each for each in sorted(fired, key=lambda each: each.at)}
    return tuple(sorted(latest.values(), key=lambda each: each.at))


@dataclass(frozen=True, slots=True)
class _Clock:
    """The moments of one duty, and the calendar that counts between them."""

    calendar: Calendar
    opened: datetime
    due: datetime
    closures: bool

    @property
    def due_day(self) -> date:
        return self.calendar.local(self.due).date()

    def morning(self, n: int) -> datetime:
        """09:00 of the `n`th working day after the due day, or before it if `n` is negative."""
        calendar = self.calendar
        return calendar.day_starts(calendar.add(self.due_day, n, closures=self.closures))

    def mornings_since_due(self, at: datetime) -> int:
        """The number of working days after the due day that have begun by `at`."""
        local = self.calendar.local(at)
        begun = local.date() if local.time() >= DAY_STARTS else local.date() - timedelta(days=1)
        return self.calendar.working_days_between(self.due_day, begun, closures=self.closures)

    def hours_after(self, start: datetime, n: int) -> datetime:
        return self.calendar.add_working_hours(start, n, closures=self.closures)

    def hours_since_opening(self, at: datetime) -> timedelta:
        """The working time that has passed by `at` since the duty opened."""
        return self.calendar.working_time_between(self.opened, at, closures=self.closures)

    def at_once(self) -> datetime:
        """The first moment after the duty opened at which messages go out."""
        return self.calendar.sending_moment(self.opened + JUST_AFTER, closures=self.closures)

    def soon(self) -> datetime:
        """09:00 of the next working day; at once where the duty is due on that day or before."""
        at_once = self.at_once()
        day = self.calendar.local(at_once).date()
        if at_once == self.calendar.day_starts(day):
            return at_once
        following = self.calendar.add(day, 1, closures=self.closures)
        return at_once if self.due_day <= following else self.calendar.day_starts(following)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a rung's time: an example, its pattern, and its `k`th moment.

    A form without end also gives the number of its moments that have `passed` by a moment, so that
    a duty that is years overdue needs no loop through those years.
    """

    example: str
    pattern: str
    moment: Callable[[_Clock, int, int], datetime]
    passed: Callable[[_Clock, int, datetime], int] | None = None
    named: Callable[[str, int], str] | None = None


_N = r"(?P<n>[1-9][0-9]{0,2})"
_FORMS = (
    _Form(
        "5 working days before",
        f"{_N} working days? before",
        lambda clock, n, _k: clock.morning(-n),
    ),
    _Form("on the day", "on the day", lambda clock, _n, _k: clock.morning(0)),
    _Form(
        "each working day after",
        "each working day after",
        lambda clock, _n, k: clock.morning(k),
        lambda clock, _n, at: clock.mornings_since_due(at),
        lambda _text, k: f"working day {k} after",
    ),
    _Form(
        "1 working day overdue",
        f"{_N} working days? overdue",
        lambda clock, n, _k: clock.morning(n),
    ),
    _Form(
        "every 5 working days overdue",
        f"every {_N} working days? overdue",
        lambda clock, n, k: clock.morning(n * k),
        lambda clock, n, at: clock.mornings_since_due(at) // n,
        lambda text, k: f"{text}, time {k}",
    ),
    _Form(SOON, SOON, lambda clock, _n, _k: clock.soon()),
    _Form(AT_ONCE, AT_ONCE, lambda clock, _n, _k: clock.at_once()),
    _Form(
        "every 2 working hours",
        f"every {_N} working hours?",
        lambda clock, n, k: clock.hours_after(clock.opened, n * k),
        lambda clock, n, at: clock.hours_since_opening(at) // timedelta(hours=n),
        lambda text, k: f"{text}, time {k}",
    ),
    _Form(
        "4 working hours after it opens",
        f"{_N} working hours? after it opens",
        lambda clock, n, _k: clock.hours_after(clock.opened, n),
    ),
    _Form(
        "4 working hours overdue",
        f"{_N} working hours? overdue",
        lambda clock, n, _k: clock.hours_after(clock.due, n),
    ),
)


@dataclass(frozen=True, slots=True)
class _Rung:
    """A form with its number and recipient; `also` if an earlier rung has the same moment."""

    text: str
    tell: str
    form: _Form
    n: int
    also: bool

    def passed(self, clock: _Clock, at: datetime) -> int:
        """The number of its moments that are no later than `at`."""
        if self.form.passed is not None:
            return self.form.passed(clock, self.n, at)
        return int(self.form.moment(clock, self.n, 1) <= at)

    def called(self, k: int) -> str:
        name = self.text if self.form.named is None else self.form.named(self.text, k)
        return f"{name}, to {self.tell}" if self.also else name


def _rung(ladder: str, place: int, text: str, tell: str, *, also: bool) -> _Rung:
    for form in _FORMS:
        if found := re.fullmatch(form.pattern, text):
            return _Rung(text, tell, form, int(found.groupdict().get("n") or 0), also)
    raise NotALadder(ladder, place, f'"{text}" is not a time')
