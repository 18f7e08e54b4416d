"""Importing people and cases from a sheet, by shell or by chat: every row or none."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from store.intake.child_level import extract_sheet
from store.ledger import Reader, Unit
from store.people.posts import has_left
from store.people.upns import current_upns, ids_of_upns
from store.programme.kinds import CASE
from store.registry import perform
from store.sheets.cases import COLUMNS as CASE_COLUMNS
from store.sheets.cases import CaseSheet, read_cases
from store.sheets.given import Given
from store.sheets.people import PeopleSheet, read_people
from store.sheets.person import COLUMNS as PERSON_COLUMNS
from store.sheets.problems import refusal
from store.sheets.table import Table
from store.sheets.timetable import COLUMNS as TIMETABLE_COLUMNS
from store.tables import Case, Fact, Person
from store.views.programme.case_changes import kinds_of_change
from store.views.programme.unmatched import set_aside_cases, unmatched_names
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
            references=case_references(reader),
            teams=frozenset((p.service, p.team) for p in known if p.service and p.team),
            subjects=frozenset(kind.subject for kind in reader.profile.kinds.values()),
        )
    raise NotFound(f"{kind[:60]!r} cannot be imported: choose people or cases.")


def case_references(reader: Reader) -> dict[str, str]:
    """How the ledger spells each case's reference, by the reference in lower case."""
    return {case.id.casefold(): case.id for case in reader.rows(Case)}


def import_given(unit: Unit, file: str, given: Given, kind: str = CASES) -> Loaded:
    """Import whatever a file holds; an extract holds cases. As `import_table`."""
    if given.extract is not None:
        sheet = extract_sheet(unit, given.kind, given.extract, case_references(unit))
        return _import(unit, CASES, file, sheet, given.sha256)
    if given.table is None:
        raise NotFound("The file holds nothing that can be imported.")
    return import_table(unit, kind, file, given.table, given.sha256)


def import_table(unit: Unit, kind: str, file: str, table: Table, sha256: str = "") -> Loaded:
    """Check and import a sheet in one commit, and report what the fact says it changed.

    `file` is stored in the fact, so it must not name a person; so is the hash of its bytes, for
    cases. Raises `BadSheet`, `NotAllowed`.
    """
    return _import(unit, kind, file, check_table(unit, kind, table), sha256)


def _import(
    unit: Unit, kind: str, file: str, sheet: PeopleSheet | CaseSheet, sha256: str
) -> Loaded:
    former = current_upns(unit)
    given: dict[str, Any] = {"file": file, "rows": len(sheet.rows), "sheet": sheet}
    if isinstance(sheet, CaseSheet):
        given |= {"kind": sheet.kind, "sha256": sha256}
    done = perform(unit, f"{kind}.import", unit.programme, given)
    fact = unit.session.get_one(Fact, (unit.programme, done.seq))
    changes: dict[str, tuple[str, ...]] = {}
    rows, kinds = set[str](), Counter[str]()
    for row_id, columns in _rows_changed(fact, TABLES[kind]):
        rows.add(row_id)
        if kind == CASES:
            kinds.update(kinds_of_change(columns, unit.profile.child_level_data.steps))
        if columns["version"][0] is not None:
            changes[row_id] = tuple(sorted(columns.keys() - {"version"}))
    leavers = _leavers(unit, sheet)
    renamed = _renamed(unit, former, sheet)
    for person in renamed:
        changes[person] = tuple(sorted({*changes.get(person, ()), "upn"}))
    lines_changed = len(rows | renamed.keys())
    more = _of_cases(unit, sheet, kinds) if isinstance(sheet, CaseSheet) else {}
    return Loaded(
        kind=kind,
        rows=getattr(sheet, "lines", 0) or len(sheet.rows),
        added=lines_changed - len(changes),
        unchanged=len(sheet.rows) - lines_changed - len(leavers),
        renamed=tuple(renamed.values()),
        leavers=leavers,
        changes=changes,
        unknown_columns=tuple(sheet.unknown_columns),
        absent_columns=tuple(sheet.absent_columns),
        seq=done.seq,
        **more,
    )


def _rows_changed(fact: Fact, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of `table` that the fact changed, one at a time: a large import has many."""
    decode, text, at = json.JSONDecoder().raw_decode, fact.changes, 1
    while at < len(text) - 1:
        (name, row_id, columns), at = decode(text, at)
        at += 1
        if name == table:
            yield row_id, columns


def _of_cases(unit: Unit, sheet: CaseSheet, kinds: Counter[str]) -> dict[str, Any]:
    """What is told of an import of cases beyond its counts."""
    named = {row.case_ref for row in sheet.rows}
    return {
        "source": sheet.kind,
        "set_aside": tuple(one for one in set_aside_cases(unit) if one.case_ref in named),
        "unmatched": unmatched_names(unit),
        "missing": tuple(
            case.id
            for case in unit.rows(Case)
            if case.subject == CASE and case.closed_on is None and case.id not in named
        ),
        "changed_by_kind": dict(kinds.most_common()),
        "passed_over": sheet.passed_over,
    }


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
