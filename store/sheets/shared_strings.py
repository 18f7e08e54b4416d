"""The texts of a workbook, which its cells name by number, as Excel shows them."""

import re
from typing import IO

from store.sheets.problems import refusal
from store.sheets.xml_stream import Text, stream, tag

STRING, TEXT, PHONETIC = tag("si"), tag("t"), tag("rPh")
MOST_TEXTS = 5_000_000
MOST_LETTERS = 200_000_000

# A character that XML cannot hold stands as its number (ECMA-376 part 1, 22.9.2.19).
_CODED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


def uncoded(text: str) -> str:
    """`text` with `_x000D_` and its like as the characters that they stand for."""
    return _CODED.sub(_characters, text) if "_x" in text else text


def _characters(found: re.Match[str]) -> str:
    units = "".join(chr(int(code, 16)) for code in re.findall(r"x([0-9A-Fa-f]{4})_", found[0]))
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shared_strings(source: IO[bytes]) -> list[str]:
    """All texts of the part `source`, in order; runs are joined and reading aids left out."""
    found: list[str] = []
    runs: list[str] = []
    text = Text()
    aside, letters = False, 0

    def start(name: str, _given: dict[str, str]) -> None:
        nonlocal aside
        if name == TEXT and not aside:
            text.begin()
        elif name == PHONETIC:
            aside = True

    def end(name: str) -> None:
        nonlocal aside, letters
        if name == TEXT and text.wanted:
            runs.append(text.end())
        elif name == PHONETIC:
            aside = False
        elif name == STRING:
            found.append(uncoded("".join(runs)))
            letters += len(found[-1])
            runs.clear()
            if len(found) > MOST_TEXTS or letters > MOST_LETTERS:
                raise refusal("it holds far too much text: import it in parts.")

    for _ in stream(source, start, end, text):
        pass
    return found
