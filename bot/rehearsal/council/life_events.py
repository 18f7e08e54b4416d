"""The life events of an audit month: sickness, leave, leavers, moves and closed days."""

from dataclasses import dataclass
from datetime import date

from bot.rehearsal.council.invented import InventedCouncil
from bot.rehearsal.council.people import LifeEvent, Population
from bot.rehearsal.seeded_draw import SeededDraw
from store.clock.calendar import Calendar

POSTS = (
    "head_of_service", "group_manager", "assistant_director", "divisional_director", "director",
    "head_of_learning_academy", "head_of_qa", "psw", "audit_manager", "audit_officer",
    "performance_team",
)  # fmt: skip
"""Roles that hold a post: in every month somebody of them is away, leaves or moves on."""
SUCCESSOR_AFTER = 8
"""Working days for which a post is vacant whose holder moved on."""
TOO_SHORT_TO_RECORD = 2
"""An absence of fewer working days than this often goes unrecorded."""


@dataclass(frozen=True, slots=True)
class LifeEvents:
    """Draws what happens to the people of a council and adds it to their population's events."""

    draw: SeededDraw
    council: InventedCouncil
    population: Population
    calendar: Calendar

    def schedule(self, month: date, *, percent: float = 100, successors: bool = False) -> None:
        """Add the events of one audit month.

        `percent` is the chance that the month has any; `successors` whether leavers are replaced.
        """
        draw, calendar = self.draw, self.calendar
        if not draw.chance(percent):
            return
        days = [calendar.nth_of_month(month.year, month.month, n) for n in range(2, 17)]
        auditors = self.council.holders_of("auditor")
        roles = ("practitioner", "head_of_service", "moderator", "audit_officer")
        others = [upn for role in roles for upn in self.council.holders_of(role)]
        for upn in [*draw.sample(auditors, 2), *draw.sample(others, 2)]:
            self._absence(upn, draw.choice(days))
        leavers = draw.sample(auditors, 1)
        for upn in [*leavers, *(draw.sample(others, 1) if draw.chance(35) else [])]:
            self._departure(upn, draw.choice(days), successors=successors)
        self._in_posts(days)
        if draw.chance(60):
            at = calendar.day_starts(draw.choice(days))
            self.population.events.append(LifeEvent(at, "moves", draw.choice(auditors)))
        if draw.chance(50):
            day, recorded = draw.choice(days[4:]), draw.choice(days[:4])
            kind = "bank" if draw.chance(30) else "closure"
            at = calendar.day_starts(recorded)
            self.population.events.append(LifeEvent(at, kind, first=day))
        self.population.events.sort(key=lambda event: (event.at, event.kind, event.upn))

    def _in_posts(self, days: list[date]) -> None:
        """Somebody in a post is away, one leaves and one moves on; a successor follows."""
        draw = self.draw
        in_posts = [upn for role in POSTS for upn in self.council.holders_of(role)]
        for upn in draw.sample(in_posts, 2):
            self._absence(upn, draw.choice(days))
        for upn in draw.sample(in_posts, 1):
            self._departure(upn, draw.choice(days), successors=True)
        for upn in draw.sample(in_posts, 1):
            day = draw.choice(days)
            begins = self.calendar.add(day, SUCCESSOR_AFTER)
            events = self.population.events
            events.append(LifeEvent(self.calendar.day_starts(day), "moves_on", upn))
            events.append(LifeEvent(self.calendar.day_starts(begins), "follows", upn, begins))

    def _absence(self, upn: str, day: date) -> None:
        """Some days away: recorded that morning or a day late; a short one perhaps never."""
        draw, calendar, person = self.draw, self.calendar, self.population.people[upn]
        if person.left_on is not None or person.away is not None:
            return
        length = draw.below(8)
        person.away = (day, calendar.add(day, length))
        if length < TOO_SHORT_TO_RECORD and draw.chance(60):
            return
        own = self.council.person_row(upn)
        near = [other.upn for other in self.council.people if other.service == own.service]
        delegate = draw.choice(near) if draw.chance(60) else None
        at = calendar.day_starts(calendar.add(day, draw.below(2)))
        ends = None if draw.chance(15) else person.away[1]
        self.population.events.append(
            LifeEvent(at, "away", upn, day, ends, None if delegate == upn else delegate)
        )
        if ends is None or draw.chance(30):
            back = calendar.day_starts(calendar.add(person.away[1], 1))
            self.population.events.append(LifeEvent(back, "back", upn))

    def _departure(self, upn: str, day: date, *, successors: bool) -> None:
        """Somebody leaves: recorded ahead, on the day or some days late; a successor may follow."""
        draw, calendar, person = self.draw, self.calendar, self.population.people[upn]
        if person.left_on is not None:
            return
        person.left_on = day
        recorded = calendar.add(day, draw.choice((-2, 0, 0, 1, 3)))
        events = self.population.events
        events.append(LifeEvent(calendar.day_starts(recorded), "leaves", upn, day))
        if successors:
            begins = calendar.add(max(day, recorded), 4 + draw.below(12))
            events.append(LifeEvent(calendar.day_starts(begins), "follows", upn, begins))
