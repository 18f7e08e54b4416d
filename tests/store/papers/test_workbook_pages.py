"""A workbook as a Performance Team uses it: tables, filters, charts, and pages that fit (§5)."""

import io
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from store.papers.register_xlsx import head_of, register_xlsx
from store.papers.sheet_pages import ACROSS, pages_across
from store.views.reports.register_parts import RowOf
from store.views.reports.report_blocks import ChartBar, ReportChart
from tests.store.papers.test_register_workbook import REGISTER

CHART = ReportChart(("Good", "RI"), (ChartBar("Frontdoor, June 2026", (12, 8)),))
ROWS: tuple[RowOf, ...] = tuple(
    {"audit": f"A{n}", "case_ref": f"M{n}", "due": date(2026, 12, 21), "first, Good, percent": 40}
    for n in range(3)
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return register_xlsx(replace(REGISTER, audits=ROWS, chart=CHART))


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def test_each_table_is_one_of_excels_own_with_filters_and_a_frozen_head(book: Any) -> None:
    sheet = book["Audits"]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:D4", "A1:D4")
    assert sheet.freeze_panes == "C2"
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]


def test_a_number_has_its_unit_in_the_head_and_a_share_its_sign(book: Any) -> None:
    cell = book["Audits"]["D2"]
    assert book["Audits"]["D1"].value == "First, Good, per cent"
    assert (cell.value, cell.number_format) == (40, '0" %"')
    assert head_of("kappa_n") == "Agreement, number of audits"


def test_a_sheet_prints_across_with_its_head_and_the_page_of_pages(book: Any) -> None:
    sheet = book["Audits"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Audits'!$A$1:$D$4"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_table_too_wide_for_a_page_goes_over_several_and_each_names_the_audit() -> None:
    wide = {"audit": "A1", "case_ref": "M1"} | {f"words_{n}": "x" * 80 for n in range(12)}
    sheet = load_workbook(io.BytesIO(register_xlsx(replace(REGISTER, audits=(wide,)))))["Audits"]
    assert 2 <= sheet.page_setup.fitToWidth <= 4
    assert sheet.print_title_cols == "$A:$B"


@pytest.mark.parametrize(
    ("widths", "pages"), [([12, 12, 60], 1), ([12, 12] + [60] * 4, 1), ([12, 12] + [60] * 5, 2)]
)
def test_columns_are_shared_out_over_as_few_pages_as_can_be_read(
    widths: list[int], pages: int
) -> None:
    assert pages_across(widths, max(ACROSS.values()), 2) == pages


def test_the_chart_is_excels_own_says_its_figures_in_words_and_counts_them_beside(
    content: bytes, book: Any
) -> None:
    sheet = book["Chart of grades"]
    assert [[cell.value for cell in row] for row in sheet["A1:C2"]] == [
        ["Cycle", "Good, audits", "RI, audits"],
        ["Frontdoor, June 2026", 12, 8],
    ]
    with ZipFile(io.BytesIO(content)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
        drawn = parts.read("xl/drawings/drawing1.xml").decode()
    assert "Frontdoor, June 2026: Good 12, RI 8" in drawn


def test_a_workbook_without_grades_has_no_chart() -> None:
    book = load_workbook(io.BytesIO(register_xlsx(REGISTER)))
    assert "Chart of grades" not in book.sheetnames
