"""The simulation: audit months of a programme, day by day, on a simulated clock.

The clock runs on for some weeks after the last audit month, until no duty is overdue. Duties that
fall due months later are still open then, each with an owner and a date.
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
from bot.rehearsal.button_presses import ButtonPresses
from bot.rehearsal.checks.at_end import final_breaches
from bot.rehearsal.checks.canaries import Canaries
from bot.rehearsal.checks.during import check_day, check_sweep
from bot.rehearsal.checks.looking import look_at_digest, look_at_the_end
from bot.rehearsal.checks.observations import Observations, failure_site
from bot.rehearsal.council.invented import InventedCouncil, invent_council
from bot.rehearsal.council.later_months import OTHER_DRAWS, LaterMonths
from bot.rehearsal.council.life_events import LifeEvents
from bot.rehearsal.council.people import Population, populate
from bot.rehearsal.council.rhythm import PlannedCycle, planned_cycles
from bot.rehearsal.council.sizes import CouncilSize, fit_profile
from bot.rehearsal.council_events import SHELL, CouncilEvents
from bot.rehearsal.in_memory.ledger import InMemoryLedger
from bot.rehearsal.report import RehearsalReport, report_on
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import SimulatedTeams
from bot.rehearsal.teams.delivery import SimulatedDelivery
from bot.rehearsal.workforce import Workforce
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from bot.scheduler.ticking import next_due
from store.acts.audit_list.cycle import cycle_id
from store.clock.calendar import Calendar, months_after
from store.ledger import Ledger
from store.ledger.founding import found_programme
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import DataKey
from store.people.posts import AUTHORITY
from store.programme.profile import Profile
from store.tables import Duty
from store.tables.columns import canonical

FIRST = date(2026, 12, 1)
"""The first audit month of every rehearsal."""
FOUNDED = 14
"""Working days before FIRST on which the programme is founded and its timetable is recorded."""
CONVENED, MET, OPENED, PROPOSED = 13, 10, 8, 6
"""Working days before a cycle's month on which its meeting is called and held, the cycle is opened
and its list is sent: within the week after the meeting (programme.md §2.2)."""
RUN_ON_AT_MOST = 40
"""Working days for which the clock may run on after the last month, while a duty is overdue."""
RUN_ON_AT_LEAST = 22
"""Working days for which the clock always runs on after the last month."""
LATER_MONTHS = 40
"""The chance, in per cent, that a month after the first has life events."""
WIND_DOWN = 12
"""Working days after the last month from which nobody starts anything new."""
TIMES_OF_DAY = (time(9), time(10, 10), time(12, 20), time(15), time(16, 40))
REDRAW_AT = (0, 2)
"""The indexes in TIMES_OF_DAY at which changed cards are redrawn. Until then they are stale."""
EVENING = time(20, 15)

Progress = Callable[[date, int, int], None]
"""Called after each day with the day, the number of facts and the number of open duties."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What to rehearse: a profile's name and text, over how many months, with which seed."""

    profile: str
    text: str
    months: int
    seed: int
    size: CouncilSize
    compared_with: tuple[str, ...] = ()
    """The texts of other profiles whose quotas the council must fill too, for a comparison."""


def key_for(seed: int) -> DataKey:
    """The data key of a rehearsal. It follows from the seed, because all its data is invented."""
    return DataKey(hashlib.sha256(f"rehearsal {seed}".encode()).digest())


def rehearse(
    engine: Engine, scenario: Scenario, progress: Progress | None = None
) -> RehearsalReport:
    """Run `scenario` in the empty database of `engine`; the same scenario gives the same head.

    Raises `NotAProfile` where the text is not a profile. Any fault during the run becomes a
    problem of the report and is never raised.
    """
    ledger = InMemoryLedger(
        engine, key=key_for(scenario.seed), randomness=SeededRandomness(scenario.seed)
    )
    with capture_logs() as logged:
        simulation = _Simulation(ledger, scenario)
        simulation.run(progress)
        return simulation.finish(logged)


class _Simulation:
    """A rehearsal that is running."""

    def __init__(self, ledger: Ledger, scenario: Scenario) -> None:
        text = fit_profile(scenario.text, scenario.size)
        profile = Profile.parse(text)
        self.scenario, self.ledger, self.profile = scenario, ledger, profile
        self.zone = ZoneInfo(profile.programme.zone)
        self.calendar = Calendar(zone=profile.programme.zone)
        self.at = self._instant(self._before(FIRST, FOUNDED), time(10))
        self.draw = draw = SeededDraw(scenario.seed)
        self.later = SeededDraw(scenario.seed + OTHER_DRAWS)
        profiles = [profile, *(Profile.parse(text) for text in scenario.compared_with)]
        self.council: InventedCouncil = invent_council(
            draw, scenario.size, profiles, months=scenario.months
        )
        self.population: Population = populate(draw, self.council)
        self.observations = Observations()
        born = (case.date_of_birth for case in self.council.cases)
        self.canaries = Canaries((day for day in born if day is not None), profile)
        self.programme = found_programme(
            ledger,
            authority="Rehearsal",
            profile_name=scenario.profile,
            text=text,
            actor=SHELL,
            at=self.at,
        )
        teams = SimulatedTeams(draw, self.population)
        self.delivery = SimulatedDelivery(
            ledger, self.programme, teams, self.canaries, self.observations
        )
        presses = ButtonPresses(
            ledger, self.programme, draw, self.population, teams, self.canaries, self.observations
        )
        self.workforce = Workforce(ledger, self.programme, draw, self.population, teams, presses)
        self.events = CouncilEvents(
            ledger,
            self.programme,
            draw=draw,
            council=self.council,
            population=self.population,
            observations=self.observations,
            later=self.later,
        )
        self.events.import_sheets(self.at)
        self.carriers: list[PlannedCycle] = []

    # ---- the days ----------------------------------------------------------------------------

    def run(self, progress: Progress | None) -> None:
        """Run every working day from the founding until all is done, or the clock stops."""
        months = [months_after(FIRST, n) for n in range(self.scenario.months)]
        life_events = LifeEvents(self.draw, self.council, self.population, self.calendar)
        for number, month in enumerate(months):
            # Over several months leavers are replaced, or nobody would be left at the end.
            percent = LATER_MONTHS if number else 100
            life_events.schedule(month, percent=percent, successors=len(months) > 1)
        LaterMonths(self.later, self.council, self.population, self.calendar).schedule(months)
        over = self.calendar.last_of_month(months[-1].year, months[-1].month)
        cycles = list(
            planned_cycles(
                self._audited_units(), FIRST, self.scenario.months, self.profile.rhythm.months
            )
        )
        self.events.record_timetable(cycles, self.at)
        self.carriers = self._carriers() if self.profile.reaudit.share else []
        for day in self._days(months[-1]):
            self.workforce.winding_down = day > self.calendar.add(over, WIND_DOWN)
            self._day(day, cycles)
            with self.ledger.read(self.programme, at=self.at) as reader:
                self.observations.add_problems(check_day(reader))
                owed = reader.rows(Duty, closed_at=None)
                facts, _ = reader.head()
            if progress is not None:
                progress(day, facts, len(owed))
            overdue = any(duty.due_at <= self.at for duty in owed)
            settled = not owed or (day > self.calendar.add(over, RUN_ON_AT_LEAST) and not overdue)
            if day > over and settled:
                return

    def _carriers(self) -> list[PlannedCycle]:
        """The cycles after the last month, which only take up the re-audits of those before it."""
        every, months = self.profile.rhythm.months, self.scenario.months
        later = planned_cycles(self._audited_units(), FIRST, months + every, every)
        end = months_after(FIRST, months)
        return [one for one in later if one.month >= end]

    def _days(self, last: date) -> Iterator[date]:
        day = self.calendar.local(self.at).date()
        end = self.calendar.add(self.calendar.last_of_month(last.year, last.month), RUN_ON_AT_MOST)
        while day <= end:
            yield day
            day = self.calendar.add(day, 1)

    def _day(self, day: date, cycles: list[PlannedCycle]) -> None:
        for number, time_of_day in enumerate(TIMES_OF_DAY):
            self._run_until(self._instant(day, time_of_day))
            if number == 0:
                self._morning(day, cycles)
            else:
                self.workforce.take_turn(self.at)
            self._tick(redraw=number in REDRAW_AT)
        if self.draw.chance(30):
            self._run_until(self._instant(day, EVENING))
            self.workforce.take_turn(self.at, late=True)
            self._tick()

    def _audited_units(self) -> Sequence[str]:
        """What the cycles are of: each service, or the whole authority."""
        wide = self.profile.programme.cycles == "authority"
        return (AUTHORITY,) if wide else self.council.services

    def _morning(self, day: date, cycles: list[PlannedCycle]) -> None:
        """Record the life events up to now, and do the audit team's steps that are due today."""
        while self.population.events and self.population.events[0].at <= self.at:
            self.events.record_event(self.population.events.pop(0), self.at)
        for service, month in cycles:
            if day == self._before(month, CONVENED):
                meets = self._instant(self._before(month, MET), time(10))
                self.events.convene(service, month, meets, self.at)
            if day == self._before(month, OPENED):
                self.events.open_cycle(service, month, self.at)
            if day == self._before(month, PROPOSED):
                self.events.propose(cycle_id(service, month), self.at)
        for service, month in self.carriers:
            if day == self._before(month, OPENED):
                self.events.carry_on(service, month, self.at)

    def _run_until(self, moment: datetime) -> None:
        """Run the bot's scheduled jobs up to `moment`, each at its own time."""
        while True:
            with self.ledger.read(self.programme, at=self.at) as reader:
                due = next_due(reader)
            if due is None or not self.at < due[0] < moment:
                break
            self.at = due[0]
            self._tick()
        self.at = max(self.at, moment)

    def _tick(self, *, redraw: bool = False) -> None:
        """Run the bot's scheduled jobs once; with `redraw`, changed cards are redrawn too."""
        try:
            if sweep(self.ledger, self.programme, self.at).people:
                with self.ledger.read(self.programme, at=self.at) as reader:
                    self.observations.add_problems(check_sweep(reader, self.at))
            if digest := issue_digest(self.ledger, self.programme, self.at):
                with self.ledger.read(self.programme, at=self.at) as reader:
                    look_at_digest(self.observations, reader, digest)
            self.delivery.deliver(self.at, redraw=redraw)
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self.observations.add_problem(
                f"the scheduled jobs fail at {self.at:%Y-%m-%d %H:%M}: {failure_site(error)}"
            )

    def _before(self, month: date, n: int) -> date:
        return self.calendar.add(month, -n)

    def _instant(self, day: date, time_of_day: time) -> datetime:
        return datetime.combine(day, time_of_day, self.zone).astimezone(UTC)

    # ---- the end -----------------------------------------------------------------------------

    def finish(self, logged: list[structlog.typing.EventDict]) -> RehearsalReport:
        """Check all invariants and give the report."""
        for line in logged:
            self.canaries.search(canonical(_as_text(line)), "a line of the log")
        found = self.observations
        with self.ledger.read(self.programme, at=self.at) as reader:
            overdue = [d for d in reader.rows(Duty, closed_at=None) if d.due_at <= self.at]
            found.add_problems(f"{d.id} is overdue by {d.owner}, due {d.due_at}" for d in overdue)
            look_at_the_end(found, reader)
        found.add_problems(final_breaches(self.ledger, self.programme, self.at, self.canaries))
        found.add_problems(self.canaries.found)
        found.add_problems(
            f"messages of kind {kind} have no card ({n} times)"
            for kind, n in sorted(self.delivery.without_card.items())
        )
        with self.ledger.read(self.programme, at=self.at) as reader:
            return report_on(
                reader,
                profile=self.scenario.profile,
                seed=self.scenario.seed,
                months=self.scenario.months,
                delivery=self.delivery,
                observations=found,
            )


def _as_text(line: structlog.typing.EventDict) -> dict[str, str]:
    return {str(name): str(value) for name, value in line.items()}
