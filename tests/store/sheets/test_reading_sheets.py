"""Which files are accepted, how they are read, and what a hostile file cannot do."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from store.sheets import table as tables
from store.sheets.archives import MAX_BYTES
from store.sheets.cells import Unfit, clean
from store.sheets.reading import OLD_OFFICE as OLD
from store.sheets.reading import read_table
from tests.store.sheets.making import Value, file_problems, workbook

HEADING: list[Value] = ["upn", "name"]


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with each part changed by `change`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return out.getvalue()


def with_part(content: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_a_csv_reads_the_same_with_any_line_ending_and_byte_order_mark(
    mark: bytes, end: bytes
) -> None:
    table = read_table("people.csv", mark + end.join([b"upn,name", b"a@b.example,Zo\xc3\xab", b""]))
    assert table.header == ("upn", "name")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("a@b.example", "Zoë"))]


def test_a_row_is_known_by_the_line_on_which_it_begins_in_the_file() -> None:
    content = b'upn,note\n\na,"one\ntwo, three"\nb,plain\n,\nc,"""said"""\n'
    table = read_table("people.csv", content)
    assert [(row.line, row.cells) for row in table.rows] == [
        (3, ("a", "one\ntwo, three")),
        (5, ("b", "plain")),
        (7, ("c", '"said"')),
    ]


def test_headings_may_be_written_as_people_write_them() -> None:
    table = read_table("PEOPLE.CSV", b"UPN, Entra Object-ID \na,b\n")
    assert table.header == ("upn", "entra_object_id")


def test_a_workbook_gives_dates_as_iso_and_whole_numbers_without_a_point() -> None:
    content = workbook(
        [
            ["a", "b", "c", "d", "e"],
            [date(2026, 12, 1), 12.0, 2.5, "text", True],
            [None, None, None, None, None],
            [None, 7, None, None, None],
        ]
    )
    assert [(row.line, row.cells) for row in read_table("people.xlsx", content).rows] == [
        (2, ("2026-12-01", "12", "2.5", "text", "TRUE")),
        (4, ("", "7", "", "", "")),
    ]


def test_the_lines_of_a_workbook_are_those_that_excel_shows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A3"], sheet["B3"] = "upn", "name"
    sheet["A7"] = "a@b.example"
    out = io.BytesIO()
    book.save(out)
    table = read_table("people.xlsx", out.getvalue())
    assert table.header_line == 3
    assert [row.line for row in table.rows] == [7]


def test_a_formula_is_never_worked_out_and_one_without_a_stored_value_says_so() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["upn", "name"])
    sheet.append(["=1+1", "x"])
    sheet["B3"] = ArrayFormula("B3", "=SUM(1,2)")
    out = io.BytesIO()
    book.save(out)
    rows = read_table("people.xlsx", out.getvalue()).rows
    assert [row.cells for row in rows] == [("=", "x"), ("", "=")]
    for cell in (rows[0].cells[0], rows[1].cells[1]):
        with pytest.raises(Unfit, match="is a formula without a stored value"):
            clean(cell)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.csv", b"", "it is empty"),
        ("people.csv", b"\n\n , \n", "it is empty"),
        ("people.csv", b"upn,name\n", "it has a heading and no rows"),
        ("people.csv", b"upn,,name\na,b,c\n", "Line 1: column 2 has no heading"),
        ("people.csv", b"upn,name,UPN\na,b,c\n", "Line 1: columns 1 and 3 have the same heading"),
        ("people.csv", b"upn,name\na,b,c\n", "Line 2: it has 3 cells and the heading 2"),
        ("people.csv", b"upn,name\na\n", "Line 2: it has 1 cell and the heading 2"),
        ("people.csv", b'upn,name\na,b\nc,"d\ne,f\n', "Line 3: the row that begins here cannot"),
        ("people.csv", b'upn,name\na,"b"c\n', "Line 2: the row that begins here cannot be read"),
        (
            "people.csv",
            b"upn,name\nZo\xc3\xab,Zo\xeb\n",
            "Line 2: it has a letter that is not UTF-8",
        ),
        ("people.csv", b"upn,name\na,\x81\n", "Line 2: it has a letter that is not UTF-8"),
        ("people.csv", "upn,name\na,b\n".encode("utf-16"), "it is encoded as UTF-16"),
        ("people.csv", b"upn,name\na," + b"x" * 200_000, "a cell is far too long"),
        ("people.csv", b"PK\x03\x04rest", "rename it to end in .xlsx"),
        ("people.xlsx", b"upn,name\na,b\n", "it is not an Excel workbook"),
        ("people.xlsx", b"PK\x03\x04rest", "it cannot be read as an Excel workbook"),
        ("people.xlsx", b"\xd0\xcf\x11\xe0rest", "it is an old Office file"),
        ("people.xlsx", OLD + "Workbook".encode("utf-16-le"), "a workbook of Excel 97 to 2003"),
        ("people.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("people.xls", b"upn,name\na,b\n", "a workbook of Excel 97 to 2003 (.xls)"),
        ("people.xlsb", b"PK\x03\x04", "it is a binary workbook (.xlsb)"),
        ("people.ods", b"PK\x03\x04", "it is an OpenDocument sheet (.ods)"),
        ("people.txt", b"upn,name\na,b\n", "it is neither .csv nor .xlsx"),
        ("people", b"upn,name\na,b\n", "save it as CSV UTF-8 (.csv) or as an Excel workbook"),
        ("people.csv", b"x" * (MAX_BYTES + 1), "it is larger than 100 MB"),
        ("people.csv", b"upn\n" + b"a\n" * (tables.MAX_ROWS + 1), "more than 50,000 rows"),
        (
            "people.csv",
            b",".join([b"c%d" % n for n in range(201)]) + b"\n",
            "more than 200 columns",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    name: str, content: bytes, said: str
) -> None:
    assert any(said in sentence for sentence in file_problems(name, content))


def test_every_uneven_row_is_listed_not_just_the_first() -> None:
    said = file_problems("people.csv", b"upn,name\na\nb,c\nd,e,f\n")
    assert [sentence.split(":")[0] for sentence in said] == ["Line 2", "Line 4"]


def test_a_workbook_must_have_one_sheet_in_use() -> None:
    rows: list[list[Value]] = [HEADING, ["a", "b"]]
    assert read_table("people.xlsx", workbook(rows, [])).rows
    assert "2 of its sheets hold rows" in file_problems("people.xlsx", workbook(rows, rows))[0]


def test_a_workbook_that_is_too_long_or_too_wide_is_refused() -> None:
    def tall(last: int) -> bytes:
        row = b'<row r="%d"><c><v>1</v></c></row></sheetData>' % last
        return rewritten(
            workbook([HEADING]),
            lambda name, body: (
                body.replace(b"</sheetData>", row) if name.endswith("sheet1.xml") else body
            ),
        )

    wide: list[Value] = [f"c{number}" for number in range(201)]
    assert "goes beyond line 50,001" in file_problems("people.xlsx", tall(60_000))[0]
    assert "goes beyond line 500,000" in file_problems("people.xlsx", tall(900_000))[0]
    assert "more than 200 columns" in file_problems("people.xlsx", workbook([wide]))[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(
        workbook([HEADING, ["a", "b"]]), "xl/worksheets/extra.xml", b" " * (65 * 1024 * 1024)
    )
    assert len(bomb) < MAX_BYTES
    began = time.process_time()
    assert "unpacked it is far too large" in file_problems("people.xlsx", bomb)[0]
    assert time.process_time() - began < 0.5


def test_an_entity_bomb_is_refused() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    def bomb(name: str, body: bytes) -> bytes:
        return body.replace(b"?>", b"?>" + declared, 1) if name.endswith("sheet1.xml") else body

    content = rewritten(workbook([HEADING, ["a", "b"]]), bomb)
    assert "it cannot be read as an Excel workbook" in file_problems("people.xlsx", content)[0]


def test_a_workbook_with_macros_is_refused() -> None:
    content = with_part(workbook([HEADING, ["a", "b"]]), "xl/vbaProject.bin", b"macro")
    assert "it holds macros" in file_problems("people.xlsx", content)[0]


def test_a_damaged_workbook_is_refused_without_quoting_it() -> None:
    content = rewritten(
        workbook([HEADING, ["a", 5]]),
        lambda name, body: (
            body.replace(b"<v>5</v>", b"<v>QUILLON</v>") if name.endswith("sheet1.xml") else body
        ),
    )
    said = file_problems("people.xlsx", content)
    assert "it cannot be read as an Excel workbook" in said[0]
    assert "QUILLON" not in said[0]
