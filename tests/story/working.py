"""People at the desk who do what they owe, day by day, each by the button of their own card."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.rehearsal.behaviour import weighted_choices
from bot.rehearsal.forms.filling import fill_in
from bot.rehearsal.forms.form import OpenForm
from bot.rehearsal.seeded_draw import SeededDraw
from store.audits.subjects import subject_of
from store.audits.uopp_meetings import open_meeting
from store.clock.calendar import Calendar
from store.ledger import Reader
from store.people.posts import is_absent
from store.registry import not_open
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Audit, Duty, Fact, KloeReport, Person, Row
from store.vocabulary.duty_kinds import RECORDED
from tests.story.playing import Json, Played

AHEAD = timedelta(days=2)
"""People do what falls due within two days, and leave the rest."""
HELD = "uopp.held"
AGAIN = 4
"""Turns a day: what one person does opens what the next one owes."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that somebody is about to do: by which act, on what, and what they fill in."""

    duty: str
    kind: str
    upn: str
    verb: str
    subject: str
    given: Json


@dataclass(slots=True)
class Workplace:
    """The desk of a council whose people do their duties in time, and what came of it.

    `fixed` are fields that the story fills in itself in place of what was drawn: by verb, or by
    verb and subject.
    """

    desk: Played
    fixed: Mapping[str, Json] = field(default_factory=dict)
    draw: SeededDraw = field(default_factory=lambda: SeededDraw(15))
    done: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)

    async def until(self, last: date) -> None:
        """Let every working day to `last` pass, each with its work."""
        calendar = Calendar()
        day = calendar.local(self.desk.clock()).date()
        while (day := calendar.add(day, 1)) <= last:
            await self.desk.move_to(day.isoformat(), "12:00")
            await self.a_day()

    async def a_day(self) -> None:
        """Whoever owes something that is due soon does it, in several turns."""
        for _ in range(AGAIN):
            owed = [one for one in self._due_soon() if one.subject + one.verb not in self.refused]
            for one in owed:
                await self._do(one)
            if not owed:
                return

    async def _do(self, one: Owed) -> None:
        try:
            answer = await self.desk.press(one.upn, one.verb, one.given, about=one.subject)
        except AssertionError:
            await self.desk.say(one.upn, "my work")
            answer = await self.desk.press(one.upn, one.verb, one.given, about=one.subject)
        if self._acted(one):
            self.done[one.kind] += 1
        else:
            self.refused[one.subject + one.verb] = f"{one.upn}: {answer}"

    def _acted(self, one: Owed) -> bool:
        """Whether the press was an act of that person on that very subject, in this minute."""
        with self.desk.ledger.read(self.desk.programme, at=self.desk.clock()) as reader:
            query = select(col(Fact.at)).where(
                col(Fact.verb) == one.verb,
                col(Fact.subject) == one.subject,
                col(Fact.actor) == one.upn,
            )
            return any(
                datetime.fromisoformat(at) == reader.at for at in reader.session.scalars(query)
            )

    def _due_soon(self) -> list[Owed]:
        now = self.desk.clock()
        with self.desk.ledger.read(self.desk.programme, at=now) as reader:
            duties = reader.rows(Duty, closed_at=None, order="due_at")
            found = [self._owed(reader, duty) for duty in duties if _is_due(duty, now)]
        return [one for one in found if one is not None]

    def _owed(self, reader: Reader, duty: Duty) -> Owed | None:
        row, rule = subject_of(reader, duty.subject), reader.profile.duty[duty.kind]
        if row is None or is_confidential(reader, duty):
            return None
        if isinstance(row, KloeReport):
            row = _sample_left(reader, row) or row
        able = [
            upn
            for upn in doers(reader, duty).able
            if not is_absent(reader.get(Person, upn), reader.today)
        ]
        choices = [verb for verb, _ in weighted_choices(duty.kind, rule, row, frozenset())]
        verbs = [
            verb
            for verb in choices
            if not_open(reader, verb, duty if verb == RECORDED else row) is None
        ]
        if not able or not verbs:
            return None
        upn, verb = able[0], _next(reader, row, verbs)
        subject = duty if verb == RECORDED else row
        form = OpenForm(reader, self.draw, upn, subject, reader.today, frozenset())
        given = {
            **fill_in(verb, form),
            **self.fixed.get(verb, {}),
            **self.fixed.get(f"{verb} {subject.id}", {}),
        }
        return Owed(duty.id, duty.kind, upn, verb, subject.id, flat(given))


def _sample_left(reader: Reader, report: KloeReport) -> Audit | None:
    """A dip sample that is to be recorded before its line of enquiry is reported on."""
    found = reader.rows(
        Audit, cycle=report.cycle, kind="dip", kloe=report.kloe, state="sampling", order="id"
    )
    return next(iter(found), None)


def _next(reader: Reader, row: Row, verbs: Sequence[str]) -> str:
    """A meeting is called before it is held; of other duties the act that most choose."""
    if HELD in verbs and isinstance(row, Audit) and open_meeting(reader, row) is not None:
        return HELD
    return verbs[0]


def _is_due(duty: Duty, now: datetime) -> bool:
    return duty.due_at <= now + AHEAD


def flat(given: Mapping[str, Any], under: str = "") -> Json:
    """The fields as a form names them: the first action's `what` is `actions.1.what`."""
    found: Json = {}
    for name, value in given.items():
        slots = isinstance(value, list) and value and isinstance(value[0], dict)
        inner = {str(n): one for n, one in enumerate(value, start=1)} if slots else value
        if isinstance(inner, dict):
            found |= flat(inner, f"{under}{name}.")
        else:
            found[f"{under}{name}"] = inner
    return found
