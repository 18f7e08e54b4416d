"""What the audit team and life do to a rehearsed council: cycles, absences, leavers, movers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.rehearsal.checks.canaries import STAFF, WORDS
from bot.rehearsal.checks.observations import Tally, where
from bot.rehearsal.council.invented import FIRST, LAST, InventedCouncil
from bot.rehearsal.council.people import Cast, LifeEvent, soul_of
from bot.rehearsal.seeded_draw import SeededDraw
from store.acts.audit_list.cycles import cycle_id
from store.duties.predicates.closed_lists import today
from store.ledger import Actor, Ledger
from store.people.posts import is_absent
from store.registry import not_open, perform
from store.rules.kloe_meetings import to_invite
from store.sheets.cases import CaseSheet
from store.sheets.people import PeopleSheet
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
BEFORE = ("timetable.record", "kloe.convene", "kloe.held", "cycle.open")
STEPS = ("cycle.select", "cycle.allocate", "list.propose")


class CouncilAtWork:
    """Does what befalls a council, each thing as an act of somebody who may."""

    def __init__(
        self,
        ledger: Ledger,
        programme: str,
        *,
        draw: SeededDraw,
        council: InventedCouncil,
        cast: Cast,
        tally: Tally,
    ) -> None:
        self._ledger, self._programme = ledger, programme
        self._draw, self._council, self._cast, self._tally = draw, council, cast, tally

    def load(self, at: datetime) -> None:
        """The two sheets."""
        people, cases = self._council.people, self._council.cases
        self._act(SHELL, "people.import", self._programme, at, {
            "file": "people.csv", "rows": len(people), "sheet": PeopleSheet(people, (), ()),
        })  # fmt: skip
        self._act(SHELL, "cases.import", self._programme, at, {
            "file": "cases.csv", "rows": len(cases), "sheet": CaseSheet(cases, (), ()),
        })  # fmt: skip

    def agree(self, rounds: Sequence[tuple[str, date]], at: datetime) -> None:
        """Record the timetable of all cycles that are played (programme.md §5)."""
        themes = ("Neglect", "The child's voice", None)
        entries = [
            {"service": service, "month": month, "theme": self._draw.one(themes)}
            for service, month in rounds
        ]
        self._act(self._officer(at), "timetable.record", self._programme, at, {
            "entries": entries, "minutes": f"{STAFF}: all Heads agreed.", "agreed_on": at.date(),
        })  # fmt: skip

    def convene(self, service: str, month: date, meets: datetime, at: datetime) -> None:
        """Invite to the meeting on a cycle's lines of enquiry."""
        self._act(self._officer(at), "kloe.convene", cycle_id(service, month), at, {
            "starts_at": meets, "place": f"{STAFF}: Room 2",
        })  # fmt: skip

    def open_cycle(self, service: str, month: date, at: datetime) -> str:
        """Open it with what its meeting agreed, held at the latest now; gives its id."""
        cycle = cycle_id(service, month)
        with self._ledger.read(self._programme, at=at) as reader:
            planned = reader.find(Cycle, cycle)
            met = planned is None or planned.kloe_met_at is not None
            invited = [] if planned is None else to_invite(reader, planned)
        if not met:
            self._act(self._officer(at), "kloe.held", cycle, at, {
                "held_on": at.date(), "attended": invited, "kloes": list(KLOES),
                "going_well": f"{WORDS}: visits are in time", "worried_about": f"{STAFF}: plans",
                "need_assurance": f"{WORDS}: that children are heard",
            })  # fmt: skip
        self._act(self._officer(at), "cycle.open", self._programme, at, {
            "service": service, "month": month, "accept_slack": True,
        })  # fmt: skip
        return cycle

    def propose(self, cycle: str, at: datetime) -> None:
        """Draw, allocate, and send the list to the Head of Service.

        What a colleague has done from a card of theirs already is not done again.
        """
        for verb in STEPS:
            with self._ledger.read(self._programme, at=at) as reader:
                done = not_open(reader, verb, reader.get(Cycle, cycle)) is not None
            if done:
                continue
            given = {} if verb == "list.propose" else {"seed": self._draw.number(2**31)}
            self._act(self._officer(at), verb, cycle, at, given)

    def happens(self, event: LifeEvent, at: datetime) -> None:
        """Put on record what has befallen somebody."""
        officer = self._officer(at)
        deeds: Mapping[str, Callable[[], object]] = {
            "away": lambda: self._away(event, at),
            "back": lambda: self._back(event, at),
            "leaves": lambda: self._act(officer, "person.left", event.upn, at, {"on": event.first}),
            "moves": lambda: self._moves(event, at),
            "follows": lambda: self._follows(event, at),
        }
        day = {"on": event.first, "kind": event.kind, "name": "A day without work"}
        deeds.get(event.kind, lambda: self._act(officer, "closure.add", self._programme, at, day))()

    def _officer(self, at: datetime) -> Actor:
        team = [*self._council.holding("audit_officer"), *self._council.holding("audit_manager")]
        here = self._cast.here(team, at.date())
        return Actor(here[0], "teams") if here else SHELL

    def _recorder(self, upn: str, at: datetime) -> Actor:
        """Whoever writes an absence down: themselves, their manager, or the audit team."""
        manager = self._council.row(upn).manager_upn
        choices = [Actor(upn, "teams"), self._officer(at)]
        if manager is not None and self._cast.here([manager], at.date()):
            choices.append(Actor(manager, "teams"))
        return self._draw.one(choices)

    def _away(self, event: LifeEvent, at: datetime) -> None:
        given = {"from": event.first, "to": event.last, "delegate": self._fit(event, at)}
        self._act(self._recorder(event.upn, at), "person.absent", event.upn, at, given)

    def _fit(self, event: LifeEvent, at: datetime) -> str | None:
        """The delegate, where they are not away or gone themselves."""
        with self._ledger.read(self._programme, at=at) as reader:
            person = reader.find(Person, event.delegate)
            day = max(event.first or today(reader), today(reader))
            gone = person is None or person.left_on is not None or is_absent(person, day)
        return None if gone else event.delegate

    def _back(self, event: LifeEvent, at: datetime) -> None:
        with self._ledger.read(self._programme, at=at) as reader:
            if reader.get(Person, event.upn).absent_from is None:
                return
        self._act(self._recorder(event.upn, at), "person.back", event.upn, at, {})

    def _moves(self, event: LifeEvent, at: datetime) -> None:
        """Somebody changes team, with a people file of one line."""
        own = self._council.row(event.upn)
        if own in self._council.gone:
            return
        places = sorted({
            (row.service, row.team) for row in self._council.people
            if "team_manager" in row.roles and row.team != own.team
        })  # fmt: skip
        service, team = self._draw.one(places)
        line = replace(own, service=service, team=team)
        absent = ("absent_from", "absent_to", "delegate_upn")
        self._act(self._officer(at), "people.import", self._programme, at, {
            "file": "people.csv", "rows": 1, "sheet": PeopleSheet((line,), (), absent),
        })  # fmt: skip

    def _follows(self, event: LifeEvent, at: datetime) -> None:
        """Somebody new comes in a leaver's place, with the two sheets as they change."""
        upn = f"successor.{len(self._cast.souls)}.{event.upn}"
        names = f"{self._draw.one(FIRST.split())} {self._draw.one(LAST.split())}"
        people, cases = self._council.follow(event.upn, upn, names)
        self._cast.souls[upn] = soul_of(self._draw, upn)
        officer = self._officer(at)
        absent = ("absent_from", "absent_to", "delegate_upn")
        self._act(officer, "people.import", self._programme, at, {
            "file": "people.csv", "rows": len(people),
            "sheet": PeopleSheet(tuple(people), (), absent),
        })  # fmt: skip
        if cases:
            self._act(officer, "cases.import", self._programme, at, {
                "file": "cases.csv", "rows": len(cases), "sheet": CaseSheet(tuple(cases), (), ()),
            })  # fmt: skip

    def _act(
        self, actor: Actor, verb: str, subject: str, at: datetime, given: Mapping[str, Any]
    ) -> None:
        kept = {name: value for name, value in given.items() if value is not None}
        try:
            with self._ledger.unit(self._programme, actor=actor, at=at) as unit:
                perform(unit, verb, subject, kept)
            self._tally.acts[verb] += 1
        except LedgerError as refused:
            self._tally.refusals[verb, refused.code] += 1
            if verb in (*STEPS, *BEFORE):
                self._tally.trouble(f"{verb} on {subject} was refused: {refused.message}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self._tally.trouble(f"{verb} on {subject} fails: {where(error)}")
