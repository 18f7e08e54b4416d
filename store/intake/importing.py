"""From a sheet into the ledger, whole or not at all: people and cases, by shell or by chat."""

import json

from store.ledger import Reader, Unit
from store.registry import perform
from store.sheets.cases import COLUMNS as CASE_COLUMNS
from store.sheets.cases import CaseSheet, read_cases
from store.sheets.people import PeopleSheet, read_people
from store.sheets.person import COLUMNS as PERSON_COLUMNS
from store.sheets.problems import refuse
from store.sheets.table import Table
from store.sheets.timetable import COLUMNS as TIMETABLE_COLUMNS
from store.tables import Fact, Person
from store.views.programme.loaded import Loaded
from store.vocabulary.errors import NotFound

PEOPLE, CASES, TIMETABLE = "people", "cases", "timetable"
TABLES = {PEOPLE: "person", CASES: "child_case"}
KEYS = {PEOPLE: "upn", CASES: "case_ref"}
"""The column that only this kind of sheet has, and without which nothing can be imported."""


def kind_of(table: Table) -> str:
    """Which sheet it is, by its heading; raises `BadSheet` for one that is none or two of them.

    Nothing of the heading is quoted: in a sheet without one, the first line is data.
    """
    kinds = [kind for kind, key in KEYS.items() if key in table.header]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        raise refuse(
            "its heading has upn and case_ref: send people and cases as two files.",
            line=table.header_line,
        )
    if {*TIMETABLE_COLUMNS[:2]} <= {*table.header}:
        return TIMETABLE
    raise refuse(
        f"its heading is neither that of people ({','.join(PERSON_COLUMNS)}) nor that of cases "
        f"({','.join(CASE_COLUMNS)}), nor that of a timetable ({','.join(TIMETABLE_COLUMNS)}).",
        line=table.header_line,
    )


def checked(reader: Reader, kind: str, table: Table) -> PeopleSheet | CaseSheet:
    """The sheet's rows against the directory as it stands; raises `BadSheet` with all problems."""
    known = reader.rows(Person)
    upns = frozenset(person.id for person in known)
    if kind == PEOPLE:
        return read_people(
            table,
            upns,
            managers={person.id: person.reports_to for person in known},
            object_ids={person.entra_object_id: person.id for person in known},
        )
    if kind == CASES:
        return read_cases(
            table,
            known=upns,
            teams=frozenset((p.service, p.team) for p in known if p.service and p.team),
            subjects=frozenset(kind.subject for kind in reader.profile.kinds.values()),
        )
    raise NotFound(f"Nothing is known of {kind[:60]!r}: people or cases can be imported.")


def import_table(unit: Unit, kind: str, file: str, table: Table) -> Loaded:
    """Check and import in one commit, and tell from the fact itself what it changed.

    `file` stands in the fact, so it names nobody. Raises `BadSheet`, `NotAllowed`.
    """
    sheet = checked(unit, kind, table)
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
    return Loaded(
        kind=kind,
        rows=len(sheet.rows),
        added=len(rows) - len(changes),
        unchanged=len(sheet.rows) - len(rows),
        changes=changes,
        unknown_columns=tuple(sheet.unknown_columns),
        absent_columns=tuple(sheet.absent_columns),
        seq=done.seq,
    )
