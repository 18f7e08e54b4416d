"""What a monitor counts: messages by state, open duties by lateness. Numbers only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, func, select

from store.duties.outbox import ADDRESSED, DELIVERED, DROPPED, FAILED, QUEUED, UNKNOWN, next_waiting
from store.ledger import Reader
from store.tables import Duty, Message

LATENESS = ("in_time", "due_today", "late_to_2_days", "late_to_5_days", "late_over_5_days")
"""How late an open duty is, in working days (programme.md §4 escalates at 1, 3 and 5)."""
IN_TIME, TODAY, TO_2, TO_5, OVER_5 = LATENESS
STATES = (QUEUED, UNKNOWN, DELIVERED, FAILED, DROPPED, ADDRESSED)


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one programme. `waited` is the seconds that the oldest message is overdue."""

    messages: Mapping[str, int]
    waited: float
    duties: Mapping[str, int]
    facts: int


def counts(reader: Reader) -> Counts:
    """Count messages, open duties and facts of one programme as of the reader's moment."""
    due = next_waiting(reader)
    return Counts(
        messages=dict.fromkeys(STATES, 0) | _messages(reader),
        waited=0.0 if due is None else max(0.0, (reader.at - due).total_seconds()),
        duties=_duties(reader),
        facts=reader.head()[0],
    )


def _messages(reader: Reader) -> dict[str, int]:
    query = (
        select(Message.state, func.count())
        .where(col(Message.programme) == reader.programme)
        .group_by(col(Message.state))
    )
    return {state: int(n) for state, n in reader.session.exec(query)}


def _duties(reader: Reader) -> dict[str, int]:
    query = (
        select(Duty.due_at, func.count())
        .where(col(Duty.programme) == reader.programme, col(Duty.closed_at).is_(None))
        .group_by(col(Duty.due_at))
    )
    found: Counter[str] = Counter(dict.fromkeys(LATENESS, 0))
    today = reader.calendar.local(reader.at).date()
    for due_at, n in reader.session.exec(query):
        due = reader.calendar.local(due_at)
        if reader.at <= due:
            found[TODAY if due.date() == today else IN_TIME] += n
            continue
        days = reader.calendar.working_days_between(due.date(), today)
        found[TO_2 if days <= 2 else TO_5 if days <= 5 else OVER_5] += n  # noqa: PLR2004 - as named
    return dict(found)
