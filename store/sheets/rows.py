"""Taking values out of a table by column, collecting every problem on the way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from store.sheets.cells import Unfit, clean
from store.sheets.problems import BadSheet, SheetProblem, shown
from store.sheets.table import SheetRow, Table

T = TypeVar("T")

# Looking for a near match reads every candidate; a sheet that is wrong throughout must not hang.
COMPARISONS = 40_000
ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column that we know stands, and what else there is or is not."""

    index: Mapping[str, int]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, *, wanted: tuple[str, ...], required: tuple[str, ...]) -> "Columns":
        """Find the `wanted` columns. Raises BadSheet where a `required` one is missing.

        A heading is quoted only where it nearly is a known one: in a sheet without a heading the
        first line is data.
        """
        unknown = tuple(name for name in table.header if name not in wanted)
        problems = []
        for name in required:
            if name in table.header:
                continue
            near = get_close_matches(name, unknown, n=1, cutoff=0.8)
            remedy = f"rename {shown(near[0])}" if near else "add it to the first line"
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
    """One row's values. With `quoting` off a reason never repeats what stands in the cell."""

    row: SheetRow
    columns: Columns
    problems: list[SheetProblem]
    quoting: bool = True
    _noted: set[str] = field(default_factory=set)

    def take(self, column: str, fit: Callable[[str], T], *, required: bool = False) -> T | None:
        """The cell as `fit` makes it; None where it is empty, absent or wrong (then noted)."""
        index = self.columns.index.get(column)
        cell = "" if index is None else self.row.cells[index]
        try:
            value = clean(cell)
            found = fit(value) if value else None
        except Unfit as unfit:
            subject = shown(unfit.value or cell.strip()) if self.quoting else "what stands here"
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
        """Whether `column` of this row is known to be wrong already."""
        return column in self._noted


def _alike(word: str, known: str) -> bool:
    """Addresses of one council end alike, so that what stands before the @ has to be near too."""
    mine, there, theirs = word.partition("@")[0], "@" in known, known.partition("@")[0]
    return not there or bool(get_close_matches(mine, [theirs], n=1, cutoff=0.75))


@dataclass(slots=True)
class Suggestions:
    """Offers the nearest known word for one that is not known, while that stays quick."""

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
                return f"; did you mean {shown(self._words[found[0]])}?"
        return "."
