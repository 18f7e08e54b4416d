"""Importing people and cases from a sheet, by shell or by chat: every row or none."""

import json
from collections.abc import Mapping

from store.ledger import Reader, Unit
from store.people.posts import has_left
from store.people.upns import current_upns, ids_of_upns
from store.registry import perform
from store.sheets.cases import COLUMNS as CASE_COLUMNS
from store.sheets.cases import CaseSheet, read_cases
from store.sheets.people import PeopleSheet, read_people
from store.sheets.person import COLUMNS as PERSON_COLUMNS
from store.sheets.problems import refusal
from store.sheets.table import Table
from store.sheets.timetable import COLUMNS as TIMETABLE_COLUMNS
from store.tables import Fact, Person
from store.views.programme.upload import LeaverLine, Loaded, Renamed
from store.vocabulary.errors import NotFound

PEOPLE, CASES, TIMETABLE = "people", "cases", "timetable"
TABLES = {PEOPLE: "person", CASES: "child_case"}
KEYS = {PEOPLE: "upn", CASES: "case_ref"}
"""The required column that only this kind of sheet has."""


def kind_of(table: Table) -> str:
    """The kind of a sheet, by its heading. Raises `BadSheet` if none or two kinds match.

    The error quotes nothing, because the first line of a sheet without a heading is data.
    """
    kinds = [kind for kind, key in KEYS.items() if key in table.header]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        raise refusal(
            "its heading has upn and case_ref: send people and cases as two files.",
            line=table.header_line,
        )
    if {*TIMETABLE_COLUMNS[:2]} <= {*table.header}:
        return TIMETABLE
    raise refusal(
        f"its heading is neither that of people ({','.join(PERSON_COLUMNS)}) nor that of cases "
        f"({','.join(CASE_COLUMNS)}), nor that of a timetable ({','.join(TIMETABLE_COLUMNS)}).",
        line=table.header_line,
    )


def check_table(reader: Reader, kind: str, table: Table) -> PeopleSheet | CaseSheet:
    """The sheet's rows, checked against the ledger. Raises `BadSheet` with all problems."""
    known = reader.rows(Person)
    upns = frozenset(person.id for person in known)
    aliases = ids_of_upns(reader)
    if kind == PEOPLE:
        return read_people(
            table,
            upns,
            managers={person.id: person.reports_to for person in known},
            object_ids={person.entra_object_id: person.id for person in known},
            aliases=aliases,
            now=current_upns(reader),
        )
    if kind == CASES:
        return read_cases(
            table,
            known=upns,
            aliases=aliases,
            teams=frozenset((p.service, p.team) for p in known if p.service and p.team),
            subjects=frozenset(kind.subject for kind in reader.profile.kinds.values()),
        )
    raise NotFound(f"{kind[:60]!r} cannot be imported: choose people or cases.")


def import_table(unit: Unit, kind: str, file: str, table: Table) -> Loaded:
    """Check and import a sheet in one commit, and report what the fact says it changed.

    `file` is stored in the fact, so it must not name a person. Raises `BadSheet`, `NotAllowed`.
    """
    sheet, former = check_table(unit, kind, table), current_upns(unit)
    given = {"file": file, "rows": len(sheet.rows), "sheet": sheet}
    done = perform(unit, f"{kind}.import", unit.programme, given)
    fact = unit.session.get_one(Fact, (unit.programme, done.seq))
    rows = [
        (row_id, columns)
        for name, row_id, columns in json.loads(fact.changes)
        if name == TABLES[kind]
    ]
    changes = {
        row_id: tuple(sorted(columns.keys() - {"version"}))
        for row_id, columns in rows
        if columns["version"][0] is not None
    }
    leavers = _leavers(unit, sheet)
    renamed = _renamed(unit, former, sheet)
    for person in renamed:
        changes[person] = tuple(sorted({*changes.get(person, ()), "upn"}))
    lines_changed = len({row_id for row_id, _ in rows} | renamed.keys())
    return Loaded(
        kind=kind,
        rows=len(sheet.rows),
        added=lines_changed - len(changes),
        unchanged=len(sheet.rows) - lines_changed - len(leavers),
        renamed=tuple(renamed.values()),
        leavers=leavers,
        changes=changes,
        unknown_columns=tuple(sheet.unknown_columns),
        absent_columns=tuple(sheet.absent_columns),
        seq=done.seq,
    )


def _renamed(
    reader: Reader, former: Mapping[str, str], sheet: PeopleSheet | CaseSheet
) -> dict[str, Renamed]:
    """By id, the people whom the sheet renamed; `former` are the UPNs that were in use before."""
    found = sheet.renamed if isinstance(sheet, PeopleSheet) else {}
    return {
        person: Renamed(former.get(person, person), upn)
        for upn, person in found.items()
        if not has_left(reader.get(Person, person), reader.today)
    }


def _leavers(reader: Reader, sheet: PeopleSheet | CaseSheet) -> tuple[LeaverLine, ...]:
    """The lines of people who have left: they changed nothing."""
    found = [
        (line, reader.find(Person, line.upn))
        for line in (sheet.rows if isinstance(sheet, PeopleSheet) else ())
    ]
    return tuple(
        LeaverLine(line.line, line.upn, person.name, person.left_on)
        for line, person in found
        if person is not None and person.left_on is not None and has_left(person, reader.today)
    )
