"""The line of each key in a TOML text, because `tomllib` reads values without their lines."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The path of a value: `("scale", 2, "name")` is the name of the third grade."""

_SPACE = re.compile(r"[ \t]*")
_FILLER = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")', re.DOTALL),
    re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> Mapping[Path, int]:
    """The line of every key, table and entry of a list in `text`, counted from 1.

    `text` must be valid TOML: the caller has already parsed it with `tomllib`.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of `path`; where it is not written, the line of the nearest table that holds it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def key_of(path: Path) -> str:
    """A path as TOML writes it: `duty."return.submit".due`. Entries of a list count from 1."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f"[{part + 1}]"
        else:
            quoted = part if _BARE.fullmatch(part) else f'"{part}"'
            said += f".{quoted}" if said else quoted
    return said


@dataclass(slots=True)
class _Scanner:
    """Reads the text once and notes the line of each key."""

    text: str
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    entries: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        while self._skip(_FILLER) < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._header("[[")
                self.entries[table] = self.entries.get(table, -1) + 1
                table = (*table, self.entries[table])
                self._note(table)
            elif self.text[self.at] == "[":
                table = self._header("[")
            else:
                self._pair(table)

    def _header(self, brackets: str) -> Path:
        """A table's path. A list of tables within it means the latest entry of that list."""
        self.at += len(brackets)
        table: Path = ()
        keys = self._key()
        for left, part in enumerate(keys, start=1 - len(keys)):
            table = (*table, part)
            self._note(table)
            if table in self.entries and not (brackets == "[[" and left == 0):
                table = (*table, self.entries[table])
        self.at += len(brackets)
        return table

    def _pair(self, table: Path) -> None:
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        """The parts of a key, which dots separate. Stops after the last part."""
        parts = []
        while True:
            self._skip(_SPACE)
            parts.append(self._part())
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _part(self) -> str:
        for pattern in (_BARE, *_STRINGS[2:]):
            if found := pattern.match(self.text, self.at):
                self.at = found.end()
                name = found.group()
                return name if pattern is _BARE else str(tomllib.loads(f"key = {name}")["key"])
        raise ValueError(f"no key at line {self._line()}")

    def _value(self, path: Path) -> None:
        if self.text[self.at] == "[":
            self._list(path)
        elif self.text[self.at] == "{":
            self._inline_table(path)
        else:
            found = next(
                (m for pattern in (*_STRINGS, _PLAIN) if (m := pattern.match(self.text, self.at))),
                None,
            )
            if found is None:
                raise ValueError(f"no value at line {self._line()}")
            self.at = found.end()

    def _list(self, path: Path) -> None:
        self.at += 1
        place = 0
        while self.text[self._skip(_FILLER)] != "]":
            self.lines[*path, place] = self._line()
            self._value((*path, place))
            place += 1
            if self.text[self._skip(_FILLER)] == ",":
                self.at += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self.text[self._skip(_FILLER)] != "}":
            self._pair(path)
            if self.text[self._skip(_FILLER)] == ",":
                self.at += 1
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        self.at = self.at if found is None else found.end()
        return self.at

    def _note(self, path: Path) -> None:
        """Keep the first line on which `path` is named."""
        self.lines.setdefault(path, self._line())

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
