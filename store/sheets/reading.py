"""From a file's bytes to a table: which format it has, and which of its sheets is meant."""

import io
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from store.sheets.archives import MAX_BYTES
from store.sheets.cases import COLUMNS as CASE_COLUMNS
from store.sheets.dialects import csv_lines, csv_text
from store.sheets.person import COLUMNS as PERSON_COLUMNS
from store.sheets.problems import BadSheet, SheetProblem, refusal
from store.sheets.sheet_rows import Line
from store.sheets.table import MAX_ROWS, Table, tabulate
from store.sheets.timetable import COLUMNS as TIMETABLE_COLUMNS
from store.sheets.workbook import Sheet, open_workbook

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
BOOK_STREAM, LOCKED_STREAM = (
    "Workbook".encode("utf-16-le"),
    "EncryptedPackage".encode("utf-16-le"),
)
SAVE_AS = "save it as CSV UTF-8 (.csv) or as an Excel workbook (.xlsx)"
OTHER_ENDINGS = {
    ".xls": "it is a workbook of Excel 97 to 2003 (.xls)",
    ".xlsb": "it is a binary workbook (.xlsb)",
    ".xlsm": "it is a workbook with macros (.xlsm)",
    ".ods": "it is an OpenDocument sheet (.ods)",
}
KNOWN = frozenset({*PERSON_COLUMNS, *CASE_COLUMNS, *TIMETABLE_COLUMNS})
"""All headings that any of our sheets has."""
BY_OPTION = ": --leave-out-hidden"
"""How it is left out at a shell; the chat has a button."""
LEAVE_OUT = f"show it, delete it, or leave out what is hidden{BY_OPTION}."


def read_table(name: str, content: bytes, *, leave_out_hidden: bool = False) -> Table:
    """The table in a file called `name` (contract.md §4).

    `.csv` is UTF-8 or Windows-1252, separated by commas, semicolons or tabs, with any line ending
    and quoted line breaks. `.xlsx` is a workbook with rows in one sheet; its dates become ISO 8601,
    its numbers are as the sheet shows them, and a formula has the value that Excel stored for it.
    Hidden rows and sheets are refused, or left out with `leave_out_hidden`.

    Raises `BadSheet` for another format or encoding, for more than 100 MB, and as `tabulate` does.
    """
    if file_format(name, content) == ".csv":
        return tabulate(csv_lines(csv_text(content)), exact=True, known=KNOWN)
    with open_workbook(io.BytesIO(content)) as sheets:
        lines = list(_only_sheet(sheets, leave_out_hidden=leave_out_hidden))
    return tabulate(shown_lines(lines, leave_out_hidden), exact=False, known=KNOWN)


def file_format(name: str, content: bytes) -> str:
    """`.csv` or `.xlsx`, by name and content. Raises `BadSheet` for anything else."""
    if len(content) > MAX_BYTES:
        raise refusal(f"it is larger than {MAX_BYTES // 1024 // 1024} MB: import it in parts.")
    if content.startswith(OLD_OFFICE):
        raise refusal(_old(content))
    kind = PurePath(name).suffix.lower()
    if kind in OTHER_ENDINGS:
        raise refusal(f"{OTHER_ENDINGS[kind]}: {SAVE_AS}.")
    if kind == ".xlsx":
        if not content.startswith(ZIP):
            raise refusal(f"its name ends in .xlsx but it is not an Excel workbook: {SAVE_AS}.")
        return kind
    if kind == ".csv":
        if content.startswith(ZIP):
            raise refusal("its name ends in .csv but it is a workbook: rename it to end in .xlsx.")
        return kind
    raise refusal(f"it is neither .csv nor .xlsx: {SAVE_AS}.")


def _old(content: bytes) -> str:
    """What an old Office file is: since 2007 Excel wraps a workbook with a password in one."""
    if LOCKED_STREAM in content:
        return "it is protected by a password: save it without one."
    if BOOK_STREAM in content:
        return f"{OTHER_ENDINGS['.xls']}: {SAVE_AS}."
    return f"it is an old Office file: {SAVE_AS}."


def _only_sheet(sheets: Iterable[Sheet], *, leave_out_hidden: bool) -> Iterator[Line]:
    """The lines of the one sheet with rows."""
    in_use = [sheet for sheet in sheets if next(sheet.lines(), None) is not None]
    hidden = [number for number, sheet in enumerate(in_use, start=1) if sheet.hidden]
    if hidden and not leave_out_hidden:
        raise refusal(f"one of its sheets with rows is hidden: {LEAVE_OUT}")
    in_use = [sheet for sheet in in_use if not sheet.hidden]
    if len(in_use) > 1:
        raise refusal(f"{len(in_use)} of its sheets hold rows: keep only the one to import.")
    for line in in_use[0].lines() if in_use else ():
        if line.line > MAX_ROWS + 1:
            raise refusal(
                f"its sheet goes beyond line {MAX_ROWS + 1:,}: import it in parts, and delete "
                "empty lines below the last row."
            )
        yield line


def shown_lines(lines: Iterable[Line], leave_out_hidden: bool) -> Iterator[tuple[int, list[str]]]:
    """The lines that the sheet shows. Raises `BadSheet` naming those it hides, unless left out."""
    kept, problems = list[Line](), list[SheetProblem]()
    for line in lines:
        if not line.hidden:
            kept.append(line)
        elif not leave_out_hidden:
            problems.append(SheetProblem(line.line, "", f"the line is hidden: {LEAVE_OUT}"))
    if problems:
        raise BadSheet(problems)
    return ((line.line, list(line.cells)) for line in kept)
