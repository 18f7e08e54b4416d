"""An XLSX workbook as sheets of lines; it refuses whatever a data sheet does not need."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet

from store.sheets.archives import DAMAGED, guard_workbook
from store.sheets.number_formats import GENERAL
from store.sheets.problems import BadSheet, refusal
from store.sheets.shared_strings import shared_strings
from store.sheets.sheet_rows import Line, Styles, sheet_rows
from store.sheets.table import MAX_COLUMNS

MAX_STREAMED_ROWS = 500_000
TOO_LONG = (
    f"its sheet goes beyond line {MAX_STREAMED_ROWS:,}: import it in parts, and delete empty lines "
    "below the last row."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an open workbook; `lines()` reads it anew each time.

    `began` is the day from which the workbook counts its dates: in 1899 or 1904.
    """

    title: str
    hidden: bool
    lines: Callable[[], Iterator[Line]]
    began: date


@contextmanager
def open_workbook(source: IO[bytes]) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of the workbook in `source`, to be read while the block runs.

    Raises `BadSheet` here and while lines are read. It never quotes the file.
    """
    opened: tuple[zipfile.ZipFile, tuple[Sheet, ...]] | None
    try:
        archive = zipfile.ZipFile(source)
        guard_workbook(archive)
        with warnings.catch_warnings():
            # openpyxl warns about formatting that it drops; only values are needed.
            warnings.simplefilter("ignore")
            opened = archive, _sheets(archive, source)
    except BadSheet:
        raise
    except Exception:  # noqa: BLE001 -- a damaged workbook can break the reader in any way at all
        opened = None
    if opened is None:
        # Outside the handler, because the reader's error may quote the sheet.
        raise refusal(DAMAGED)
    with opened[0]:
        yield opened[1]


def _sheets(archive: zipfile.ZipFile, source: IO[bytes]) -> tuple[Sheet, ...]:
    book = ExcelReader(source, read_only=True, keep_links=False)
    book.read_manifest()
    book.read_workbook()
    apply_stylesheet(archive, book.wb)
    part = book.package.find(SHARED_STRINGS)
    strings: list[str] = []
    if part is not None:
        with archive.open(part.PartName.removeprefix("/")) as texts:
            strings = shared_strings(texts)
    styles = _styles(book.wb)

    def reads(path: str) -> Callable[[], Iterator[Line]]:
        return lambda: _lines(archive, path, strings, styles)

    return tuple(
        Sheet(sheet.name, sheet.state != "visible", reads(relation.target), book.wb.epoch.date())
        for sheet, relation in book.parser.find_sheets()
        if "chartsheet" not in relation.Type and relation.target in archive.namelist()
    )


def _styles(book: Any) -> Styles:
    """The formats that openpyxl has read, by style number."""
    formats = [
        BUILTIN_FORMATS.get(style.numFmtId, GENERAL)
        if style.numFmtId < BUILTIN_FORMATS_MAX_SIZE
        else book._number_formats[style.numFmtId - BUILTIN_FORMATS_MAX_SIZE]  # noqa: SLF001
        for style in book._cell_styles  # noqa: SLF001 -- openpyxl gives styles to its cells alone
    ]
    return Styles(
        formats,
        frozenset(book._date_formats),  # noqa: SLF001
        frozenset(book._timedelta_formats),  # noqa: SLF001
        book.epoch,
    )


def _lines(
    archive: zipfile.ZipFile, path: str, strings: list[str], styles: Styles
) -> Iterator[Line]:
    """The lines of one sheet; whatever breaks the reader becomes a refusal that quotes nothing."""
    broken = False
    try:
        with archive.open(path) as part:
            # One column more than allowed, so that a heading that is too wide is noticed.
            yield from _not_too_long(sheet_rows(part, strings, styles, widest=MAX_COLUMNS + 1))
    except BadSheet:
        raise
    except Exception:  # noqa: BLE001 -- as above
        broken = True
    if broken:
        raise refusal(DAMAGED)


def _not_too_long(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        if line.line > MAX_STREAMED_ROWS:
            raise refusal(TOO_LONG)
        yield line
