"""The playing: months of a programme day by day, on a clock that is nobody's.

A rehearsal goes on for some weeks after its last audit month, until nothing is overdue: what is
owed months later still has an owner and a date then.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from structlog.testing import capture_logs

import store.acts  # noqa: F401 - declares the acts
from bot.rehearsal.button_presses import Pressing
from bot.rehearsal.checks.at_end import breaches
from bot.rehearsal.checks.canaries import Canaries
from bot.rehearsal.checks.during import watch_day, watch_sweep
from bot.rehearsal.checks.observations import Tally, where
from bot.rehearsal.council.invented import InventedCouncil, Size, fitted, invented
from bot.rehearsal.council.people import Cast, befall, cast_of
from bot.rehearsal.council.rhythm import Round, rounds
from bot.rehearsal.council_events import SHELL, CouncilAtWork
from bot.rehearsal.in_memory.ledger import KeptLedger
from bot.rehearsal.report import Account, account_of
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import PretendedTeams
from bot.rehearsal.teams.delivery import Postman
from bot.rehearsal.workforce import Players
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from bot.scheduler.ticking import next_due
from store.clock.calendar import Calendar, months_after
from store.ledger import Ledger
from store.ledger.founding import found
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import DataKey
from store.people.posts import AUTHORITY
from store.programme.profile import Profile
from store.tables import Duty
from store.tables.columns import canonical

FIRST = date(2026, 12, 1)
"""The first audit month of every rehearsal."""
FOUNDED = 14
"""Working days before it on which the programme is founded, and its timetable recorded."""
CONVENED, MET, OPENED, PROPOSED = 13, 10, 8, 6
"""Working days before its month on which each cycle's meeting is called and held, the cycle opened
and its list sent: within the week after the meeting (programme.md §2.2)."""
AFTERWARDS = 40
"""Working days for which the clock runs on after the last month, while anything is overdue."""
SETTLING = 22
"""Working days for which it runs on in any case."""
SELDOM = 40
"""Hundredths of the first month's troubles that befall the council in each later month."""
CALM = 12
"""Working days after it from which on nobody begins anything new."""
MOMENTS = (time(9), time(10, 10), time(12, 20), time(15), time(16, 40))
REDRAWN = (0, 2)
"""The moments by number at which changed cards reach their readers: till then they are stale."""
EVENING = time(20, 15)

Progress = Callable[[date, int, int], None]
"""Told after each day: the day, the facts so far, the duties that are open."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is rehearsed."""

    profile: str
    text: str
    months: int
    seed: int
    size: Size
    beside: tuple[str, ...] = ()
    """Profiles that the council has to serve too, so that they can be compared."""


def key_for(seed: int) -> DataKey:
    """The data key of a rehearsal, whose secrets are all invented."""
    return DataKey(hashlib.sha256(f"rehearsal {seed}".encode()).digest())


def rehearse(engine: Engine, script: Script, progress: Progress | None = None) -> Account:
    """Play `script` in the empty database of `engine`; the same script gives the same head.

    Raises `NotAProfile` for a profile that is none. Whatever goes wrong in the playing is a
    problem of the account and never raised.
    """
    ledger = KeptLedger(engine, key=key_for(script.seed), randomness=SeededRandomness(script.seed))
    with capture_logs() as logged:
        stage = _Stage(ledger, script)
        stage.play(progress)
        return stage.ended(logged)


class _Stage:
    """One rehearsal under way."""

    def __init__(self, ledger: Ledger, script: Script) -> None:
        text = fitted(script.text, script.size)
        profile = Profile.parse(text)
        self.script, self.ledger, self.profile = script, ledger, profile
        self.zone = ZoneInfo(profile.programme.zone)
        self.calendar = Calendar(zone=profile.programme.zone)
        self.at = self._moment(self._before(FIRST, FOUNDED), time(10))
        draw = SeededDraw(script.seed)
        self.council: InventedCouncil = invented(
            draw, script.size, [profile, *(Profile.parse(text) for text in script.beside)]
        )
        self.cast: Cast = cast_of(draw, self.council)
        self.tally = Tally()
        born = (case.date_of_birth for case in self.council.cases)
        self.canaries = Canaries(day for day in born if day is not None)
        self.programme = found(
            ledger, authority="Rehearsal", profile_name=script.profile, text=text, actor=SHELL,
            at=self.at,
        )  # fmt: skip
        teams = PretendedTeams(draw, self.cast)
        self.postman = Postman(ledger, self.programme, teams, self.canaries, self.tally)
        hands = Pressing(ledger, self.programme, draw, self.cast, teams, self.canaries, self.tally)
        self.players = Players(ledger, self.programme, draw, self.cast, teams, hands)
        self.life = CouncilAtWork(
            ledger, self.programme, draw=draw, council=self.council, cast=self.cast,
            tally=self.tally,
        )  # fmt: skip
        self.draw = draw
        self.life.load(self.at)

    # ---- the days ----------------------------------------------------------------------------

    def play(self, progress: Progress | None) -> None:
        """Every working day from the founding until nothing is owed any more."""
        months = [months_after(FIRST, n) for n in range(self.script.months)]
        for number, month in enumerate(months):
            # Whoever leaves in a year's course is followed by somebody, or nobody would be left.
            befall(
                self.draw, self.council, self.cast, self.calendar, month,
                often=SELDOM if number else 100, followed=len(months) > 1,
            )  # fmt: skip
        self.cast.events.sort(key=lambda event: (event.at, event.kind, event.upn))
        over = self.calendar.last_of_month(months[-1].year, months[-1].month)
        cycles = list(
            rounds(self._rounds_of(), FIRST, self.script.months, self.profile.rhythm.months)
        )
        self.life.agree(cycles, self.at)
        for day in self._days(months[-1]):
            self.players.calm = day > self.calendar.add(over, CALM)
            self._day(day, cycles)
            with self.ledger.read(self.programme, at=self.at) as reader:
                for problem in watch_day(reader):
                    self.tally.trouble(problem)
                owed = reader.rows(Duty, closed_at=None)
                facts, _ = reader.head()
            if progress is not None:
                progress(day, facts, len(owed))
            overdue = any(duty.due_at <= self.at for duty in owed)
            settled = not owed or (day > self.calendar.add(over, SETTLING) and not overdue)
            if day > over and settled:
                return

    def _days(self, last: date) -> Iterator[date]:
        day = self.calendar.local(self.at).date()
        end = self.calendar.add(self.calendar.last_of_month(last.year, last.month), AFTERWARDS)
        while day <= end:
            yield day
            day = self.calendar.add(day, 1)

    def _day(self, day: date, cycles: list[Round]) -> None:
        for number, moment in enumerate(MOMENTS):
            self._until(self._moment(day, moment))
            if number == 0:
                self._morning(day, cycles)
            else:
                self.players.turn(self.at)
            self._tick(redraw=number in REDRAWN)
        if self.draw.chance(30):
            self._until(self._moment(day, EVENING))
            self.players.turn(self.at, late=True)
            self._tick()

    def _rounds_of(self) -> Sequence[str]:
        """Whose cycles they are: each service's, or the whole authority's."""
        wide = self.profile.programme.cycles == "authority"
        return (AUTHORITY,) if wide else self.council.services

    def _morning(self, day: date, cycles: list[Round]) -> None:
        """What was put on record overnight, and the steps by which the audit team opens a cycle."""
        while self.cast.events and self.cast.events[0].at <= self.at:
            self.life.happens(self.cast.events.pop(0), self.at)
        for service, month in cycles:
            if day == self._before(month, CONVENED):
                meets = self._moment(self._before(month, MET), time(10))
                self.life.convene(service, month, meets, self.at)
            if day == self._before(month, OPENED):
                self.life.open_cycle(service, month, self.at)
            if day == self._before(month, PROPOSED):
                self.life.propose(f"{_slug(service)}-{month:%Y-%m}", self.at)

    def _until(self, moment: datetime) -> None:
        """Run what the bot does by itself up to `moment`, each thing at its own time."""
        while True:
            with self.ledger.read(self.programme, at=self.at) as reader:
                due = next_due(reader)
            if due is None or not self.at < due[0] < moment:
                break
            self.at = due[0]
            self._tick()
        self.at = max(self.at, moment)

    def _tick(self, *, redraw: bool = False) -> None:
        """What the bot's timetable does at this moment; cards are redrawn where asked."""
        try:
            if sweep(self.ledger, self.programme, self.at).people:
                with self.ledger.read(self.programme, at=self.at) as reader:
                    for problem in watch_sweep(reader, self.at):
                        self.tally.trouble(problem)
            issue_digest(self.ledger, self.programme, self.at)
            self.postman.deliver(self.at, redraw=redraw)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self.tally.trouble(f"the timetable fails at {self.at:%Y-%m-%d %H:%M}: {where(error)}")

    def _before(self, month: date, n: int) -> date:
        return self.calendar.add(month, -n)

    def _moment(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    # ---- the end -----------------------------------------------------------------------------

    def ended(self, logged: list[structlog.typing.EventDict]) -> Account:
        """Check everything, and give the account."""
        for line in logged:
            self.canaries.search(canonical(_plain(line)), "a line of the log")
        with self.ledger.read(self.programme, at=self.at) as reader:
            for duty in reader.rows(Duty, closed_at=None):
                if duty.due_at <= self.at:
                    self.tally.trouble(f"{duty.id} is overdue by {duty.owner}, due {duty.due_at}")
        for problem in breaches(self.ledger, self.programme, self.at, self.canaries):
            self.tally.trouble(problem)
        for leak in self.canaries.found:
            self.tally.trouble(leak)
        for kind, n in sorted(self.postman.undrawn.items()):
            self.tally.trouble(f"nobody drew a card for {kind} ({n} times)")
        with self.ledger.read(self.programme, at=self.at) as reader:
            return account_of(
                reader, profile=self.script.profile, seed=self.script.seed,
                months=self.script.months, postman=self.postman, tally=self.tally,
            )  # fmt: skip


def _slug(service: str) -> str:
    return "-".join(service.lower().split())


def _plain(line: structlog.typing.EventDict) -> dict[str, str]:
    return {str(name): str(value) for name, value in line.items()}
