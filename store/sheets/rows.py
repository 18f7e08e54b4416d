"""Reading values from a table by column, while collecting every problem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from store.sheets.cells import Unfit, clean
from store.sheets.problems import BadSheet, SheetProblem, quoted
from store.sheets.table import SheetRow, Table

T = TypeVar("T")

# A near match compares every candidate, and a sheet with an error on every line must not hang.
COMPARISONS = 40_000
ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Columns:
    """The index of each known column, and the headings that are unknown or absent."""

    index: Mapping[str, int]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, *, wanted: tuple[str, ...], required: tuple[str, ...]) -> "Columns":
        """Find the `wanted` columns. Raises `BadSheet` if a `required` one is missing.

        The error quotes a heading only if it resembles a known one, because the first line of a
        sheet without a heading is data.
        """
        unknown = tuple(name for name in table.header if name not in wanted)
        problems = []
        for name in required:
            if name in table.header:
                continue
            near = get_close_matches(name, unknown, n=1, cutoff=0.8)
            remedy = f"rename {quoted(near[0])}" if near else "add it to the first line"
            reason = f"the column is missing: {remedy}. The heading is {','.join(wanted)}."
            problems.append(SheetProblem(table.header_line, name, reason))
        if problems:
            raise BadSheet(problems)
        return cls(
            {name: table.header.index(name) for name in wanted if name in table.header},
            unknown,
            tuple(name for name in wanted if name not in table.header),
        )


@dataclass(slots=True)
class RowReader:
    """The values of one row. Without `quoting`, no reason repeats the content of a cell."""

    row: SheetRow
    columns: Columns
    problems: list[SheetProblem]
    quoting: bool = True
    _noted: set[str] = field(default_factory=set)

    def take(self, column: str, fit: Callable[[str], T], *, required: bool = False) -> T | None:
        """The cell converted by `fit`; None if it is empty, absent or wrong (which is noted)."""
        index = self.columns.index.get(column)
        cell = "" if index is None else self.row.cells[index]
        try:
            value = clean(cell)
            found = fit(value) if value else None
        except Unfit as unfit:
            subject = quoted(unfit.value or cell.strip()) if self.quoting else "the value"
            self.note(column, f"{subject} {unfit.reason}")
            return None
        if required and found in (None, ()):
            self.note(column, "the cell is empty: it must be filled in.")
        return found

    def note(self, column: str, reason: str) -> None:
        """Record that `column` of this row is wrong."""
        self._noted.add(column)
        self.problems.append(SheetProblem(self.row.line, column, reason))

    def noted(self, column: str) -> bool:
        """Whether `column` of this row has already been noted as wrong."""
        return column in self._noted


def _alike(word: str, known: str) -> bool:
    """Whether the parts before the @ are similar too, because a council's addresses end alike."""
    mine, there, theirs = word.partition("@")[0], "@" in known, known.partition("@")[0]
    return not there or bool(get_close_matches(mine, [theirs], n=1, cutoff=0.75))


@dataclass(slots=True)
class Suggestions:
    """Suggests the nearest known word for an unknown one, a limited number of times."""

    candidates: Iterable[str]
    _words: dict[str, str] = field(init=False)
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._words = {word.casefold(): word for word in sorted(self.candidates)}
        self._left = min(ENOUGH, COMPARISONS // max(1, len(self._words)))

    def near(self, word: str) -> str:
        """The end of a sentence: "; did you mean 'auditor'?", or a full stop."""
        if self._left:
            self._left -= 1
            found = get_close_matches(word.casefold(), self._words, n=1, cutoff=0.75)
            if found and _alike(word.casefold(), found[0]):
                return f"; did you mean {quoted(self._words[found[0]])}?"
        return "."
