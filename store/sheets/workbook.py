"""An XLSX workbook as lines of text; it refuses whatever a data sheet does not need.

A workbook is a ZIP of XML that a stranger may have made. Its unpacked size, its parts and any
document type (which entity bombs need) are checked before the reader opens it.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from store.sheets.problems import BadSheet, refusal
from store.sheets.table import MAX_COLUMNS, MAX_ROWS

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 1_000
CHUNK = 64 * 1024
ENCRYPTED = 0x1

DAMAGED = "it cannot be read as an Excel workbook: open it in Excel and save it again as .xlsx."
TOO_LONG = (
    f"its sheet goes beyond line {MAX_ROWS + 1:,}: import it in parts, and delete empty lines "
    "below the last row."
)


def workbook_lines(content: bytes) -> list[tuple[int, list[str]]]:
    """The number and the cells of each line of the one sheet with rows. Raises `BadSheet`."""
    lines: list[tuple[int, list[str]]] | None = None
    try:
        _look_at_parts(content)
        with warnings.catch_warnings():
            # openpyxl warns about formatting that it drops; only values are needed.
            warnings.simplefilter("ignore")
            lines = _lines(content)
    except BadSheet:
        raise
    except Exception:  # noqa: BLE001 -- a damaged workbook can break the reader in any way at all
        lines = None
    if lines is None:
        # Outside the handler, because the reader's error may quote the sheet.
        raise refusal(DAMAGED)
    return lines


def _look_at_parts(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise refusal("unpacked it is far too large: copy the rows alone into a new workbook.")
        for part in parts:
            if part.flag_bits & ENCRYPTED:
                raise refusal("it is protected by a password: save it without one.")
            if part.filename.lower().endswith(("vbaproject.bin", "macrosheets/")):
                raise refusal("it holds macros: save it as an Excel workbook (.xlsx) without them.")
            if part.filename.lower().endswith((".xml", ".rels")):
                _no_document_type(archive, part)


def _no_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares a document type: entity bombs need one, workbooks do not.

    A declaration can only come before the first element, so reading stops there.
    """
    parser = expat.ParserCreate()
    begun = False

    def declared(*_: object) -> None:
        raise refusal(DAMAGED)

    def element(*_: object) -> None:
        nonlocal begun
        begun = True

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = element
    with archive.open(part) as stream:
        while not begun and (chunk := stream.read(CHUNK)):
            parser.Parse(chunk, False)


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    # Formulas stay formulas (data_only=False), so that the cell check can refuse them by line.
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=False)
    try:
        in_use = [lines for sheet in book.worksheets if (lines := list(_sheet_lines(sheet)))]
    finally:
        book.close()
    if len(in_use) > 1:
        raise refusal(f"{len(in_use)} of its sheets hold rows: keep only the one to import.")
    return in_use[0] if in_use else []


def _sheet_lines(sheet: object) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # openpyxl has no types
    # One column more than allowed, so that a heading that is too wide is noticed.
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)  # type: ignore[attr-defined]
    for line, values in enumerate(rows, start=1):
        if line > MAX_ROWS + 1:
            raise refusal(TOO_LONG)
        cells = [_as_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells


def _as_text(value: object) -> str:
    """The value as the same cell would read in a CSV file."""
    match value:
        case None:
            written = ""
        case bool():
            written = str(value).upper()
        case float() if value.is_integer():
            written = str(int(value))
        case datetime() if value.time() == time():
            written = value.date().isoformat()
        case ArrayFormula() | DataTableFormula():
            written = "="  # refused for this sign by the cell check
        case _:
            written = str(value)
    return written
