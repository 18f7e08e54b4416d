"""From a file's bytes to a table: its format, and the CSV reader."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath

from store.sheets.problems import BadSheet, refusal
from store.sheets.table import Table, tabulate
from store.sheets.workbook import workbook_lines

MAX_BYTES = 10 * 1024 * 1024

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "save it as CSV UTF-8 (.csv) or as an Excel workbook (.xlsx)"


def read_table(name: str, content: bytes) -> Table:
    """The table in a file called `name` (contract.md §4).

    `.csv` is UTF-8 with or without a byte order mark, separated by commas, with any line ending
    and quoted line breaks. `.xlsx` is a workbook with rows in one sheet; its dates become ISO 8601
    and its whole numbers have no decimal point. A formula is not computed and stays as its text.

    Raises `BadSheet` for another format or encoding, for more than 10 MB, and as `tabulate` does.
    """
    if len(content) > MAX_BYTES:
        raise refusal(f"it is larger than {MAX_BYTES // 1024 // 1024} MB: import it in parts.")
    if content.startswith(OLD_OFFICE):
        raise refusal(f"it is an old or a password-protected workbook: {SAVE_AS}, no password.")
    kind = PurePath(name).suffix.lower()
    if kind == ".xlsx":
        if not content.startswith(ZIP):
            raise refusal(f"its name ends in .xlsx but it is not an Excel workbook: {SAVE_AS}.")
        return tabulate(workbook_lines(content), exact=False)
    if kind == ".csv":
        if content.startswith(ZIP):
            raise refusal("its name ends in .csv but it is a workbook: rename it to end in .xlsx.")
        return tabulate(_csv_lines(_text(content)), exact=True)
    raise refusal(f"it is neither .csv nor .xlsx: {SAVE_AS}.")


def _text(content: bytes) -> str:
    if content.startswith(UTF_16):
        raise refusal("it is encoded as UTF-16: save it as CSV UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        upto = error.start
    # Raised outside the handler, because the decoder's error holds the file's content.
    line = len(re.findall(rb"\r\n|\r|\n", content[:upto])) + 1
    raise refusal("it has a letter that is not UTF-8: save the file as CSV UTF-8.", line=line)


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            break
        if len(cells) == 1 and begins == 1 and re.search(r"[;\t]", cells[0]):
            raise _not_commas()
        yield begins, cells
        begins = reader.line_num + 1
    raise _unreadable_row(begins)


def _not_commas() -> BadSheet:
    return refusal("its columns are not separated by commas: save it as CSV UTF-8.", line=1)


def _unreadable_row(line: int) -> BadSheet:
    return refusal(
        "the row that begins here cannot be read: a quotation mark is not closed or is in the "
        'middle of a cell (write it twice: ""), or a cell is far too long.',
        line=line,
    )
