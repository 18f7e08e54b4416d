"""How a sheet prints: on A3 or A4 across, a head on each page, and each page says whose it is."""

from collections.abc import Sequence
from typing import Any

A3, A4 = 8, 9
"""XlsxWriter's numbers of the paper sizes."""
ACROSS = {A4: 190, A3: 290}
"""How many characters fit across a page at a scale that can still be read, about 70%."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}
"""Inches."""


def set_pages(sheet: Any, widths: Sequence[int], rows: int, repeated: int) -> None:
    """Set the print area to the table of `widths` (characters) and `rows`, its head included.

    A table too wide for one page goes over several, side by side: each repeats the head and the
    first `repeated` columns, so that no page stands without the audit it is about.
    """
    paper = A4 if sum(widths) <= ACROSS[A4] else A3
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(**MARGINS)
    sheet.print_area(0, 0, rows - 1, len(widths) - 1)
    sheet.fit_to_pages(pages_across(widths, ACROSS[paper], repeated), 0)
    sheet.repeat_rows(0)
    if sum(widths) > ACROSS[paper]:
        sheet.repeat_columns(0, repeated - 1)


def mark_pages(sheet: Any, title: str, marked: str) -> None:
    """The head and foot of each page: what it is of, its classification, and page x of y."""
    said, mark = (words.replace("&", "&&") for words in (title, marked))
    sheet.set_header(f"&L{said}&R&A")
    sheet.set_footer(f"&L{mark}&RPage &P of &N")


def pages_across(widths: Sequence[int], fits: int, repeated: int) -> int:
    """How many pages side by side the columns take; the first `repeated` stand on each."""
    first = sum(widths[:repeated])
    pages, used = 1, first
    for width in widths[repeated:]:
        if used + width > fits and used > first:
            pages, used = pages + 1, first
        used += width
    return pages
