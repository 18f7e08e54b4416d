"""The rows of one sheet of a workbook as text, read as a stream, with what hides them.

openpyxl's own cells lose what matters here: the digits behind a number format, whether a row is
hidden, a formula's stored value beside the formula, a day too far off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import IO

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from store.sheets.number_formats import GENERAL, MOST_DIGITS, shown
from store.sheets.shared_strings import uncoded
from store.sheets.unread import Unread
from store.sheets.xml_stream import Text, stream, tag

NEVER_WORKED_OUT = (
    "is a formula without a stored value: open the file in Excel and save it, or write the value."
)
TOO_LONG = (
    f"is a number of more than {MOST_DIGITS} digits, and Excel has lost the last ones: format the "
    "column as text and copy the number in again."
)
NO_DAY = "is formatted as a date but is no day of the calendar: write the date again."
A_TIME = "is a time of day or a length of time: write a date."
ON = frozenset({"1", "true"})
LEAP_1900 = 60
"""Excel's 29 February 1900, a day that never was."""

ROW, CELL, VALUE, FORMULA = tag("row"), tag("c"), tag("v"), tag("f")
INLINE, TEXT, PHONETIC = tag("is"), tag("t"), tag("rPh")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet, numbered as Excel does; `hidden` if the sheet does not show it."""

    line: int
    cells: Sequence[str] = field(repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """What the workbook's cell formats say: by style number its format, and which are dates."""

    formats: Sequence[str]
    dates: frozenset[int]
    lengths: frozenset[int]
    epoch: datetime

    def written(self, raw: str, style: int) -> str:
        """A number cell as text. `raw` is the number as the file holds it."""
        if style in self.dates:
            return self._day(raw, style)
        if len(raw) <= MOST_DIGITS and raw.isascii() and raw.isdigit():
            number = int(raw)
        else:
            value = float(raw)
            if not value.is_integer():
                return repr(value)
            if abs(value) >= 10**MOST_DIGITS:
                return Unread(raw, TOO_LONG)
            number = int(value)
        number_format = self.formats[style] if style < len(self.formats) else GENERAL
        return str(number) if number_format == GENERAL else shown(number, number_format)

    def _day(self, raw: str, style: int) -> str:
        serial = float(raw)
        if style in self.lengths or 0 <= serial < 1:
            return Unread(raw, A_TIME)
        if serial < 0 or (self.epoch == WINDOWS_EPOCH and LEAP_1900 <= serial < LEAP_1900 + 1):
            return Unread(raw, NO_DAY)
        try:
            day = from_excel(serial, self.epoch)
        except (OverflowError, ValueError):
            return Unread(raw, NO_DAY)
        return day.date().isoformat() if day.time() == time() else str(day)


def sheet_rows(
    source: IO[bytes], strings: Sequence[str], styles: Styles, *, widest: int
) -> Iterator[Line]:
    """The lines of a sheet's part `source` that hold something, up to `widest` columns each."""
    text = Text()
    reader = _Reader(strings, styles, text, widest)
    for _ in stream(source, reader.start, reader.end, text):
        yield from reader.lines
        reader.lines.clear()


class _Reader:
    """Collects the lines of a sheet; `lines` are those since it was last emptied."""

    def __init__(self, strings: Sequence[str], styles: Styles, text: Text, widest: int) -> None:
        self.strings, self.styles, self.text, self.widest = strings, styles, text, widest
        self.lines: list[Line] = []
        self.places: dict[str, int] = {}
        self.number = self.at = self.style = 0
        self.hidden = self.worked_out = self.aside = False
        self.kind = ""
        self.raw: str | None = None
        self.runs: list[str] = []
        self.cells: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        if name == CELL:
            reference = given.get("r")
            self.at = self.at + 1 if reference is None else self._column(reference)
            self.kind = given.get("t", "n")
            self.style = int(given.get("s", 0))
            self.raw, self.worked_out = None, False
        elif name == VALUE:
            self.text.begin()
        elif name == ROW:
            self.number = int(float(given.get("r", self.number + 1)))
            self.hidden = given.get("hidden") in ON
            self.at, self.cells = 0, []
        elif name == FORMULA:
            self.worked_out = True
        elif name == TEXT and self.kind == "inlineStr" and not self.aside:
            self.text.begin()
        elif name == INLINE:
            self.runs = []
        elif name == PHONETIC:
            self.aside = True

    def end(self, name: str) -> None:
        """An element ends."""
        if name == VALUE:
            self.raw = self.text.end()
        elif name == CELL:
            if self.at <= self.widest and (value := self._value()):
                self.cells.extend("" for _ in range(self.at - 1 - len(self.cells)))
                self.cells.append(value)
        elif name == ROW:
            if self.cells:
                self.lines.append(Line(self.number, self.cells, self.hidden))
        elif name == TEXT and self.text.wanted:
            self.runs.append(self.text.end())
        elif name == INLINE:
            self.raw = "".join(self.runs)
        elif name == PHONETIC:
            self.aside = False

    def _value(self) -> str:
        raw, kind = self.raw, self.kind
        if not raw:
            never = self.worked_out and kind != "str"
            return Unread("=", NEVER_WORKED_OUT) if never else ""
        if kind == "s":
            return self.strings[int(raw)]
        if kind == "n":
            return self.styles.written(raw, self.style)
        if kind == "b":
            return "TRUE" if raw in ON else "FALSE"
        return raw if kind == "e" else uncoded(raw)

    def _column(self, reference: str) -> int:
        """The number of a cell's column from its letters: A is 1, AA is 27."""
        letters = reference.rstrip("0123456789")
        found = self.places.get(letters)
        if found is None:
            found = 0
            for letter in letters.upper():
                found = found * 26 + ord(letter) - ord("A") + 1
            self.places[letters] = found
        return found
