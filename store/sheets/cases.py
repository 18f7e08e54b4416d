"""The case sheet (child-level data): the cases a cycle may draw from, and who works on them.

Whatever is wrong with it, no sentence repeats a child's name, birth date or ethnicity; a value
may have slipped into its neighbour's column, so none of the sheet's free text is quoted at all.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from store.programme.kinds import CASE
from store.sheets import cells
from store.sheets.problems import BadSheet, SheetProblem, shown
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
# Without these a case can be neither placed nor kept from those who worked on it.
REQUIRED = ("case_ref", "service", "team", "practitioner_upn", "team_manager_upn")

CASE_REF = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One checked line; UPNs and flags in lower case.

    An empty cell is None, "" (plan) or (). What is known of the child stays out of the row's
    printed form. `subject` is what the line is where it is no child's case: a referral, a team,
    whatever a kind of audit of the profile looks at.
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


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All rows, and the headings that were not understood or not there (see PeopleSheet)."""

    rows: tuple[CaseRow, ...]
    unknown_columns: tuple[str, ...]
    absent_columns: tuple[str, ...]


def read_cases(
    table: Table,
    *,
    known: frozenset[str],
    teams: frozenset[tuple[str, str]],
    subjects: AbstractSet[str] = frozenset({CASE}),
) -> CaseSheet:
    """The cases in `table`, or BadSheet with every problem in it.

    `known` are the UPNs of all people in the ledger, `teams` their (service, team) pairs,
    `subjects` what the programme's kinds of audit look at.
    """
    columns = Columns.of(table, wanted=COLUMNS, required=REQUIRED)
    problems: list[SheetProblem] = []
    directory = _Directory(known, teams)
    rows = []
    first: dict[str, int] = {}
    for raw in table.rows:
        cell = RowReader(raw, columns, problems, quoting=False)
        row = _case(cell, subjects)
        directory.check(cell, row)
        key = row.case_ref.casefold()
        if key and (earlier := first.setdefault(key, row.line)) != row.line:
            cell.note("case_ref", f"line {earlier} has the same reference: keep one line a case.")
        rows.append(row)
    if problems:
        raise BadSheet(problems)
    return CaseSheet(tuple(rows), columns.unknown, columns.absent)


def _case(cell: RowReader, subjects: AbstractSet[str]) -> CaseRow:
    case = CaseRow(
        case_ref=cell.take("case_ref", _case_ref, required=True) or "",
        child_name=cell.take("child_name", cells.person_name),
        date_of_birth=cell.take("date_of_birth", cells.iso_date),
        ethnicity=cell.take("ethnicity", cells.text),
        service=cell.take("service", cells.text, required=True) or "",
        team=cell.take("team", cells.text, required=True) or "",
        practitioner_upn=cell.take("practitioner_upn", cells.upn, required=True) or "",
        team_manager_upn=cell.take("team_manager_upn", cells.upn, required=True) or "",
        iro_upn=cell.take("iro_upn", cells.upn),
        cp_chair_upn=cell.take("cp_chair_upn", cells.upn),
        plan=cell.take("plan", cells.text) or "",
        closed_on=cell.take("closed_on", cells.iso_date),
        flags=cell.take("flags", cells.flags) or (),
        involved_upns=cell.take("involved_upns", cells.upns) or (),
        line=cell.row.line,
        subject=cell.take("subject", lambda value: _subject(value, subjects)) or CASE,
    )
    if _tells_who(case):
        cell.note(
            "case_ref",
            "the reference gives away the child's name or birth date: use the record system's "
            "number, for the reference appears in messages.",
        )
    if case.closed_on and case.date_of_birth and case.closed_on < case.date_of_birth:
        cell.note("closed_on", "it is before date_of_birth: correct one of the two.")
    return case


def _case_ref(value: str) -> str:
    """A child is known in messages by this alone (programme.md §1), so it must be no name."""
    if not CASE_REF.fullmatch(value):
        raise cells.Unfit(
            "is no case reference: use letters, digits and hyphens, 40 at most, such as FD-10234."
        )
    if not any(sign.isdigit() for sign in value):
        raise cells.Unfit("has no digit and may be a name: use the record system's number.")
    return value


def _subject(value: str, subjects: AbstractSet[str]) -> str:
    """What the line is, in the profile's words: a kind of audit must look at such things."""
    word = " ".join(value.lower().split())
    if word not in subjects:
        others = ", ".join(sorted(subjects - {CASE}))
        raise cells.Unfit(
            f"is nothing that a kind of audit here looks at: write {others}, or leave it empty "
            "for a case."
            if others
            else "is nothing to audit here, for every kind of audit looks at a case: leave it "
            "empty, or give the profile a kind with this subject first."
        )
    return word


def _tells_who(case: CaseRow) -> bool:
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
    """The people and teams that a case may name."""

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
        """Note whoever and wherever nobody in the ledger is."""
        if case.service and case.service not in self.services:
            near = self.near_service.near(case.service)
            cell.note("service", f"nobody in the ledger is in a service of this name{near}")
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
                cell.note(column, f"{shown(upn)} is nobody in the ledger{near}")
