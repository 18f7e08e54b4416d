"""The case sheet (child-level data): the cases that a cycle may draw, and who works on them.

No error repeats a child's name, birth date or ethnicity. A value may stand in a neighbouring
column by mistake, so errors quote no free text of the sheet.
"""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from store.programme.kinds import CASE
from store.sheets import cells
from store.sheets.days import iso_date
from store.sheets.problems import BadSheet, SheetProblem, quoted
from store.sheets.rows import Columns, RowReader, Suggestions
from store.sheets.table import Table

# contract.md §4.
COLUMNS = (
    "case_ref",
    "child_name",
    "date_of_birth",
    "ethnicity",
    "service",
    "team",
    "practitioner_upn",
    "team_manager_upn",
    "iro_upn",
    "cp_chair_upn",
    "plan",
    "closed_on",
    "flags",
    "involved_upns",
    "subject",
)
# Without these columns neither the case's team nor the people who worked on it are known.
REQUIRED = ("case_ref", "service", "team", "practitioner_upn", "team_manager_upn")

CASE_REF = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One checked line; UPNs and flags are in lower case.

    An empty cell is None, "" (plan) or (). The child's details stay out of the row's `repr`. Of a
    council's extract, what is not known is empty and the last four say more (see `tables.Case`).
    `subject` says what the line is if it is not a child's case: a referral, a team, or anything
    else that a kind of audit in the profile looks at.
    """

    case_ref: str
    child_name: str | None = field(repr=False)
    date_of_birth: date | None = field(repr=False)
    ethnicity: str | None = field(repr=False)
    service: str
    team: str
    practitioner_upn: str
    team_manager_upn: str
    iro_upn: str | None
    cp_chair_upn: str | None
    plan: str
    closed_on: date | None
    flags: tuple[str, ...]
    involved_upns: tuple[str, ...]
    line: int
    subject: str = CASE
    worker_named: str | None = None
    team_named: str | None = None
    set_aside: tuple[str, ...] | None = None
    involvements: tuple[tuple[str | None, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All rows, and the headings that are unknown or absent (see `PeopleSheet`).

    `kind` says what the file is: our `sheet`, an `annex-a` workbook or an `ssd` extract, of which
    `passed_over` names what was not needed and `lines` counts what was read.
    """

    rows: tuple[CaseRow, ...]
    unknown_columns: tuple[str, ...]
    absent_columns: tuple[str, ...]
    kind: str = "sheet"
    passed_over: tuple[str, ...] = ()
    lines: int = 0


def read_cases(
    table: Table,
    *,
    known: frozenset[str],
    teams: frozenset[tuple[str, str]],
    subjects: AbstractSet[str] = frozenset({CASE}),
    aliases: Mapping[str, str] | None = None,
    references: Mapping[str, str] | None = None,
) -> CaseSheet:
    """The cases in `table`. Raises `BadSheet` with every problem in it.

    `known` are the ids of all people in the ledger, `aliases` their ids by their other UPNs,
    `teams` their (service, team) pairs, and `subjects` the things that the programme's kinds of
    audit look at. Rows name people by id, and cases as the ledger's `references` spell them.
    """
    columns = Columns.of(table, wanted=COLUMNS, required=REQUIRED)
    problems: list[SheetProblem] = []
    directory = _Directory(known, teams)
    rows = []
    first: dict[str, int] = {}
    for raw in table.rows:
        cell = RowReader(raw, columns, problems, quoting=False)
        row = _by_known_id(_case(cell, subjects), aliases or {})
        row = replace(row, case_ref=(references or {}).get(row.case_ref.casefold(), row.case_ref))
        directory.check(cell, row)
        key = row.case_ref.casefold()
        if key and (earlier := first.setdefault(key, row.line)) != row.line:
            cell.note("case_ref", f"line {earlier} has the same reference: keep one line a case.")
        rows.append(row)
    if problems:
        raise BadSheet(problems)
    return CaseSheet(tuple(rows), columns.unknown, columns.absent)


def _by_known_id(case: CaseRow, ids: Mapping[str, str]) -> CaseRow:
    """The line with the ids of the people that its UPNs mean."""
    return replace(
        case,
        practitioner_upn=ids.get(case.practitioner_upn, case.practitioner_upn),
        team_manager_upn=ids.get(case.team_manager_upn, case.team_manager_upn),
        iro_upn=ids.get(case.iro_upn or "", case.iro_upn),
        cp_chair_upn=ids.get(case.cp_chair_upn or "", case.cp_chair_upn),
        involved_upns=tuple(ids.get(upn, upn) for upn in case.involved_upns),
    )


def _case(cell: RowReader, subjects: AbstractSet[str]) -> CaseRow:
    subject = cell.take("subject", lambda value: _subject(value, subjects)) or CASE
    manager = cell.take("team_manager_upn", cells.upn, required=True) or ""
    # What is no child's case needs no practitioner: its Team Manager answers for the work.
    worker = cell.take("practitioner_upn", cells.upn, required=subject == CASE)
    case = CaseRow(
        case_ref=cell.take("case_ref", case_ref, required=True) or "",
        child_name=cell.take("child_name", cells.person_name),
        date_of_birth=cell.take("date_of_birth", iso_date),
        ethnicity=cell.take("ethnicity", cells.text),
        service=cell.take("service", cells.text, required=True) or "",
        team=cell.take("team", cells.text, required=True) or "",
        practitioner_upn=worker or ("" if subject == CASE else manager),
        team_manager_upn=manager,
        iro_upn=cell.take("iro_upn", cells.upn),
        cp_chair_upn=cell.take("cp_chair_upn", cells.upn),
        plan=cell.take("plan", cells.text) or "",
        closed_on=cell.take("closed_on", iso_date),
        flags=cell.take("flags", cells.flags) or (),
        involved_upns=cell.take("involved_upns", cells.upns) or (),
        line=cell.row.line,
        subject=subject,
    )
    if _identifies_child(case):
        cell.note(
            "case_ref",
            "the reference contains the child's name or birth date and appears in messages: use "
            "the record system's number.",
        )
    if case.closed_on and case.date_of_birth and case.closed_on < case.date_of_birth:
        cell.note("closed_on", "it is before date_of_birth: correct one of the two.")
    return case


def case_ref(value: str) -> str:
    """A case reference. Messages show it in place of a name (programme.md §1), so it is no name."""
    if not CASE_REF.fullmatch(value):
        raise cells.Unfit(
            "is not a case reference: use at most 40 letters, digits and hyphens, such as FD-10234."
        )
    if not any(sign.isdigit() for sign in value):
        raise cells.Unfit("has no digit and may be a name: use the record system's number.")
    return value


def _subject(value: str, subjects: AbstractSet[str]) -> str:
    """What the line is, in the profile's words; some kind of audit must look at it."""
    word = " ".join(value.lower().split())
    if word not in subjects:
        others = ", ".join(sorted(subjects - {CASE}))
        raise cells.Unfit(
            f"is not a subject of any kind of audit here: write {others}, or leave it empty for "
            "a case."
            if others
            else "is not a subject of any kind of audit here, because all of them look at cases: "
            "leave it empty, or add a kind with this subject to the profile first."
        )
    return word


def _identifies_child(case: CaseRow) -> bool:
    words = {word for word in re.split(r"[^a-z]+", case.case_ref.lower()) if word}
    if case.child_name:
        plain = unicodedata.normalize("NFKD", case.child_name.lower())
        letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
        names = [name for name in re.split(r"[^a-z]+", letters) if len(name) >= SHORTEST_NAME]
        joined = {"".join(names), "".join(reversed(names))} - {""}
        if words & {*names, *joined}:
            return True
    if case.date_of_birth:
        digits = re.sub(r"[^0-9]", "", case.case_ref)
        forms = ("%Y%m%d", "%d%m%Y", "%m%d%Y")
        return any(case.date_of_birth.strftime(form) in digits for form in forms)
    return False


class _Directory:
    """The people, services and teams in the ledger, which a case may name."""

    def __init__(self, known: AbstractSet[str], teams: AbstractSet[tuple[str, str]]) -> None:
        self.known = known
        self.teams = teams
        self.services = {service for service, _ in teams}
        self.near_person = Suggestions(known)
        self.near_service = Suggestions(self.services)
        self.near_team = {
            service: Suggestions({team for within, team in teams if within == service})
            for service in self.services
        }

    def check(self, cell: RowReader, case: CaseRow) -> None:
        """Note every person, service and team that the ledger does not have."""
        if case.service and case.service not in self.services:
            near = self.near_service.near(case.service)
            cell.note("service", f"the ledger has no service of this name{near}")
        elif case.service and case.team and (case.service, case.team) not in self.teams:
            near = self.near_team[case.service].near(case.team)
            cell.note("team", f"the service has no team of this name{near}")
        named = [
            ("practitioner_upn", case.practitioner_upn),
            ("team_manager_upn", case.team_manager_upn),
            ("iro_upn", case.iro_upn),
            ("cp_chair_upn", case.cp_chair_upn),
            *(("involved_upns", upn) for upn in case.involved_upns),
        ]
        for column, upn in named:
            if upn and upn not in self.known:
                near = self.near_person.near(upn)
                cell.note(column, f"{quoted(upn)} is not in the ledger{near}")
