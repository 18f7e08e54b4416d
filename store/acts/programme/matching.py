"""The audit team says whom the names in the council's extract mean (programme.md §2.2)."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from store.ledger import Unit
from store.people.name_matching import Directory, alias_id, name_key
from store.people.set_aside import PERHAPS, CaseNames, settle_names
from store.people.upns import person_by_upn
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.rules.reassigning import cases_moved, look_again
from store.sheets.cells import LONGEST
from store.tables import Case, KnownName, Person, Programme
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

NOBODY = "nobody"
"""The answer for a name that is nobody's in the people file."""


class WorkerNamed(Fields):
    """Whom a worker's name means, everywhere or on cases of one team; `upn` may be `nobody`."""

    name: str = Field(min_length=1, max_length=LONGEST)
    team: str = Field(default="", max_length=LONGEST)
    upn: str = Field(min_length=1, max_length=LONGEST)


class TeamNamed(Fields):
    """Which team of the people file a team's name means."""

    name: str = Field(min_length=1, max_length=LONGEST)
    service: str = Field(min_length=1, max_length=LONGEST)
    team: str = Field(min_length=1, max_length=LONGEST)


class Answers(Fields):
    """Several answers, kept together or not at all."""

    workers: tuple[WorkerNamed, ...] = Field(default=(), max_length=2_000)
    teams: tuple[TeamNamed, ...] = Field(default=(), max_length=2_000)


@act(
    "cases.match",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=Answers,
    words=Words(
        button="Who is this?",
        dialog="Who is this?",
        submit="Keep these answers",
        receipt="Kept. The cases with these names are brought up to date.",
        lists=frozenset({"programme"}),
    ),
)
def match_names(unit: Unit, _programme: Programme, given: Answers) -> None:
    """Keep the answers as aliases, and settle every case on which one of the names stands."""
    wrong: dict[str, str] = {}
    places = {(one.service, one.team) for one in unit.rows(Person) if one.service and one.team}
    for place, worker in enumerate(given.workers):
        person = None if worker.upn.lower() == NOBODY else person_by_upn(unit, worker.upn)
        if person is None and worker.upn.lower() != NOBODY:
            wrong[f"workers.{place}.upn"] = "is not in the people file"
            continue
        row = _row(unit, alias_id("worker", worker.name, worker.team), worker.name)
        row.within = worker.team or None
        row.person = None if person is None else person.id
    for place, team in enumerate(given.teams):
        if (team.service, team.team) not in places:
            wrong[f"teams.{place}.team"] = "is not a service and team of the people file"
            continue
        row = _row(unit, alias_id("team", team.name), team.name)
        row.service, row.team = team.service, team.team
    if wrong:
        raise Invalid(f"Nothing was matched: {'; '.join(sorted(set(wrong.values())))}.", wrong)
    unit.session.flush()
    said = {name_key(one.name) for one in given.workers}
    said |= {name_key(one.name) for one in given.teams}
    settle_cases(unit, (case for case in unit.rows(Case) if said & _names(case)))


def _row(unit: Unit, row_id: str, name: str) -> KnownName:
    found = unit.find(KnownName, row_id)
    return found or unit.add(KnownName(programme=unit.programme, id=row_id, name=name))


def _names(case: Case) -> set[str]:
    """The names of people and of the team on a case from an extract, to compare."""
    named = [case.worker_named, case.team_named, *(one[0] for one in case.involvements or ())]
    return {name_key(name) for name in named if name}


def settle_cases(unit: Unit, cases: Iterable[Case]) -> None:
    """Find out anew whom the names on these cases mean; what follows from a move follows."""
    found, moved = list(cases), set[str]()
    if not found:
        return
    directory = Directory(unit)
    for case in found:
        names = CaseNames(
            worker=case.worker_named or "",
            team=case.team_named or "",
            plan=case.plan,
            involved=[_involved(one) for one in case.involvements or () if one[1] != PERHAPS],
            chair=case.iro if case.plan == "CLA" else case.cp_chair,
            undated="no_closing_date" in (case.set_aside or ()),
        )
        settled = settle_names(directory, names)
        values: dict[str, Any] = {
            "involved": list(settled.involved),
            "involvements": [list(one) for one in settled.involvements] or None,
            "set_aside": list(settled.set_aside) or None,
        }
        for column in ("practitioner", "service", "team", "team_manager"):
            if value := getattr(settled, column):
                values[column] = value
        changed = {name for name, value in values.items() if getattr(case, name) != value}
        for name in changed:
            setattr(case, name, values[name])
        if changed - {"set_aside"}:
            moved.add(case.id)
    unit.session.flush()
    look_again(unit, (), moved)
    cases_moved(unit, moved)


def _involved(one: list[str | None]) -> tuple[str, str, str, str | None, str | None]:
    name, role, team, since, until, _ = one
    return str(name), str(role or ""), str(team or ""), since, until
