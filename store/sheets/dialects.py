"""The text of a CSV file, whatever program saved it: its letters, its separator, its records."""

import csv
import io
import re
from collections.abc import Iterator

from store.sheets.problems import BadSheet, refusal

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",;\t"
# Letters that UTF-8 writes as two or more bytes; in Windows-1252 they are pairs of odd signs.
_UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_NO_LETTER = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NAMED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def csv_text(content: bytes) -> str:
    """The file's text: UTF-8 with or without a byte order mark, or else Windows-1252.

    Excel saves "CSV (Comma delimited)" in Windows-1252. A file that mixes both is refused.
    """
    if content.startswith(UTF_16):
        raise refusal("it is encoded as UTF-16: save it as CSV UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        upto = error.start
    if _UTF_8_LETTER.search(content) is None and _NO_LETTER.search(content) is None:
        return content.decode("cp1252")
    # Raised outside the handler, because the decoder's error holds the file's content.
    line = len(re.findall(rb"\r\n|\r|\n", content[:upto])) + 1
    raise refusal("it has a letter that is not UTF-8: save the file as CSV UTF-8.", line=line)


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line on which it begins.

    The separator is a comma, a semicolon or a tab, whichever the first line that has one uses
    most; a first line `sep=;`, as Excel writes it, says so itself.
    """
    named = _NAMED.match(text)
    separator = named[1] if named else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            break
        if not (named and begins == 1):
            yield begins, cells
        begins = reader.line_num + 1
    raise _unreadable_row(begins)


def _separator(text: str) -> str:
    for line in io.StringIO(text):
        outside = re.sub(r'"[^"]*"', "", line)
        counts = {sign: outside.count(sign) for sign in SEPARATORS}
        if any(counts.values()):
            return max(SEPARATORS, key=lambda sign: counts[sign])
    return ","


def _unreadable_row(begins: int) -> BadSheet:
    return refusal(
        "the row that begins here cannot be read: a quotation mark is not closed or is in the "
        'middle of a cell (write it twice: ""), or a cell is far too long.',
        line=begins,
    )
