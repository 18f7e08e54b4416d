"""Small sheets to read, as lines of text and as workbooks."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
import xlsxwriter

from store.sheets import cases, person
from store.sheets.cases import CaseSheet, read_cases
from store.sheets.people import PeopleSheet, read_people
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table

Value = str | int | float | bool | date | None

PERSON: Mapping[str, str] = {
    "upn": "amina.noor@riverside.example",
    "name": "Amina Noor",
    "entra_object_id": "0b5a2c1e-7f64-4d1c-9c55-0f6e7a1d2b3c",
    "roles": "auditor;team_manager",
    "service": "Frontdoor",
    "team": "MASH North",
    "manager_upn": "",
    "trained_on": "2025-03-04",
    "max_audits": "2",
    "absent_from": "",
    "absent_to": "",
    "delegate_upn": "",
    "email": "",
}
CASE: Mapping[str, str] = {
    "case_ref": "FD-10234",
    "child_name": "Quillon Zephyrine",
    "date_of_birth": "2014-02-19",
    "ethnicity": "Vexillian",
    "service": "Frontdoor",
    "team": "MASH North",
    "practitioner_upn": "pat.kay@riverside.example",
    "team_manager_upn": "amina.noor@riverside.example",
    "iro_upn": "",
    "cp_chair_upn": "",
    "plan": "CIN",
    "closed_on": "",
    "flags": "neglect;domestic_abuse",
    "involved_upns": "",
    "subject": "",
}
KNOWN = frozenset({"pat.kay@riverside.example", "amina.noor@riverside.example"})
TEAMS = frozenset({("Frontdoor", "MASH North"), ("Frontdoor", "MASH South")})


def somebody(number: int, **changes: str) -> dict[str, str]:
    """A line for a person with a UPN of their own."""
    own = {
        "upn": f"person.{number}@riverside.example",
        "entra_object_id": f"0b5a2c1e-7f64-4d1c-9c55-{number:012d}",
    }
    return {**PERSON, **own, **changes}


def csv_file(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as a CSV with a heading."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def workbook(*sheets: Sequence[Sequence[Value]]) -> bytes:
    """A workbook with these sheets, dates as date cells, text never turned into a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for lines in sheets:
            sheet = book.add_worksheet()
            for number, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return out.getvalue()


def read_these_people(*rows: Mapping[str, str], known: frozenset[str] = frozenset()) -> PeopleSheet:
    """The people sheet of these rows."""
    return read_people(read_table("people.csv", csv_file(person.COLUMNS, rows)), known)


def read_these_cases(
    *rows: Mapping[str, str], subjects: frozenset[str] = frozenset({"case"})
) -> CaseSheet:
    """The case sheet of these rows, in a council of KNOWN people and TEAMS."""
    table = read_table("cases.csv", csv_file(cases.COLUMNS, rows))
    return read_cases(table, known=KNOWN, teams=TEAMS, subjects=subjects)


def people_problems(*rows: Mapping[str, str]) -> list[str]:
    """The problems of a sheet of these people, as sentences."""
    with pytest.raises(BadSheet) as refused:
        read_these_people(*rows)
    return [problem.sentence for problem in refused.value.problems]


def case_problems(*rows: Mapping[str, str]) -> list[str]:
    """The problems of a sheet of these cases, as sentences."""
    with pytest.raises(BadSheet) as refused:
        read_these_cases(*rows)
    return [problem.sentence for problem in refused.value.problems]


def file_problems(name: str, content: bytes) -> list[str]:
    """The reasons why a file cannot be read, as sentences."""
    with pytest.raises(BadSheet) as refused:
        read_table(name, content)
    return [problem.sentence for problem in refused.value.problems]
