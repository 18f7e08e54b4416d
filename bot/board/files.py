"""What a page shows as a CSV file, in which no text is a formula (trust.md §4)."""

import csv
import io
import unicodedata

from bot.board.page import Table

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


def plain(text: str) -> str:
    """Text that stays text in a spreadsheet: an apostrophe before what would be a formula."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first and first in ESCAPED_SIGNS else text
