"""Simulated people at work: who sees to which duty and when, and what they do next."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.behaviour import FOLLOWING, SHORTLY_BEFORE, weights
from bot.rehearsal.button_presses import Pressing
from bot.rehearsal.council.people import Cast
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import PretendedTeams, ShownButton
from store.allocation.independence_today import broken_rules
from store.audits.subjects import subject_of
from store.clock.ladders import OWNER
from store.duties.predicates.closed_lists import today
from store.ledger import Ledger, Reader
from store.people.posts import in_post
from store.registry import ACTS, Done, not_open
from store.tables import Audit, Duty, KloeReport, ListChange, Row
from store.vocabulary.duty_kinds import RECORDED

A_WEEK_LATE = 6
"""Working days after which even the forgetful do it."""
A_DAY = timedelta(days=1)
"""Once the month is long over, everybody does what is due by then; what recurs does not race."""
FOR_EVER = timedelta(days=1000)
BROWSES = 12
"""Hundredths of the moments at which somebody presses something or other in their chat."""


@dataclass(slots=True)
class Plan:
    """Who means to see to a duty, and from when on."""

    upn: str
    ripe: datetime
    tries: int = 0


@dataclass(slots=True)
class Players:
    """Everybody at work in one programme."""

    ledger: Ledger
    programme: str
    draw: SeededDraw
    cast: Cast
    teams: PretendedTeams
    hands: Pressing
    plans: dict[str, Plan] = field(default_factory=dict)
    later: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    scheduled: int = 0
    calm: bool = False
    """Whether the month is long over: people do what they owe, and begin nothing new."""

    # ---- what people mean to do --------------------------------------------------------------

    def turn(self, at: datetime, *, late: bool = False) -> None:
        """Everybody does what they mean to do by now; `late` is an evening, when few work."""
        with self.ledger.read(self.programme, at=at) as reader:
            open_ones = reader.rows(Duty, closed_at=None)
            # By id: an act that is refused half-way lets go of every row that was looked at.
            ripe = [duty.id for duty in open_ones if self._is_ripe(reader, duty, late=late)]
        for duty_id in ripe:
            self._see_to(duty_id, at)
        while self.later and self.later[0][0] <= at:
            _, _, verb, subject = heapq.heappop(self.later)
            self.follow_up(verb, subject, at)
        if not self.calm and self.draw.chance(BROWSES):
            self._browse(at)

    def _is_ripe(self, reader: Reader, duty: Duty, *, late: bool) -> bool:
        plan = self.plans.get(duty.id)
        if plan is None or not self._can_do(reader, plan.upn):
            found = self._planned(reader, duty)
            if found is None:
                return False
            plan = self.plans[duty.id] = found
        soul = self.cast.souls[plan.upn]
        if late and "works late" not in soul.traits:
            return False
        if self.calm and duty.due_at <= reader.at + A_DAY:
            return True
        if soul.habit.waits and not any(rung["tell"] != OWNER for rung in duty.rungs_sent):
            last = reader.calendar.add(reader.calendar.local(duty.due_at).date(), A_WEEK_LATE)
            return reader.at >= reader.calendar.day_starts(last)
        return plan.ripe <= reader.at

    def _can_do(self, reader: Reader, upn: str) -> bool:
        return self.cast.souls[upn].is_here(today(reader))

    def _planned(self, reader: Reader, duty: Duty) -> Plan | None:
        """One of those who owe it and are here, else of those who may do it; and from when on."""
        row = subject_of(reader, duty.subject)
        rule = reader.profile.duty.get(duty.kind)
        verbs = [] if row is None else [v for v, _ in weights(duty.kind, rule, row, frozenset())]
        able = sorted({upn for verb in verbs for upn in _standing(reader, verb, row)})
        owing = [person.id for person in in_post(reader, duty.owner)]
        day = today(reader)
        here = self.cast.here([upn for upn in owing if upn in able] or able or owing, day)
        here = here or self.cast.here(able, day)
        if not here:
            return None
        upn = self.draw.one(here)
        soul = self.cast.souls[upn]
        part = self.draw.between(soul.habit.soonest, soul.habit.latest)
        if not self.calm and "asks for help" in soul.traits and self.draw.chance(40):
            self.schedule("help.ask", duty.id, reader, self.draw.between(0, 8))
        begins = max(duty.opened_at, duty.due_at - SHORTLY_BEFORE.get(duty.kind, FOR_EVER))
        return Plan(upn, begins + (duty.due_at - begins) * part)

    def schedule(self, verb: str, subject: str, reader: Reader, hours: float) -> None:
        """Have `verb` be tried on `subject` after so many working hours."""
        self.scheduled += 1
        at = reader.calendar.add_working_hours(reader.at, hours)
        heapq.heappush(self.later, (at, self.scheduled, verb, subject))

    # ---- how they go about it ----------------------------------------------------------------

    def _see_to(self, duty_id: str, at: datetime) -> None:
        with self.ledger.read(self.programme, at=at) as reader:
            duty, plan = reader.get(Duty, duty_id), self.plans[duty_id]
            row = subject_of(reader, duty.subject)
            if row is None or duty.closed_at is not None:
                return
            traits = self.cast.souls[plan.upn].traits
            rule = reader.profile.duty.get(duty.kind)
            choices = [
                (verb, often)
                for verb, often in weights(duty.kind, rule, row, traits)
                if not_open(reader, verb, duty if verb == RECORDED else row) is None
            ]
            verb = self.draw.weighed(choices) if choices else ""
            if verb == RECORDED:
                subject: Row | None = duty
            else:
                verb, subject = self._instead(reader, verb, row, plan)
            upn = self._actor(reader, verb, subject, plan.upn)
        plan.ripe = at + timedelta(hours=1 + self.draw.number(20))
        plan.tries += 1
        if upn is not None and subject is not None:
            self.press(upn, verb, subject.id, at)

    def _instead(self, reader: Reader, verb: str, row: Row, plan: Plan) -> tuple[str, Row | None]:
        """What has to come first: a dip sample before its report, a swap where nobody is free."""
        if isinstance(row, KloeReport) and not verb:
            return self._sampled(reader, row)
        if verb == "reallocation.confirm" and isinstance(row, Audit):
            return ("list.swap" if row.auditor is None or plan.tries % 2 else verb), row
        if verb == "list.propose":
            listed = reader.rows(Audit, cycle=row.id, state="allocated")
            broken = [audit for audit in listed if broken_rules(reader, audit)]
            if broken:
                return "list.swap", broken[0]
        if verb == "list.propose" and plan.tries == 0:
            asked = reader.rows(ListChange, state="asked")
            if asked:
                return "list.swap", reader.find(Audit, asked[0].audit)
        return verb, (row if verb else None)

    def _sampled(self, reader: Reader, report: KloeReport) -> tuple[str, Row | None]:
        """The next dip sample of a report: done, given to somebody, or agreed to at last."""
        dips = reader.rows(
            Audit, cycle=report.cycle, kind="dip", kloe=report.kloe, state=("sampling", "offered")
        )
        if not dips:
            return "", None
        dip = self.draw.one(dips)
        if dip.state == "offered":
            return self.draw.one(("dip.agree", "dip.decline")), dip
        give = dip.auditor is None and self.draw.chance(25)
        return ("dip.assign" if give else "dip.record"), dip

    def _actor(self, reader: Reader, verb: str, row: Row | None, first: str) -> str | None:
        """`first` where they may, else somebody who may and is here."""
        if row is None or verb not in ACTS:
            return None
        able = _standing(reader, verb, row)
        if first in able:
            return first
        here = self.cast.here(able, today(reader))
        return self.draw.one(here) if here else None

    def follow_up(self, verb: str, subject: str, at: datetime) -> None:
        """Somebody who may does what comes after; where it is not open any more nobody does."""
        if verb not in ACTS:
            return
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.find(ACTS[verb].on, subject)
            if row is None or not_open(reader, verb, row) is not None:
                return
            upn = self._actor(reader, verb, row, "")
        if upn is not None:
            self.press(upn, verb, subject, at)

    def _browse(self, at: datetime) -> None:
        """Somebody presses something or other that stands in their chat."""
        upns = sorted(upn for upn, chat in self.teams.chats.items() if any(chat.values()))
        if not upns:
            return
        upn = self.draw.one(upns)
        shown = [b for card in self.teams.chats[upn].values() for b in card if b.verb in ACTS]
        if shown and self.cast.souls[upn].is_here(at.date()):
            button = self.draw.one(shown)
            self.press(upn, button.verb, button.subject, at, button=button)

    def press(
        self, upn: str, verb: str, subject: str, at: datetime, *, button: ShownButton | None = None
    ) -> None:
        """Press, and remember what may follow from what was done."""
        for done in self.hands.press(upn, verb, subject, at, button=button):
            self._sequels(done, at)

    def _sequels(self, done: Done, at: datetime) -> None:
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.get(ACTS[done.verb].on, done.subject)
            for move in () if self.calm else FOLLOWING.get(done.verb, ()):
                if self.draw.chance(move.often):
                    subject = done.subject
                    if move.verb == "concern.raise" and isinstance(row, Audit):
                        subject = self.draw.one([row.auditor or "", row.practitioner])
                    hours = self.draw.between(move.soonest, move.latest)
                    self.schedule(move.verb, subject, reader, hours)


def _standing(reader: Reader, verb: str, row: Row | None) -> Sequence[str]:
    """Everybody who stands to `row` as `verb` asks, in one order."""
    if row is None or verb not in ACTS or not isinstance(row, ACTS[verb].on):
        return ()
    return sorted({upn for who in ACTS[verb].by for upn in who.upns(reader, row)})
