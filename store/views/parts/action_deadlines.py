"""When actions fall due, and which are overdue: by the clock of their duty, everywhere alike.

The day that was agreed may be no working day; the duty says when the action falls due, so cards,
digests, reports and files ask it (programme.md §4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from store.ledger import Reader
from store.tables import Action, Duty
from store.views.parts.due import working_days_late
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class ActionDeadline:
    """The moment at which an action falls due, its day, and whether closure days count."""

    at: datetime
    on: date
    closures: bool = True

    def late(self, reader: Reader, moment: datetime) -> int:
        """How many working days `moment` is after it; 0 on its day and before."""
        return working_days_late(reader, self.at, moment, closures=self.closures)


def action_deadlines(reader: Reader, actions: Iterable[Action]) -> Mapping[str, ActionDeadline]:
    """The deadline of each action by its id: that of its latest duty to complete it.

    Without such a duty in the profile, it is the agreed day or the next working day.
    """
    listed = list(actions)
    ids = [action.id for action in listed]
    duties = reader.rows(Duty, kind="action.complete", subject=ids, order="opened_at")
    latest = {duty.subject: duty for duty in duties}
    return {action.id: _deadline(reader, action, latest.get(action.id)) for action in listed}


def overdue(reader: Reader, actions: Iterable[Action], moment: datetime) -> list[Action]:
    """The open actions whose deadline has passed at `moment`, in their order."""
    still = [action for action in actions if action.state == "open"]
    due = action_deadlines(reader, still)
    return [action for action in still if due[action.id].at < moment]


def moved_in_words(reader: Reader, audit: str) -> str:
    """For its writer: which open actions fall due on another day than the one given, and why.

    Empty where all fall due on the day given, else a sentence with a space before it.
    """
    found = [row for row in reader.rows(Action, audit=audit) if row.state == "open"]
    due = action_deadlines(reader, found)
    moved = sorted({(row.due_on, due[row.id].on) for row in found if due[row.id].on > row.due_on})
    return "".join(
        f" What was agreed for {say_day(meant)}, which is no working day, is due {say_day(on)}."
        for meant, on in moved
        if not reader.calendar.is_working_day(meant)
    )


def _deadline(reader: Reader, action: Action, duty: Duty | None) -> ActionDeadline:
    if duty is None:
        on = reader.calendar.forward(action.due_on)
        return ActionDeadline(reader.calendar.due_at(on), on)
    on = reader.calendar.local(duty.due_at).date()
    return ActionDeadline(duty.due_at, on, closures=duty.closures)
