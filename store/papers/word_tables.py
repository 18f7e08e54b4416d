"""Tables of a Word paper: they fit the page, no word of a head is broken, and heads repeat."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from store.papers.word_styles import ACCENT, CELL, HEAD_CELL, TABLE

SIDES = Pt(11)
"""The space left and right of a cell's text, both together, with a little to spare."""
WIDER = 1.06
"""Bold Arial is at most so much wider than the face that measures it here."""
SIZES = (9.5, 9, 8.5, 8)
"""Points. The first at which no word has to be broken is taken."""
LONG_LINE = 60
"""Text of more characters takes further lines, so it does not ask for more width."""


def add_table(document: Any, rows: Sequence[Sequence[str]], width: int) -> None:
    """A table over `width` (EMU); the first row is its head and repeats on each page."""
    size = next((size for size in SIZES if sum(_least(rows, size)) <= width), SIZES[-1])
    widths = _shared_out(rows, size, width)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = TABLE
    table.autofit = False
    _look(table)
    for place, row in enumerate(rows):
        line = table.rows[place]
        _keep_whole(line, head=place == 0)
        for cell, words, wide in zip(line.cells, row, widths, strict=True):
            cell.width = Emu(wide)
            if place == 0:
                _shade(cell)
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL if place else HEAD_CELL
            paragraph.paragraph_format.keep_with_next = place == 0 or place < len(rows) - 1 <= FEW
            run = paragraph.add_run(words)
            if size != SIZES[0]:
                run.font.size = Pt(size)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Emu(wide)


FEW = 8
"""A table of so few rows stays on one page."""


def width_of(words: str, size: float) -> int:
    """How wide `words` are at that size, in EMU."""
    return int(Pt(1) * _face().getlength(words) * size / 100 * WIDER)


@lru_cache(maxsize=1)
def _face() -> Any:
    """The face that measures, at a size of 100 points; it comes with Pillow."""
    from PIL import ImageFont  # noqa: PLC0415 - the bot starts, and serves cards, without it

    return ImageFont.load_default(100)


def _least(rows: Sequence[Sequence[str]], size: float) -> list[int]:
    """The width that each column needs so that its longest word stays whole."""
    return [
        max(width_of(word, size) for cell in column for word in (cell.split() or [""])) + SIDES
        for column in zip(*rows, strict=True)
    ]


def _shared_out(rows: Sequence[Sequence[str]], size: float, width: int) -> list[int]:
    """The least of each column, and the rest by how much more its longest line would take."""
    least = _least(rows, size)
    wish = [
        max(width_of(cell[:LONG_LINE], size) for cell in column) + SIDES
        for column in zip(*rows, strict=True)
    ]
    spare, more = width - sum(least), [max(0, w - n) for w, n in zip(wish, least, strict=True)]
    if spare <= 0:
        return [n * width // sum(least) for n in least]
    if not sum(more):
        return [n + spare // len(least) for n in least]
    return [n + spare * m // sum(more) for n, m in zip(least, more, strict=True)]


def _keep_whole(row: Any, *, head: bool) -> None:
    """No row is split between pages; the head repeats, and screen readers know it as one."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such property
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _look(table: Any) -> None:
    """Only the head row is marked: no banding, no first column."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - as above
    for name, value in (("firstRow", "1"), ("firstColumn", "0"), ("noHBand", "1")):
        look.set(qn(f"w:{name}"), value)
    look.set(qn("w:val"), "0620")


def _shade(cell: Any) -> None:
    """The head's colour on the cell itself too, for programs that read no style of a table."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", ACCENT)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - as above
