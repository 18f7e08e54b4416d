"""The council behind the desk: the ledger of one programme and its simulated clock."""

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
"""How far the clock moves on past an event that was due and did not happen."""

MAX_EVENTS = 5000
"""The most events in one move of the clock. A waiting message is retried every 15 minutes."""


class SimulatedClock:
    """A clock that stands still until it is moved, and moves only forward."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        """The programme's time."""
        return self._at

    def move(self, to: datetime) -> None:
        """Set the clock to `to`; an earlier time changes nothing."""
        self._at = max(self._at, to.astimezone(UTC))


class ProgrammeCouncil:
    """Answers the desk from the ledger; see `bot.desk.council.Council`."""

    def __init__(self, access: LedgerAccess, delivery: Delivery, clock: SimulatedClock) -> None:
        self._access, self._delivery, self._clock = access, delivery, clock
        self._zone: ZoneInfo | None = None

    async def now(self) -> datetime:
        """The programme's time in its own zone, which is read once and kept."""
        if self._zone is None:
            zone = await self._access.read(lambda reader: reader.profile.programme.zone)
            self._zone = ZoneInfo(zone)
        return self._clock().astimezone(self._zone)

    async def next_event(self) -> tuple[datetime, str] | None:
        """The time and the description of the next scheduled event, or None."""
        coming = await self._access.read(next_due)
        if coming is None:
            return None
        moment, what = coming
        return await self._access.read(lambda reader: (reader.calendar.local(moment), what))

    async def move_clock(self, to: datetime) -> list[str]:
        """Do everything that falls due on the way, each at its own time."""
        happened: list[str] = []
        before = None
        for _ in range(MAX_EVENTS):
            coming = await self._access.read(next_due)
            if coming is None:
                break
            # An event that is due and does not happen (a message with no card) must not block.
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
        """Run the scheduled jobs once; gives a line about them, or None if nothing was due."""
        did = await tick(self._access, self._delivery, simulated=True)
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
        """Everybody with their open duties; leavers come first."""
        return await self._access.read(everybody)

    async def story(self, audit: str) -> list[DeskMoment]:
        """The story of one audit."""
        moments = await self._access.read(lambda reader: audit_story(reader, audit))
        return [DeskMoment(moment.at, moment.who, moment.what) for moment in moments]

    async def audits_of(self, person: str) -> list[AuditChoice]:
        """The audits of a person, their own first."""
        return await self._access.read(lambda reader: audits_of(reader, person))
