"""What simulated people are like: how soon they act, what is odd about them, what befalls them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.rehearsal.council.invented import InventedCouncil
from bot.rehearsal.seeded_draw import SeededDraw
from store.clock.calendar import Calendar


class Habit(NamedTuple):
    """When somebody acts: between these parts of the time they have (1 is the moment it is due).

    `waits` is for those who act only once it went over their head, or a week after it was due.
    """

    name: str
    weight: int
    soonest: float
    latest: float
    waits: bool = False


HABITS = (
    Habit("prompt", 34, 0.05, 0.5),
    Habit("steady", 34, 0.3, 0.95),
    Habit("busy", 20, 0.9, 1.5),
    Habit("forgetful", 12, 1.0, 1.1, waits=True),
)

TRAITS = {
    "presses twice": 15,
    "presses old cards": 12,
    "would rather not": 14,
    "knows the family": 10,
    "disagrees": 22,
    "asks for help": 8,
    "works late": 12,
}
"""What may be odd about somebody, in hundredths of all people."""


@dataclass(slots=True)
class Soul:
    """One simulated person. `away` and `gone` are so, whether or not anybody recorded it."""

    upn: str
    habit: Habit
    traits: frozenset[str]
    away: tuple[date, date] | None = None
    gone: date | None = None
    installed: bool = True

    def is_here(self, day: date) -> bool:
        """Whether they are at work that day."""
        if self.gone is not None and self.gone <= day:
            return False
        return self.away is None or not self.away[0] <= day <= self.away[1]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that befalls the council: who it is about and when it is put on record."""

    at: datetime
    kind: str
    upn: str = ""
    first: date | None = None
    last: date | None = None
    delegate: str | None = None


@dataclass(slots=True)
class Cast:
    """Everybody, and what is to happen to them, soonest first."""

    souls: dict[str, Soul]
    events: list[LifeEvent] = field(default_factory=list)

    def here(self, upns: Sequence[str], day: date) -> list[str]:
        """Those of `upns` who are at work that day."""
        return [upn for upn in upns if upn in self.souls and self.souls[upn].is_here(day)]


def cast_of(draw: SeededDraw, council: InventedCouncil) -> Cast:
    """Give everybody a habit and a few oddities; the audit team keeps to its days."""
    team = {*council.holding("audit_officer"), *council.holding("audit_manager")}
    return Cast({p.upn: soul_of(draw, p.upn, steady=p.upn in team) for p in council.people})


def soul_of(draw: SeededDraw, upn: str, *, steady: bool = False) -> Soul:
    """One person's habit and oddities."""
    habits = HABITS[:2] if steady else HABITS
    return Soul(
        upn=upn,
        habit=draw.weighed([(habit, habit.weight) for habit in habits]),
        traits=frozenset(trait for trait, often in TRAITS.items() if draw.chance(often)),
        installed=not draw.chance(2),
    )


def befall(
    draw: SeededDraw, council: InventedCouncil, cast: Cast, calendar: Calendar, month: date, *,
    often: float = 100, followed: bool = False,
) -> None:  # fmt: skip
    """What happens in one audit month: illness, leave, somebody leaves, moves, a day is closed.

    `often` is how much of it, in hundredths; `followed` whether leavers have successors.
    """
    if not draw.chance(often):
        return
    days = [calendar.nth_of_month(month.year, month.month, n) for n in range(2, 17)]
    auditors = council.holding("auditor")
    others = [
        *council.holding("practitioner"),
        *council.holding("head_of_service"),
        *council.holding("moderator"),
        *council.holding("audit_officer"),
    ]
    for upn in [*draw.some(auditors, 2), *draw.some(others, 2)]:
        _ill(draw, council, cast, calendar, upn=upn, day=draw.one(days))
    for upn in [*draw.some(auditors, 1), *(draw.some(others, 1) if draw.chance(35) else [])]:
        _leaves(draw, cast, calendar, upn, draw.one(days), followed=followed)
    if draw.chance(60):
        day = draw.one(days)
        cast.events.append(LifeEvent(calendar.day_starts(day), "moves", draw.one(auditors)))
    if draw.chance(50):
        day, told = draw.one(days[4:]), draw.one(days[:4])
        kind = "bank" if draw.chance(30) else "closure"
        cast.events.append(LifeEvent(calendar.day_starts(told), kind, first=day))
    cast.events.sort(key=lambda event: (event.at, event.kind, event.upn))


def _ill(
    draw: SeededDraw,
    council: InventedCouncil,
    cast: Cast,
    calendar: Calendar,
    *,
    upn: str,
    day: date,
) -> None:
    """Away for some days; on record the same morning, a day late, or never where it is short."""
    soul = cast.souls[upn]
    if soul.gone is not None or soul.away is not None:
        return
    length = draw.number(8)
    soul.away = (day, calendar.add(day, length))
    if length < 2 and draw.chance(60):  # noqa: PLR2004 - nobody writes down a day or two
        return
    own = council.row(upn)
    near = [other.upn for other in council.people if other.service == own.service]
    delegate = draw.one(near) if draw.chance(60) else None
    on_record = calendar.day_starts(calendar.add(day, draw.number(2)))
    ends = None if draw.chance(15) else soul.away[1]
    cast.events.append(
        LifeEvent(on_record, "away", upn, day, ends, None if delegate == upn else delegate)
    )
    if ends is None or draw.chance(30):
        back = calendar.day_starts(calendar.add(soul.away[1], 1))
        cast.events.append(LifeEvent(back, "back", upn))


def _leaves(
    draw: SeededDraw, cast: Cast, calendar: Calendar, upn: str, day: date, *, followed: bool
) -> None:
    """Gone for good; on record ahead, on the day, or only days later. Then somebody follows."""
    soul = cast.souls[upn]
    if soul.gone is not None:
        return
    soul.gone = day
    told = calendar.add(day, draw.one((-2, 0, 0, 1, 3)))
    cast.events.append(LifeEvent(calendar.day_starts(told), "leaves", upn, day))
    if followed:
        begins = calendar.add(max(day, told), 4 + draw.number(12))
        cast.events.append(LifeEvent(calendar.day_starts(begins), "follows", upn, begins))
