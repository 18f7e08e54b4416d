"""Sheets as people really send them: each quirk is read for what it stands for, or named."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from store.sheets.cases import read_cases
from store.sheets.cells import Unfit, clean
from store.sheets.days import council_date, iso_date
from store.sheets.number_formats import shown
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from tests.store.sheets.making import CASE, KNOWN, TEAMS, file_problems, workbook
from tests.store.sheets.test_reading_sheets import rewritten

Write = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]


def written(write: Write) -> bytes:
    """A workbook with a heading of two columns and what `write` adds below."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["case_ref", "team"])
        write(book, sheet)
    return out.getvalue()


def first_cell(write: Write) -> str:
    return read_table("cases.xlsx", written(write)).rows[0].cells[0]


@pytest.mark.parametrize(
    ("number", "number_format", "seen"),
    [
        (12345, "0000000", "0012345"),
        (12345678, "0000000", "12345678"),
        (12345, "General", "12345"),
        (12345, "0", "12345"),
        (12345, "#,##0", "12345"),
        (12345, "0.00", "12345"),
        (12345, '"FD-"000000', "FD-012345"),
        (12345, "000-0000", "001-2345"),
        (12345, "\\P000000;-000000", "P012345"),
        (12345, "00000000%", "12345"),
    ],
)
def test_a_reference_is_what_the_sheet_shows(number: int, number_format: str, seen: str) -> None:
    assert shown(number, number_format) == seen
    assert (
        first_cell(
            lambda book, sheet: sheet.write_number(
                1, 0, number, book.add_format({"num_format": number_format})
            )
        )
        == seen
    )


def test_the_same_case_from_a_workbook_and_from_csv_is_one_case() -> None:
    """Excel keeps a number where a CSV has its digits."""
    (from_csv,) = read_table("a.csv", b"case_ref,closed_on\n0012345,2026-11-03\n").rows
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Case Ref", "CLOSED ON"])
        sheet.write_number(1, 0, 12345, book.add_format({"num_format": "0000000"}))
        sheet.write_datetime(1, 1, date(2026, 11, 3), book.add_format({"num_format": "d/m/yy"}))
    table = read_table("a.xlsx", out.getvalue())
    assert table.header == ("case_ref", "closed_on")
    assert table.rows[0].cells == from_csv.cells


@pytest.mark.parametrize("number", [1234567890123456, 12345678901234567890, -1234567890123456])
def test_a_number_that_excel_has_already_shortened_is_refused(number: int) -> None:
    cell = first_cell(lambda _, sheet: sheet.write_number(1, 0, number))
    with pytest.raises(Unfit, match="more than 15 digits"):
        clean(cell)


def test_fifteen_digits_are_all_there() -> None:
    cell = first_cell(lambda _, sheet: sheet.write_number(1, 0, 123456789012345))
    assert clean(cell) == "123456789012345"


@pytest.mark.parametrize("coded", ["FD_x000D_1", "FD_x000A_1", "FD_x0009_1", "FD_x0000_1"])
def test_a_coded_control_character_is_refused_like_any_other(coded: str) -> None:
    for kept in (True, False):  # as a shared string and beside its cell
        content = workbook([["case_ref", "team"], [coded, "x"]])
        if not kept:
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet()
            sheet.append(["case_ref", "team"])
            sheet.append([coded, "x"])
            out = io.BytesIO()
            book.save(out)
            content = out.getvalue()
        content = rewritten(content, lambda _, part: part.replace(b"_x005F_x", b"_x"))
        cell = read_table("a.xlsx", content).rows[0].cells[0]
        with pytest.raises(Unfit, match="control character"):
            clean(cell)


def test_a_coded_underscore_is_an_underscore() -> None:
    content = workbook([["case_ref", "team"], ["FD_x000D_1", "FD_x005F_1"]])
    coded = rewritten(content, lambda _, part: part.replace(b"FD_x005F_x000D_", b"FD_x005F_x000D_"))
    assert read_table("a.xlsx", coded).rows[0].cells == ("FD_x000D_1", "FD_x005F_1")


def hidden_row(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for line, ref in enumerate(["FD-1", "FD-2", "FD-3"], start=1):
        sheet.write_row(line, 0, [ref, "MASH"])
    sheet.set_row(2, None, None, {"hidden": True})


def test_hidden_rows_are_refused_by_line_or_left_out() -> None:
    content = written(hidden_row)
    (said,) = file_problems("a.xlsx", content)
    assert said.startswith("Line 3: the line is hidden: show it, delete it, or leave out")
    table = read_table("a.xlsx", content, leave_out_hidden=True)
    assert [row.line for row in table.rows] == [2, 4]


def test_a_hidden_sheet_is_refused_or_left_out() -> None:
    def with_hidden_sheet(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, ["FD-1", "MASH"])
        other = book.add_worksheet()
        other.write_row(0, 0, ["FD-9", "x"])
        other.hide()

    content = written(with_hidden_sheet)
    assert "one of its sheets with rows is hidden" in file_problems("a.xlsx", content)[0]
    assert len(read_table("a.xlsx", content, leave_out_hidden=True).rows) == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_title_above_the_heading_is_told_once_with_the_headings_line(ending: str) -> None:
    lines = ["Cases of Riverside", "", "case_ref,team", *(f"FD-{n},MASH" for n in range(50))]
    content = "\n".join(lines).encode()
    if ending == "xlsx":
        content = workbook([list(line.split(",")) if line else [None] for line in lines])
    (said,) = file_problems(f"a.{ending}", content)
    assert said.startswith("Line 1: the heading is on line 3: delete the lines above it")


@pytest.mark.parametrize(
    "heading", ["CASE_REF,Team", "Case Ref,TEAM", "caseRef, team ", "Case-ref,team"]
)
def test_headings_are_known_in_any_case(heading: str) -> None:
    assert read_table("a.csv", f"{heading}\nFD-1,x\n".encode()).header == ("case_ref", "team")


@pytest.mark.parametrize(
    "content",
    [
        b"case_ref;team\nFD-1;Ca\xf1on, North\n",
        b"case_ref\tteam\nFD-1\tCa\xf1on, North\n",
        b'case_ref,team\nFD-1,"Ca\xf1on, North"\n',
        "sep=;\ncase_ref;team\nFD-1;Cañon, North\n".encode(),
        "case_ref;team\nFD-1;Cañon, North\n".encode("utf-8-sig"),
    ],
    ids=["semicolons", "tabs", "Windows-1252", "named separator", "byte order mark"],
)
def test_each_dialect_of_csv_is_read(content: bytes) -> None:
    table = read_table("a.csv", content)
    assert table.header == ("case_ref", "team")
    assert table.rows[0].cells == ("FD-1", "Cañon, North")


def test_a_workbook_in_strict_open_xml_is_told_by_name() -> None:
    strict = rewritten(
        workbook([["case_ref", "team"], ["FD-1", "x"]]),
        lambda _, part: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert "it is a Strict Open XML workbook" in file_problems("a.xlsx", strict)[0]


def test_the_stored_value_of_a_formula_is_read() -> None:
    assert first_cell(lambda _, sheet: sheet.write_formula(1, 0, "=1+1", None, 42)) == "42"
    assert first_cell(lambda _, sheet: sheet.write_formula(1, 0, "=A1", None, "FD-1")) == "FD-1"


def test_a_formula_without_a_stored_value_is_named_by_its_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(list(CASE))
    book.active.append(["=1+1", *list(CASE.values())[1:]])
    out = io.BytesIO()
    book.save(out)
    table = read_table("cases.xlsx", out.getvalue())
    with pytest.raises(BadSheet, match="Line 2, case_ref: the value is a formula without a stored"):
        read_cases(table, known=KNOWN, teams=TEAMS)


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        (46000, "General", "is a number, as a date becomes without its format"),
        (0.5, "hh:mm", "is a time of day"),
        (1.5, "[h]:mm", "is a time of day or a length of time"),
        (60, "dd/mm/yyyy", "is no day of the calendar"),
        (99_999_999, "dd/mm/yyyy", "is formatted as a date but is no day"),
        (-3, "dd/mm/yyyy", "is formatted as a date but is no day"),
        (46000.5, "dd/mm/yyyy hh:mm", "has a time of day beside the date"),
    ],
)
def test_a_date_cell_that_is_no_date_says_what_it_is(
    value: float, number_format: str, said: str
) -> None:
    cell = first_cell(
        lambda book, sheet: sheet.write_number(
            1, 0, value, book.add_format({"num_format": number_format})
        )
    )
    with pytest.raises(Unfit, match=said):
        iso_date(clean(cell))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-04-03 00:00:00", date(2026, 4, 3)),
        ("2026-04-03T10:20:30", date(2026, 4, 3)),
        ("03/04/2026", date(2026, 4, 3)),
        ("3/4/2026", date(2026, 4, 3)),
        ("46115", date(2026, 4, 3)),
    ],
)
def test_a_council_writes_the_day_first(text: str, day: date) -> None:
    assert council_date(text) == day


@pytest.mark.parametrize("text", ["31/02/2026", "2026-02-31", "13/13/2026", "60", "soon", "1/1/26"])
def test_what_is_no_day_in_a_councils_extract_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        council_date(text)
