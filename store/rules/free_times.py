"""Three times at which a UoPP meeting could be held, from what calendars say (programme.md §3).

It only asks whether a person is free, and keeps nothing of the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from store.audits.governing_grade import today
from store.audits.uopp_meetings import SECOND, invited_to, kind_now, open_meeting
from store.ledger import Reader
from store.people.posts import name_of
from store.tables import Audit, Duty, Person

HALF_HOUR: Final = timedelta(minutes=30)
LENGTH: Final = 2 * HALF_HOUR
"""The assumed length of a meeting."""
STARTS: Final = 15
"""Starts of a day, every half hour from 09:00: the last meeting ends with the day."""
NOTICE: Final = timedelta(hours=2)
"""The shortest time between the card and the meeting."""
OFFERED: Final = 3
ONCE_LATE: Final = 3
"""Working days to look at once the meeting's due day has come."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Whose calendars are looked at, and the possible starts.

    `organiser` is the chair's object id; `people` are names by UPN, the chair's among them.
    """

    organiser: str
    people: Mapping[str, str]
    starts: tuple[datetime, ...]

    @property
    def until(self) -> datetime:
        """When the last of these meetings would end."""
        return max(self.starts) + LENGTH


@dataclass(frozen=True, slots=True)
class Slot:
    """A start on the authority's clocks, and the names of those who are not free then."""

    day: date
    clock: str
    busy: tuple[str, ...] = field(default=())


def looking(reader: Reader, audit_id: str, chair: str) -> Looking | None:
    """What to look for before `chair` proposes times; None if no time is possible.

    Only working days count, up to the day by which the meeting is due.
    """
    audit = reader.get(Audit, audit_id)
    calendar, begins = reader.calendar, today(reader)
    second = kind_now(reader, audit) == SECOND
    kind = "uopp.second" if second else "uopp.hold"
    owed = reader.rows(Duty, subject=audit.id, kind=kind, closed_at=None)
    ends = max((calendar.local(duty.due_at).date() for duty in owed), default=begins)
    if ends <= begins:
        ends = calendar.add(begins, ONCE_LATE)
    if second:
        # The second meeting looks back on six weeks, so it is held towards their end.
        begins = max(begins, ends - timedelta(weeks=1))
    days = [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]
    days = [day for day in days if calendar.is_working_day(day)]
    first = reader.at + NOTICE
    starts = [
        at
        for day in days
        for n in range(STARTS)
        if (at := calendar.day_starts(day) + n * HALF_HOUR) >= first
    ]
    if not starts:
        return None
    row = open_meeting(reader, audit)
    asked = row.invited if row is not None else invited_to(reader, audit, days)
    organiser = reader.get(Person, chair)
    return Looking(
        organiser.entra_object_id,
        {upn: name_of(reader, upn) for upn in dict.fromkeys((chair, *asked))},
        tuple(starts),
    )


def best(
    reader: Reader, looked: Looking, busy: Mapping[str, frozenset[datetime] | None]
) -> tuple[Slot, ...]:
    """Up to three starts, in order: those that most people can make, on different days if possible.

    `busy` has the half hours, by their beginning, in which each person is busy; None if their
    calendar cannot be seen.
    """
    ranked = sorted(looked.starts, key=lambda at: (len(_busy_at(looked, busy, at)), at))
    fewest = len(_busy_at(looked, busy, ranked[0]))
    as_good = [at for at in ranked if len(_busy_at(looked, busy, at)) == fewest]
    chosen: list[datetime] = []
    for at in _one_a_day(reader, as_good) + as_good + ranked:
        apart = all(abs(at - other) >= LENGTH for other in chosen)
        if apart and len(chosen) < OFFERED:
            chosen.append(at)
    return tuple(
        Slot(local.date(), f"{local:%H:%M}", _busy_at(looked, busy, at))
        for at in sorted(chosen)
        for local in (reader.calendar.local(at),)
    )


def _one_a_day(reader: Reader, starts: list[datetime]) -> list[datetime]:
    first: dict[date, datetime] = {}
    for at in starts:
        first.setdefault(reader.calendar.local(at).date(), at)
    return list(first.values())


def _busy_at(
    looked: Looking, busy: Mapping[str, frozenset[datetime] | None], at: datetime
) -> tuple[str, ...]:
    during = {at, at + HALF_HOUR}
    return tuple(
        name for upn, name in looked.people.items() if during & (busy.get(upn) or frozenset())
    )
