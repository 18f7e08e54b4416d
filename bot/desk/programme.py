"""The council behind the desk: one programme's ledger, its simulated clock, and what it tells."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.audits_of import audits_of
from bot.desk.council import AuditChoice, DeskMoment, DeskPerson
from bot.desk.people import everybody
from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import Delivery
from bot.scheduler.ticking import next_due, tick
from store.views.reports.audit_story import audit_story

PATIENCE = timedelta(hours=1)
"""How far the clock goes on past something that was due and did not happen."""

MOST_EVENTS = 5000
"""Things that may fall due in one move of the clock; a message that waits is tried every 15 min."""


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

    def __init__(self, access: LedgerAccess, delivery: Delivery, clock: SimulatedClock) -> None:
        self._access, self._delivery, self._clock = access, delivery, clock
        self._zone: ZoneInfo | None = None

    async def now(self) -> datetime:
        """The programme's time in its own zone; that is asked for once, not for each message."""
        if self._zone is None:
            zone = await self._access.read(lambda reader: reader.profile.programme.zone)
            self._zone = ZoneInfo(zone)
        return self._clock().astimezone(self._zone)

    async def next_event(self) -> tuple[datetime, str] | None:
        """When something next happens by itself."""
        coming = await self._access.read(next_due)
        if coming is None:
            return None
        moment, what = coming
        return await self._access.read(lambda reader: (reader.calendar.local(moment), what))

    async def move_clock(self, to: datetime) -> list[str]:
        """Run everything that falls due on the way, each at its own time."""
        happened: list[str] = []
        before = None
        for _ in range(MOST_EVENTS):
            coming = await self._access.read(next_due)
            if coming is None:
                break
            # What is due and does not happen (a message that nobody can draw) holds up nothing.
            due = coming[0] if coming != before else self._clock() + PATIENCE
            if due > to:
                break
            self._clock.move(due)
            line = await self._tick()
            before = coming if line is None else None
            if line is not None:
                happened.append(line)
        self._clock.move(to)
        last = await self._tick()
        return happened if last is None else [*happened, last]

    async def _tick(self) -> str | None:
        """One tick, told in a line; nothing where nothing was due."""
        did = await tick(self._access, self._delivery)
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
        """Everybody, with what they owe; who left comes first."""
        return await self._access.read(everybody)

    async def story(self, audit: str) -> list[DeskMoment]:
        """What has happened to one audit."""
        told = await self._access.read(lambda reader: audit_story(reader, audit))
        return [DeskMoment(moment.at, moment.who, moment.what) for moment in told]

    async def audits_of(self, upn: str) -> list[AuditChoice]:
        """The audits that somebody has to do with: their own first."""
        return await self._access.read(lambda reader: audits_of(reader, upn))
