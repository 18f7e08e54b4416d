"""The register as an Excel workbook, in which text never becomes a formula (trust.md §4)."""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from store.papers.safe_text import legible as in_xml
from store.papers.sheet_chart import add_chart
from store.papers.sheet_pages import A4, mark_pages, set_pages
from store.programme.papers import CLASSIFICATION
from store.views.reports.register import Register
from store.views.reports.register_parts import Cell, RowOf
from store.views.reports.report_blocks import ReportChart
from store.vocabulary.dates_in_words import say_day

ESCAPED_SIGNS = frozenset("=+-@\t\r\0")
"""First characters that a spreadsheet or a CSV reader takes for a formula, full width included."""

MOST = 32_767
"""The most characters that Excel keeps in one cell."""
CUT = "… (cut here; the ledger has the whole text)"

NOTHING = "Nothing to list."
FROZEN_COLUMNS = 2
NARROW, WIDE, WIDEST = 12, 28, 60
LONG = 30
"""Longer text gets the widest column."""

STYLE = "Table Style Light 1"
"""Black rules and a shaded line in two, which print in grey."""
PER_CENT = "percent"
UNITS = {
    "n": "number of audits",
    PER_CENT: "per cent",
    "rate_in_time": "rate in time, share of 1",
    "kappa": "agreement, kappa from -1 to 1",
    "kappa_n": "agreement, number of audits",
    "age": "age in years",
    "sent_back": "sent back, times",
    "working_days_late": "late, working days",
    "cases_drawn_from": "drawn from, cases",
}
"""What a number counts, where the column's own name does not say."""

Formats = Mapping[str, Any]


def register_xlsx(register: Register) -> bytes:
    """The bytes of the register's workbook: a sheet about it, then its tables."""
    return workbook(
        "Register of audits",
        register.as_of,
        _about(register),
        register.cycles,
        register.tables,
        chart=register.chart,
        marked=register.classification,
    )


def workbook(
    title: str,
    as_of: datetime,
    about: Sequence[tuple[str, Cell]],
    below: Sequence[RowOf],
    tables: Mapping[str, Sequence[RowOf]],
    *,
    chart: ReportChart | None = None,
    marked: str = CLASSIFICATION,
) -> bytes:
    """The bytes of a workbook of tables; its first sheet describes it line by line.

    Each table is one of Excel's own, with filters, and prints on pages that can be read, each
    `marked` with its classification.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": as_of.replace(tzinfo=None)})
        formats = {
            "text": book.add_format({"valign": "top", "text_wrap": True}),
            "quoted": book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
            "day": book.add_format({"valign": "top", "num_format": "ddd d mmm yyyy"}),
            "moment": book.add_format({"valign": "top", "num_format": "ddd d mmm yyyy hh:mm"}),
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "per_cent": book.add_format({"valign": "top", "num_format": '0" %"'}),
        }
        _first(book.add_worksheet("About"), about, below, formats)
        for name, rows in tables.items():
            _table(book.add_worksheet(name), rows, formats)
        if chart is not None and chart.bars:
            add_chart(book, chart, formats)
        for sheet in book.worksheets():
            mark_pages(sheet, title, marked)
    return out.getvalue()


def _about(register: Register) -> list[tuple[str, Cell]]:
    """The moment, the ledger's head, who requested it, and whether it identifies children."""
    children = (
        "Yes: it names children and holds text about them. For the audit team only."
        if register.identifiable
        else "No: case references only, and no free text."
    )
    return [
        ("Register of audits", register.programme),
        ("As of", f"{say_day(register.as_of.date(), year=True)}, {register.as_of:%H:%M}"),
        ("The ledger's head", f"fact {register.head_seq}, {register.head}"),
        ("Requested by", register.asked_by),
        ("Identifies children", children),
    ]


def _first(
    sheet: Any, lines: Sequence[tuple[str, Cell]], below: Sequence[RowOf], formats: Formats
) -> None:
    for place, (name, value) in enumerate(lines):
        sheet.write_string(place, 0, name, formats["heading"])
        _write(sheet, place, 1, value, formats)
    _rows(sheet, len(lines) + 1, below, formats)
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 1, WIDEST)
    sheet.set_column(2, 5, WIDE)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _table(sheet: Any, rows: Sequence[RowOf], formats: Formats) -> None:
    if not rows:
        sheet.write_string(0, 0, NOTHING, formats["text"])
        return
    _rows(sheet, 0, rows, formats)
    heads = [{"header": head_of(name), "header_format": formats["heading"]} for name in rows[0]]
    name = "".join(part for part in sheet.get_name().title() if part.isalnum())
    sheet.add_table(
        0, 0, len(rows), len(heads) - 1, {"name": name, "style": STYLE, "columns": heads}
    )
    sheet.freeze_panes(1, FROZEN_COLUMNS)
    widths = [_width(name, [row[name] for row in rows]) for name in rows[0]]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    set_pages(sheet, widths, len(rows) + 1, min(FROZEN_COLUMNS, len(widths)))


def _rows(sheet: Any, start: int, rows: Sequence[RowOf], formats: Formats) -> None:
    for column, name in enumerate(rows[0] if rows else ()):
        sheet.write_string(start, column, head_of(name), formats["heading"])
    for place, row in enumerate(rows, start + 1):
        for column, (name, value) in enumerate(row.items()):
            if isinstance(value, int) and name.endswith(PER_CENT):
                sheet.write_number(place, column, value, formats["per_cent"])
            else:
                _write(sheet, place, column, value, formats)


def head_of(name: str) -> str:
    """A column's head, with the unit of its numbers: "Final, Good, audits"."""
    path, comma, last = name.rpartition(", ")
    words = f"{path}{comma}{UNITS.get(last, last)}".replace("_", " ")
    return legible(words[:1].upper() + words[1:])


def _width(name: str, values: Sequence[Cell]) -> int:
    if any(isinstance(value, datetime) for value in values):
        return WIDE
    longest = max(len(value) if isinstance(value, str) else len(name) for value in values)
    if longest > LONG:
        return WIDEST
    return max(NARROW, min(longest + 2, WIDE))


def _write(sheet: Any, row: int, column: int, value: Cell, formats: Formats) -> None:
    """Write one cell by its type; text never becomes a formula, a number or a link."""
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, "yes" if value else "no", formats["text"])
        case int():
            sheet.write_number(row, column, value, formats["text"])
        case datetime():
            sheet.write_datetime(row, column, value, formats["moment"])
        case date():
            sheet.write_datetime(row, column, value, formats["day"])
        case str():
            words = legible(value)
            kind = "quoted" if is_risky(value) else "text"
            sheet.write_string(row, column, words, formats[kind])


def is_risky(value: str) -> bool:
    """Whether a spreadsheet might run `value`; such a cell is marked as text for good.

    The mark is Excel's quote prefix, which does not show, so the words stay as written.
    """
    bare = value.lstrip(" \n\u00a0\u3000\ufeff")
    return unicodedata.normalize("NFKC", bare[:1]) in ESCAPED_SIGNS


def legible(value: str) -> str:
    """`value` without characters that XML forbids, cut to the length that fits in a cell."""
    kept = in_xml(value)
    return kept if len(kept) <= MOST else kept[: MOST - len(CUT)] + CUT
