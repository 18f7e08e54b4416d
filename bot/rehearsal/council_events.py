"""What happens to a simulated council: the audit team's steps of a cycle, and life events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.rehearsal.checks.canaries import CHILD_TEXT, STAFF_TEXT
from bot.rehearsal.checks.observations import Observations, failure_site
from bot.rehearsal.council.invented import FIRST, LAST, InventedCouncil
from bot.rehearsal.council.people import LifeEvent, Population, simulated_person
from bot.rehearsal.later_events import LATER, SecondMonthOn, case_file
from bot.rehearsal.seeded_draw import SeededDraw
from store.acts.audit_list.cycle import cycle_id
from store.duties.predicates.closed_lists import today
from store.ledger import Actor, Ledger
from store.people.posts import is_absent
from store.programme.selection import quotas_to_say
from store.registry import not_open, perform
from store.rules.kloe_meeting import to_invite
from store.sheets.cases import CaseRow
from store.sheets.people import PeopleSheet
from store.sheets.person import PersonRow
from store.tables import Cycle, Person
from store.vocabulary.errors import LedgerError

SHELL = Actor("cli:rehearsal", "cli:rehearsal")
KLOES = (
    {
        "text": "Is the child's voice in the plan, and did it change anything?",
        "where": "",
        "rationale": "Complaints of families said that it was not",
    },
    {
        "text": "Where neglect is a factor, is it named and measured?",
        "where": "flags=neglect",
        "rationale": "Escalations by reviewing officers named neglect",
    },
)
OPENING_VERBS = ("timetable.record", "kloe.convene", "kloe.held", "cycle.open")
LIST_VERBS = ("cycle.select", "cycle.allocate", "list.propose")
ABSENCE_COLUMNS = ("absent_from", "absent_to", "delegate_upn")


class CouncilEvents:
    """Carries out events as acts of people who are allowed to do them."""

    def __init__(
        self,
        ledger: Ledger,
        programme: str,
        *,
        draw: SeededDraw,
        council: InventedCouncil,
        population: Population,
        observations: Observations,
        later: SeededDraw,
    ) -> None:
        self._ledger, self._programme = ledger, programme
        self._draw, self._council = draw, council
        self._population, self._observations = population, observations
        self._chance = later

    def import_sheets(self, at: datetime) -> None:
        """Import the people file and the case file."""
        self._import_people(SHELL, self._council.people, at)
        self._import_cases(SHELL, self._council.cases, at)

    def record_timetable(self, cycles: Sequence[tuple[str, date]], at: datetime) -> None:
        """Record the timetable of all cycles of the rehearsal (programme.md §5)."""
        themes = ("Neglect", "The child's voice", None)
        entries = [
            {"service": service, "month": month, "theme": self._draw.choice(themes)}
            for service, month in cycles
        ]
        minutes = f"{STAFF_TEXT}: all Heads agreed."
        given = {"entries": entries, "minutes": minutes, "agreed_on": at.date()}
        self._act(self._officer(at), "timetable.record", self._programme, at, given)

    def convene(self, service: str, month: date, meets: datetime, at: datetime) -> None:
        """Invite people to the meeting on a cycle's lines of enquiry.

        Where the authority is closed on the day meant, it meets on the working day before
        (programme.md §4: back if it precedes an event).
        """
        with self._ledger.read(self._programme, at=at) as reader:
            day = reader.calendar.local(meets).date()
            meets -= day - reader.calendar.back(day)
        given = {"starts_at": meets, "place": f"{STAFF_TEXT}: Room 2"}
        self._act(self._officer(at), "kloe.convene", cycle_id(service, month), at, given)

    def open_cycle(self, service: str, month: date, at: datetime) -> None:
        """Open a cycle; its meeting is recorded first where nobody has recorded it yet."""
        cycle = cycle_id(service, month)
        with self._ledger.read(self._programme, at=at) as reader:
            planned = reader.find(Cycle, cycle)
            met = planned is None or planned.kloe_met_at is not None
            invited = [] if planned is None else to_invite(reader, planned)
        if not met:
            meeting = {
                "held_on": at.date(),
                "attended": invited,
                "kloes": list(KLOES),
                "going_well": f"{CHILD_TEXT}: visits are in time",
                "worried_about": f"{STAFF_TEXT}: plans",
                "need_assurance": f"{CHILD_TEXT}: that children are heard",
            }
            self._act(self._officer(at), "kloe.held", cycle, at, meeting)
        given = {
            "service": service,
            "month": month,
            "accept_slack": True,
            "volume": self._volume(at),
        }
        self._act(self._officer(at), "cycle.open", self._programme, at, given)

    def _volume(self, at: datetime) -> dict[str, int]:
        """Every other month the most that the profile allows, else what it says by itself."""
        with self._ledger.read(self._programme, at=at) as reader:
            open_ones = quotas_to_say(reader.profile.selection.quotas)
        most = {key: quota.at_most for key, quota in open_ones.items() if quota.at_most}
        return most if at.month % 2 else {}

    def carry_on(self, service: str, month: date, at: datetime) -> None:
        """Open and draw, from the shell, a cycle that only takes up earlier work for re-audit."""
        given = {"service": service, "month": month, "accept_slack": True}
        self._act(SHELL, "cycle.open", self._programme, at, given)
        seed = {"seed": self._draw.below(2**31)}
        self._act(SHELL, "cycle.select", cycle_id(service, month), at, seed)

    def propose(self, cycle: str, at: datetime) -> None:
        """Draw and allocate the cycle, and send the list to the Head of Service.

        A step that a colleague has already done from a card is left out.
        """
        for verb in LIST_VERBS:
            with self._ledger.read(self._programme, at=at) as reader:
                row = reader.find(Cycle, cycle)
                done = row is None or not_open(reader, verb, row) is not None
            if done:
                continue
            given = {} if verb == "list.propose" else {"seed": self._draw.below(2**31)}
            self._act(self._officer(at), verb, cycle, at, given)

    def record_event(self, event: LifeEvent, at: datetime) -> None:
        """Record a life event."""
        officer = self._officer(at)
        records: Mapping[str, Callable[[], object]] = {
            "away": lambda: self._away(event, at),
            "back": lambda: self._back(event, at),
            "leaves": lambda: self._act(officer, "person.left", event.upn, at, {"on": event.first}),
            "moves": lambda: self._moves(event, at),
            "moves_on": lambda: self._moves_on(event, at),
            "follows": lambda: self._follows(event, at),
            **{kind: partial(self._later, kind, at) for kind in LATER},
        }
        day = {"on": event.first, "kind": event.kind, "name": "A day without work"}
        closure = partial(self._act, officer, "closure.add", self._programme, at, day)
        records.get(event.kind, closure)()

    def _officer(self, at: datetime) -> Actor:
        """A member of the audit team who is at work and has not moved on, or the shell."""
        roles = ("audit_officer", "audit_manager")
        team = [upn for role in roles for upn in self._council.holders_of(role)]
        with self._ledger.read(self._programme, at=at) as reader:
            held = {person.id for person in reader.everybody() if {*roles} & {*person.roles}}
        here = self._population.here([upn for upn in team if upn in held], at.date())
        return Actor(here[0], "teams") if here else SHELL

    def _recorder(self, upn: str, at: datetime) -> Actor:
        """The person who records an absence: the absent person, their manager or the audit team."""
        manager = self._council.person_row(upn).manager_upn
        choices = [Actor(upn, "teams"), self._officer(at)]
        if manager is not None and self._population.here([manager], at.date()):
            choices.append(Actor(manager, "teams"))
        return self._draw.choice(choices)

    def _away(self, event: LifeEvent, at: datetime) -> None:
        given = {
            "from": event.first,
            "to": event.last,
            "delegate": self._available_delegate(event, at),
        }
        self._act(self._recorder(event.upn, at), "person.absent", event.upn, at, given)

    def _available_delegate(self, event: LifeEvent, at: datetime) -> str | None:
        """The event's delegate, or None where they have left or are away themselves."""
        with self._ledger.read(self._programme, at=at) as reader:
            person = reader.find(Person, event.delegate)
            day = max(event.first or today(reader), today(reader))
            unavailable = person is None or person.left_on is not None or is_absent(person, day)
        return None if unavailable else event.delegate

    def _back(self, event: LifeEvent, at: datetime) -> None:
        with self._ledger.read(self._programme, at=at) as reader:
            if reader.get(Person, event.upn).absent_from is None:
                return
        self._act(self._recorder(event.upn, at), "person.back", event.upn, at, {})

    def _moves(self, event: LifeEvent, at: datetime) -> None:
        """A person changes team: a people file of one row is imported."""
        own = self._council.person_row(event.upn)
        if own in self._council.leavers:
            return
        managers = [row for row in self._council.people if "team_manager" in row.roles]
        places = sorted({(row.service, row.team) for row in managers if row.team != own.team})
        service, team = self._draw.choice(places)
        row = replace(own, service=service, team=team)
        self._import_people(self._officer(at), (row,), at, absent_columns=ABSENCE_COLUMNS)

    def _moves_on(self, event: LifeEvent, at: datetime) -> None:
        """A person gives up their post: the people file has them as a moderator without one."""
        own = self._council.person_row(event.upn)
        if own in self._council.leavers:
            return
        row = replace(own, roles=("moderator",))
        self._import_people(self._officer(at), (row,), at, absent_columns=ABSENCE_COLUMNS)

    def _follows(self, event: LifeEvent, at: datetime) -> None:
        """A successor takes a leaver's place: every row that names the leaver is imported."""
        upn = f"successor.{len(self._population.people)}.{event.upn}"
        names = f"{self._draw.choice(FIRST.split())} {self._draw.choice(LAST.split())}"
        people, cases = self._council.replace_leaver(event.upn, upn, names)
        self._population.people[upn] = simulated_person(self._draw, upn)
        officer = self._officer(at)
        self._import_people(officer, tuple(people), at, absent_columns=ABSENCE_COLUMNS)
        if cases:
            self._import_cases(officer, tuple(cases), at)

    def _later(self, kind: str, at: datetime) -> None:
        """What happens from the second month on, as acts of the audit team."""
        with self._ledger.read(self._programme, at=at) as reader:
            acts = LATER[kind](SecondMonthOn(reader, self._chance, self._council, self._population))
        for verb, given in acts:
            self._act(self._officer(at), verb, self._programme, at, given)

    def _import_people(
        self,
        actor: Actor,
        rows: tuple[PersonRow, ...],
        at: datetime,
        absent_columns: tuple[str, ...] = (),
    ) -> None:
        sheet = PeopleSheet(rows, (), absent_columns)
        given = {"file": "people.csv", "rows": len(rows), "sheet": sheet}
        self._act(actor, "people.import", self._programme, at, given)

    def _import_cases(self, actor: Actor, rows: tuple[CaseRow, ...], at: datetime) -> None:
        self._act(actor, "cases.import", self._programme, at, case_file(rows))

    def _act(
        self, actor: Actor, verb: str, subject: str, at: datetime, given: Mapping[str, Any]
    ) -> None:
        kept = {name: value for name, value in given.items() if value is not None}
        try:
            with self._ledger.unit(self._programme, actor=actor, at=at) as unit:
                perform(unit, verb, subject, kept)
            self._observations.acts[verb] += 1
        except LedgerError as refused:
            self._observations.refusals[verb, refused.code] += 1
            if verb in (*LIST_VERBS, *OPENING_VERBS):
                self._observations.add_problem(
                    f"{verb} on {subject} was refused: {refused.message}"
                )
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self._observations.add_problem(f"{verb} on {subject} fails: {failure_site(error)}")
