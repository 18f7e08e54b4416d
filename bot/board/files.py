"""What a page shows as a CSV or Excel file, in which no text is a formula (trust.md §4)."""

import csv
import io
import unicodedata
from datetime import datetime

from bot.board.page import Cell, Page, Table
from store.papers.register_xlsx import workbook
from store.vocabulary.dates_in_words import say_day

ESCAPED_SIGNS = frozenset("=+-@\t\r\0")
"""First characters that a spreadsheet takes for a formula, full width included."""
BOM = "\ufeff"
"""By it Excel knows that the file is UTF-8."""


def as_csv(table: Table) -> bytes:
    """The rows as shown, a column each; a second line of a cell stands in brackets behind it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain(column.title) for column in table.columns])
    for row in table.rows:
        said = (f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row)
        writer.writerow([plain(text) for text in said])
    return (BOM + out.getvalue()).encode()


def as_xlsx(page: Page, table: Table, at: datetime) -> bytes:
    """The rows as shown, as a workbook: a sheet that says what they are, and the table."""
    about = [
        ("Sightline board", page.title),
        ("Shows", page.lead),
        ("As of", f"{say_day(at.date(), year=True)}, {at:%H:%M}"),
    ]
    rows = [
        {
            column.title: _value(cell, number=column.number)
            for column, cell in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]
    return workbook(page.title, at, about, (), {table.key.capitalize(): rows})


def _value(cell: Cell, *, number: bool) -> str | int:
    if number and isinstance(cell.order, int):
        return cell.order
    return f"{cell.text} ({cell.note})" if cell.note else cell.text


def plain(text: str) -> str:
    """Text that stays text in a spreadsheet: an apostrophe before what would be a formula."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first and first in ESCAPED_SIGNS else text
