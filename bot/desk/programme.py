"""The council behind the desk: one programme's ledger, its simulated clock, and what it tells."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import Text, type_coerce
from sqlmodel import col

from bot.desk.council import DeskPerson, Moment
from bot.keeper import Keeper
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import next_due, tick
from store.ledger import Reader
from store.people import acting, has_left
from store.tables import Audit, Duty, Exemption, Person
from store.views.audit_story import audit_story

MOST_EVENTS = 1000
"""Things that may fall due in one move of the clock; a year of a cycle has far fewer."""


class SimulatedClock:
    """A clock that stands until somebody moves it, and then only forward."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        """The programme's time."""
        return self._at

    def move(self, to: datetime) -> None:
        """Put the clock to `to`; an earlier time leaves it where it is."""
        self._at = max(self._at, to.astimezone(UTC))


class ProgrammeCouncil:
    """What the desk asks, answered from the ledger; see `bot.desk.council.Council`."""

    def __init__(self, keeper: Keeper, delivery: Delivery, clock: SimulatedClock) -> None:
        self._keeper, self._delivery, self._clock = keeper, delivery, clock

    async def now(self) -> datetime:
        """The programme's time in its own zone."""
        return await self._keeper.read(lambda reader: reader.calendar.local(reader.at))

    async def next_event(self) -> tuple[datetime, str] | None:
        """When something next happens by itself."""
        coming = await self._keeper.read(next_due)
        if coming is None:
            return None
        moment, what = coming
        return await self._keeper.read(lambda reader: (reader.calendar.local(moment), what))

    async def move_clock(self, to: datetime) -> list[str]:
        """Run everything that falls due on the way, each at its own time."""
        happened: list[str] = []
        for _ in range(MOST_EVENTS):
            coming = await self._keeper.read(next_due)
            if coming is None or coming[0] > to:
                break
            self._clock.move(coming[0])
            line = await self._tick()
            if line is None:
                break
            happened.append(line)
        self._clock.move(to)
        last = await self._tick()
        return happened if last is None else [*happened, last]

    async def _tick(self) -> str | None:
        """One tick, told in a line; nothing where nothing was due."""
        did = await tick(self._keeper, self._delivery)
        parts = []
        if did.nudged:
            parts.append(
                f"{did.nudged} {'person was' if did.nudged == 1 else 'people were'} nudged"
            )
        if did.digest:
            parts.append("the non-submission digest was issued")
        if did.delivered:
            parts.append(f"{did.delivered} messages delivered")
        if not parts:
            return None
        at = await self.now()
        return f"{at:%a %-d %b, %H:%M}: {', '.join(parts)}"

    async def people(self) -> list[DeskPerson]:
        """Everybody, with what they owe."""
        return await self._keeper.read(_people)

    async def story(self, audit: str) -> list[Moment]:
        """What has happened to one audit."""
        told = await self._keeper.read(lambda reader: audit_story(reader, audit))
        return [Moment(moment.at, moment.who, moment.what) for moment in told]

    async def audits_of(self, upn: str) -> list[str]:
        """The audits that somebody has to do with: their own first."""
        return await self._keeper.read(lambda reader: _audits_of(reader, upn))


def _people(reader: Reader) -> list[DeskPerson]:
    today = reader.calendar.local(reader.at).date()
    owes: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    holders: dict[str, set[str]] = {}
    for duty in reader.rows(Duty, col(Duty.closed_at).is_(None)):
        if duty.owner not in holders:
            holders[duty.owner] = acting(reader, duty.owner)
        for upn in holders[duty.owner]:
            owes[upn] += 1
            overdue[upn] += duty.due_at < reader.at
    return [
        DeskPerson(
            upn=person.id,
            name=person.name,
            role=", ".join(_capital(reader.profile.title(role)) for role in person.roles),
            team=person.team,
            service=person.service,
            entra_object_id=person.entra_object_id,
            owes=owes[person.id],
            overdue=overdue[person.id],
        )
        for person in reader.rows(Person)
        if not has_left(person, today)
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _audits_of(reader: Reader, upn: str) -> list[str]:
    """Their own, those they had a say on, and those they gave up; the ones they do come first."""
    columns = (
        Audit.auditor, Audit.moderator, Audit.practitioner, Audit.team_manager, Audit.deputy,
        Audit.moderated_by, Audit.cover,
    )  # fmt: skip
    found: dict[str, None] = {}
    for column in columns:
        for audit in reader.rows(Audit, col(column) == upn, col(Audit.kind) == "full"):
            found[audit.id] = None
    gave_up = type_coerce(Audit.barred, Text).like(f'%"{upn}"%')
    for audit in reader.rows(Audit, gave_up):
        found[audit.id] = None
    for decided in reader.rows(Exemption, col(Exemption.decided_by) == upn):
        found[decided.audit] = None
    return list(found)
