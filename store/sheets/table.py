"""A sheet as a heading and rows, whatever its file format."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from store.sheets.problems import BadSheet, SheetProblem, refusal

MAX_ROWS = 50_000
MAX_COLUMNS = 200
SEARCHED = 30
"""Lines among which the heading is looked for when the first is a title."""
ENOUGH_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; `line` is the line of the file (CSV) or the sheet (XLSX) on which it begins."""

    line: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Headings in lower case with underscores, and the rows, each as wide as the heading."""

    header: tuple[str, ...]
    header_line: int
    rows: tuple[SheetRow, ...]


def tabulate(
    lines: Iterable[tuple[int, Sequence[str]]], *, exact: bool, known: Collection[str] = ()
) -> Table:
    """Make a table of `lines`; the first line that is not blank is the heading.

    Blank lines are skipped. With `exact` (CSV) a row must have as many cells as the heading,
    because a missing comma moves every later value into a neighbouring column. Without it (XLSX,
    which does not store empty cells) a short row is filled up. A heading of `known` may be spelt
    in any way: `CaseRef` and `CASE REF` are `case_ref`.

    Raises `BadSheet` for an empty file, a faulty heading, a title above it, rows that are too wide
    or too short, and a sheet of more than `MAX_ROWS` rows or `MAX_COLUMNS` columns.
    """
    spelt = {_squashed(name): name for name in known}
    filled = _from_heading(
        ((line, cells) for line, cells in lines if any(cell.strip() for cell in cells)), spelt
    )
    header_line, first = next(filled, (0, ()))
    header = _header(first, header_line, spelt)
    rows: list[SheetRow] = []
    problems: list[SheetProblem] = []
    for line, cells in filled:
        if len(rows) == MAX_ROWS:
            raise refusal(f"it has more than {MAX_ROWS:,} rows: import it in parts.", line=line)
        given = _without_empty_end(cells, keep=len(header))
        if len(given) > len(header) or (exact and len(given) < len(header)):
            problems.append(SheetProblem(line, "", _uneven(len(given), len(header))))
        rows.append(SheetRow(line, (*given, *("" for _ in range(len(header) - len(given))))))
    if problems:
        raise BadSheet(problems)
    if not rows:
        raise refusal("it has a heading and no rows: add at least one row.")
    return Table(header, header_line, tuple(rows))


def _from_heading(
    lines: Iterator[tuple[int, Sequence[str]]], spelt: Mapping[str, str]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines again. Raises `BadSheet` if a title stands above the heading."""
    top = list(islice(lines, SEARCHED))
    headings = [line for line, cells in top if _headings(cells, spelt) >= ENOUGH_HEADINGS]
    if headings and headings[0] != top[0][0] and not _headings(top[0][1], spelt):
        raise refusal(
            f"the heading is on line {headings[0]}: delete the lines above it, so that it is the "
            "first.",
            line=top[0][0],
        )
    return chain(top, lines)


def _headings(cells: Sequence[str], spelt: Mapping[str, str]) -> int:
    """How many of the cells are known headings."""
    return sum(_squashed(cell) in spelt for cell in cells)


def _header(cells: Sequence[str], line: int, spelt: Mapping[str, str]) -> tuple[str, ...]:
    """The checked headings. Errors name them by position, because they may be data."""
    if not line:
        raise refusal("it is empty: the first line must be the heading, then one row on each line.")
    given = [_heading(cell) for cell in _without_empty_end(cells, keep=0)]
    header = tuple(spelt.get(_squashed(name), name) for name in given)
    if len(header) > MAX_COLUMNS:
        raise refusal(
            f"it has more than {MAX_COLUMNS} columns: remove those that are not needed.", line=line
        )
    problems = []
    first_seen: dict[str, int] = {}
    for number, name in enumerate(header, start=1):
        if not name:
            problems.append(
                SheetProblem(line, "", f"column {number} has no heading: name it or delete it.")
            )
        elif (earlier := first_seen.setdefault(name, number)) != number:
            reason = f"columns {earlier} and {number} have the same heading: keep one of them."
            problems.append(SheetProblem(line, "", reason))
    if problems:
        raise BadSheet(problems)
    return header


def _heading(cell: str) -> str:
    return re.sub(r"[\s\-]+", "_", unicodedata.normalize("NFKC", cell).strip().lower())


def _squashed(heading: str) -> str:
    """A heading without capitals and whatever separates its words."""
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", heading)).casefold()


def _without_empty_end(cells: Sequence[str], *, keep: int) -> Sequence[str]:
    """`cells` without the empty ones at the end, but at least the first `keep`."""
    end = len(cells)
    while end > keep and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _uneven(given: int, expected: int) -> str:
    cause = (
        "put a cell that contains the separator in quotation marks"
        if given > expected
        else "a separator is missing, or a quotation mark is not closed"
    )
    cells = "1 cell" if given == 1 else f"{given} cells"
    return f"it has {cells} and the heading {expected}: {cause}."
