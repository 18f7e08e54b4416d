"""Reading one XML part of a workbook as a stream, within limits of memory and depth."""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from openpyxl.xml.constants import SHEET_MAIN_NS

from store.sheets.problems import refusal

CHUNK = 64 * 1024
DEEPEST = 64
"""A sheet's elements are nested about eight deep."""
LONGEST_TEXT = 65_534
"""Twice Excel's own limit for the text of a cell, because `_x000D_` and its like are longer."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def tag(name: str) -> str:
    """The name of a spreadsheet's element as the handlers get it."""
    return f"{SHEET_MAIN_NS} {name}"


class Text:
    """The characters between two tags, while they are wanted."""

    __slots__ = ("length", "parts", "wanted")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.wanted = False
        self.length = 0

    def begin(self) -> None:
        """Forget what was there and collect from here on."""
        self.parts.clear()
        self.length = 0
        self.wanted = True

    def add(self, some: str) -> None:
        """More characters, as the parser finds them."""
        if self.wanted:
            self.length += len(some)
            if self.length > LONGEST_TEXT:
                raise refusal("a cell holds far too much text: shorten it.")
            self.parts.append(some)

    def end(self) -> str:
        """What was collected."""
        self.wanted = False
        return self.parts[0] if len(self.parts) == 1 else "".join(self.parts)


def stream(source: IO[bytes], start: Start, end: End, text: Text) -> Iterator[None]:
    """Parse `source` chunk by chunk; yields after each, so that what was found can be taken."""
    depth = 0

    def started(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refusal("its elements are nested too deeply: save it again in Excel.")
        start(name, given)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text.add
    while chunk := source.read(CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield
