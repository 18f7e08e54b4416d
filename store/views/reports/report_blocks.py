"""The pieces of a report that people read, whatever file it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says beside the title, and each page at its head and foot."""

    authority: str
    readers: str
    made: str
    classification: str


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: its label, and how many of each part it has, best grade first."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportChart:
    """Bars of 100% each, split into the same parts. Only counts that may be shown are in it.

    A workbook has it on a sheet called `name`; `unit` is what the counts are of.
    """

    parts: tuple[str, ...]
    bars: tuple[ChartBar, ...]
    name: str = "Chart of grades"
    title: str = "Grades by cycle, share of the audits returned"
    unit: str = "audits"


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """One piece: `title`, `heading`, `subheading`, `text`, `note`, `list`, `table` or `chart`.

    The words of a table are its caption; those of a chart say the same as the picture.
    """

    kind: str
    words: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    cover: Cover | None = None
    chart: ReportChart | None = None


Blocks = Iterator[ReportBlock]

NOT_SHOWN = "not shown"


def count(value: int | None) -> str:
    """A count in words; None is one that is not shown."""
    return NOT_SHOWN if value is None else str(value)


def said(text: str, otherwise: str = "") -> Blocks:
    """What somebody wrote, line by line, or a note in its place."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines and otherwise:
        yield ReportBlock("note", otherwise)
    yield from (ReportBlock("text", line) for line in lines)
