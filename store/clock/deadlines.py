"""Deadlines as profiles write them: a small closed grammar that reads as plain English."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from store.clock.calendar import Calendar
from store.clock.deadline_forms import FORMS, LAST_OF, CannotCount, CountedDeadline, Counting, Form
from store.vocabulary.dates_in_words import say_day

__all__ = ("CannotCount", "CountedDeadline", "Deadline", "NotADeadline")


class NotADeadline(ValueError):
    """The text matches none of the forms in which a deadline may be written."""

    def __init__(self, text: str) -> None:
        allowed = "; ".join(f'"{form.example}"' for form in FORMS)
        super().__init__(
            f'"{text}" is not a deadline. Write one of {allowed}; or "earlier of A and B" or '
            '"later of A and B", where A and B are two of these.'
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule that gives a date: one form, or the earlier or the later of two forms."""

    text: str
    parts: "tuple[_Part, ...]"
    prefers: str = ""

    @classmethod
    def parse(cls, text: str) -> "Deadline":
        """Read a deadline as a profile writes it.

        Raises `NotADeadline`, which names the text and lists the forms.
        """
        words = " ".join(str(text).split())
        prefers, of, rest = words.removeprefix("the ").partition(" of ")
        if of and prefers in {"earlier", "later"}:
            one, both, other = rest.partition(" and ")
            if not both:
                raise NotADeadline(words)
            return cls(words, (_part(words, one), _part(words, other)), prefers)
        return cls(words, (_part(words, words),))

    def due(
        self,
        calendar: Calendar,
        opened: datetime,
        *,
        month: date | None = None,
        had: datetime | None = None,
        own: date | None = None,
        event: str = "",
        opened_by: str = "",
        closures: bool = True,
    ) -> CountedDeadline:
        """The due date of something that happened at `opened`, whose local date is day 0.

        `month` is any day of the audit month, `had` the moment at which it was due before, and
        `own` the date that the subject itself carries. `event` names the event if the text does
        not, `opened_by` whatever the text names. `closures=False` is for an Inadequate clock,
        which closure days never extend (programme.md §4).

        Raises `CannotCount` if the rule needs a month or a date that was not given, and
        `NoSuchWorkingDay` and `BeyondKnownHolidays` as the calendar does.
        """
        asked = Counting(calendar, opened, month, had, own, event, closures, self.text)
        one, *others = [
            part.form.due(asked, part.n, opened_by or part.event) for part in self.parts
        ]
        if not others:
            return one
        (other,) = others
        chosen = (min if self.prefers == "earlier" else max)(one, other, key=lambda due: due.at)
        return replace(chosen, rule=f"the {self.prefers} of {_dated(one)} and {_dated(other, one)}")


@dataclass(frozen=True, slots=True)
class _Part:
    """A form with its number and the words for the event from which it counts."""

    form: Form
    n: int
    event: str


def _part(whole: str, text: str) -> _Part:
    for form in FORMS:
        if found := re.fullmatch(form.pattern, text):
            said = found.groupdict()
            return _Part(form, int(said.get("n") or 0), said.get("event") or "")
    raise NotADeadline(whole)


def _dated(due: CountedDeadline, after: CountedDeadline | None = None) -> str:
    """The rule with its date in brackets; a month that `after` names already is left out."""
    rule = due.rule
    before, of_the_last, month = rule.partition(LAST_OF)
    if after is not None and of_the_last and f" of {month}" in after.rule:
        rule = f"{before}its last working day"
    return f"{rule} ({say_day(due.on)})"
