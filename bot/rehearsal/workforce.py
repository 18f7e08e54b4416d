"""Simulated people at work: who does which duty and when, and what they do next."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.behaviour import FOLLOW_UPS, SHORTLY_BEFORE, weighted_choices
from bot.rehearsal.button_presses import ButtonPresses
from bot.rehearsal.council.people import Population
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import ShownButton, SimulatedTeams
from store.allocation.independence_today import broken_rules
from store.audits.subjects import subject_of
from store.clock.ladders import OWNER
from store.duties.predicates.closed_lists import today
from store.ledger import Ledger, Reader
from store.people.posts import in_post
from store.registry import ACTS, Done, not_open
from store.rules.doers import doers
from store.tables import Audit, Duty, KloeReport, ListChange, Row
from store.vocabulary.duty_kinds import RECORDED

A_WEEK_LATE = 6
"""Working days after the deadline at which even a forgetful person acts."""
A_DAY = timedelta(days=1)
"""While winding down, people do what falls due within a day; recurring duties wait their turn."""
FOR_EVER = timedelta(days=1000)
RANDOM_PRESSES = 12
"""The chance, in per cent of all turns, that somebody presses any button in their chat."""


@dataclass(slots=True)
class Intention:
    """Who intends to do a duty, and from when on."""

    upn: str
    ready_at: datetime
    tries: int = 0


@dataclass(slots=True)
class Workforce:
    """The simulated people of one programme and what each of them intends to do."""

    ledger: Ledger
    programme: str
    draw: SeededDraw
    population: Population
    teams: SimulatedTeams
    presses: ButtonPresses
    intentions: dict[str, Intention] = field(default_factory=dict)
    scheduled: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    """A heap of acts to try: when, a number that keeps their order, the verb and the subject."""
    last_number: int = 0
    winding_down: bool = False
    """Whether the last month is long over: people do their duties and start nothing new."""

    # ---- what people intend to do ------------------------------------------------------------

    def take_turn(self, at: datetime, *, late: bool = False) -> None:
        """Let everybody do what they intend to do by now; `late` is an evening, when few work."""
        with self.ledger.read(self.programme, at=at) as reader:
            open_duties = reader.rows(Duty, closed_at=None)
            # Ids, not rows: an act that is refused half-way discards every row of the session.
            ready = [duty.id for duty in open_duties if self._is_ready(reader, duty, late=late)]
        for duty_id in ready:
            self._do_duty(duty_id, at)
        while self.scheduled and self.scheduled[0][0] <= at:
            _, _, verb, subject = heapq.heappop(self.scheduled)
            self.try_act(verb, subject, at)
        if not self.winding_down and self.draw.chance(RANDOM_PRESSES):
            self._press_at_random(at)

    def _is_ready(self, reader: Reader, duty: Duty, *, late: bool) -> bool:
        intention = self.intentions.get(duty.id)
        if intention is None or not self._is_at_work(reader, intention.upn):
            found = self._plan_for(reader, duty)
            if found is None:
                return False
            intention = self.intentions[duty.id] = found
        person = self.population.people[intention.upn]
        if late and "works late" not in person.traits:
            return False
        if self.winding_down and duty.due_at <= reader.at + A_DAY:
            return True
        if person.punctuality.waits and not any(rung["tell"] != OWNER for rung in duty.rungs_sent):
            last = reader.calendar.add(reader.calendar.local(duty.due_at).date(), A_WEEK_LATE)
            return reader.at >= reader.calendar.day_starts(last)
        return intention.ready_at <= reader.at

    def _is_at_work(self, reader: Reader, upn: str) -> bool:
        return self.population.people[upn].is_here(today(reader))

    def _plan_for(self, reader: Reader, duty: Duty) -> Intention | None:
        """Choose a person who is at work: an owner of the duty, or else anybody who may do it."""
        row = subject_of(reader, duty.subject)
        rule = reader.profile.duty.get(duty.kind)
        choices = [] if row is None else weighted_choices(duty.kind, rule, row, frozenset())
        able = sorted({upn for verb, _ in choices for upn in _permitted(reader, verb, row)})
        owing = [person.id for person in in_post(reader, duty.owner)]
        day = today(reader)
        here = self.population.here([upn for upn in owing if upn in able] or able or owing, day)
        here = here or self.population.here(able, day)
        if not here:
            return None
        upn = self.draw.choice(here)
        person = self.population.people[upn]
        share = self.draw.uniform(person.punctuality.earliest, person.punctuality.latest)
        if not self.winding_down and "asks for help" in person.traits and self.draw.chance(40):
            self.schedule("help.ask", duty.id, reader, self.draw.uniform(0, 8))
        begins = max(duty.opened_at, duty.due_at - SHORTLY_BEFORE.get(duty.kind, FOR_EVER))
        return Intention(upn, begins + (duty.due_at - begins) * share)

    def schedule(self, verb: str, subject: str, reader: Reader, hours: float) -> None:
        """Schedule an attempt at `verb` on `subject` in `hours` working hours."""
        self.last_number += 1
        at = reader.calendar.add_working_hours(reader.at, hours)
        heapq.heappush(self.scheduled, (at, self.last_number, verb, subject))

    # ---- how they act ------------------------------------------------------------------------

    def _do_duty(self, duty_id: str, at: datetime) -> None:
        with self.ledger.read(self.programme, at=at) as reader:
            duty, intention = reader.get(Duty, duty_id), self.intentions[duty_id]
            row = subject_of(reader, duty.subject)
            if row is None or duty.closed_at is not None:
                return
            traits = self.population.people[intention.upn].traits
            rule = reader.profile.duty.get(duty.kind)
            choices = [
                (verb, weight)
                for verb, weight in weighted_choices(duty.kind, rule, row, traits)
                if not_open(reader, verb, duty if verb == RECORDED else row) is None
            ]
            verb = self.draw.weighted_choice(choices) if choices else ""
            if verb == RECORDED:
                subject: Row | None = duty
            else:
                verb, subject = self._with_prerequisite(reader, verb, row, intention.tries)
            upn = self._actor(reader, verb, subject, intention.upn)
            deputises = upn in doers(reader, duty).stand_ins
        intention.ready_at = at + timedelta(hours=1 + self.draw.below(20))
        intention.tries += 1
        if upn is not None and subject is not None:
            done = self.press(upn, verb, subject.id, at)
            self.presses.observations.deputised += deputises and done

    def _with_prerequisite(
        self, reader: Reader, verb: str, row: Row, tries: int
    ) -> tuple[str, Row | None]:
        """The act that must come first, or else `verb` itself.

        A dip sample comes before its report, and a swap where no auditor is free.
        """
        if isinstance(row, KloeReport) and not verb:
            return self._next_dip_sample(reader, row)
        if verb == "reallocation.confirm" and isinstance(row, Audit):
            return ("list.swap" if row.auditor is None or tries % 2 else verb), row
        if verb == "list.propose":
            listed = reader.rows(Audit, cycle=row.id, state="allocated")
            broken = [audit for audit in listed if broken_rules(reader, audit)]
            if broken:
                return "list.swap", broken[0]
        if verb == "list.propose" and tries == 0:
            asked = reader.rows(ListChange, state="asked")
            if asked:
                return "list.swap", reader.find(Audit, asked[0].audit)
        return verb, (row if verb else None)

    def _next_dip_sample(self, reader: Reader, report: KloeReport) -> tuple[str, Row | None]:
        """An open dip sample of a report: record it, assign it, or answer an offer of it."""
        dips = reader.rows(
            Audit, cycle=report.cycle, kind="dip", kloe=report.kloe, state=("sampling", "offered")
        )
        if not dips:
            return "", None
        dip = self.draw.choice(dips)
        if dip.state == "offered":
            return self.draw.choice(("dip.agree", "dip.decline")), dip
        assign = dip.auditor is None and self.draw.chance(25)
        return ("dip.assign" if assign else "dip.record"), dip

    def _actor(self, reader: Reader, verb: str, row: Row | None, first: str) -> str | None:
        """`first` where they are permitted, else a permitted person who is at work."""
        if row is None or verb not in ACTS:
            return None
        able = _permitted(reader, verb, row)
        if first in able:
            return first
        here = self.population.here(able, today(reader))
        return self.draw.choice(here) if here else None

    def try_act(self, verb: str, subject: str, at: datetime) -> None:
        """Let a permitted person do an act; nothing happens where it is no longer open."""
        if verb not in ACTS:
            return
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.find(ACTS[verb].on, subject)
            if row is None or not_open(reader, verb, row) is not None:
                return
            upn = self._actor(reader, verb, row, "")
        if upn is not None:
            self.press(upn, verb, subject, at)

    def _press_at_random(self, at: datetime) -> None:
        """Let somebody press any button in their chat."""
        upns = sorted(upn for upn, chat in self.teams.chats.items() if any(chat.values()))
        if not upns:
            return
        upn = self.draw.choice(upns)
        shown = [b for card in self.teams.chats[upn].values() for b in card if b.verb in ACTS]
        if shown and self.population.people[upn].is_here(at.date()):
            button = self.draw.choice(shown)
            self.press(upn, button.verb, button.subject, at, button=button)

    def press(
        self, upn: str, verb: str, subject: str, at: datetime, *, button: ShownButton | None = None
    ) -> bool:
        """Press a button, and schedule the acts that may follow; gives whether any was done."""
        pressed = self.presses.press(upn, verb, subject, at, button=button)
        for done in pressed:
            self._schedule_follow_ups(done, at)
        return bool(pressed)

    def _schedule_follow_ups(self, done: Done, at: datetime) -> None:
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.get(ACTS[done.verb].on, done.subject)
            for act in () if self.winding_down else FOLLOW_UPS.get(done.verb, ()):
                if self.draw.chance(act.percent):
                    subject = done.subject
                    if act.verb == "concern.raise" and isinstance(row, Audit):
                        subject = self.draw.choice([row.auditor or "", row.practitioner])
                    hours = self.draw.uniform(act.earliest, act.latest)
                    self.schedule(act.verb, subject, reader, hours)


def _permitted(reader: Reader, verb: str, row: Row | None) -> Sequence[str]:
    """The UPNs of everybody who may do `verb` on `row`, sorted."""
    if row is None or verb not in ACTS or not isinstance(row, ACTS[verb].on):
        return ()
    return sorted({upn for who in ACTS[verb].by for upn in who.upns(reader, row)})
