"""What a page is before it is HTML or a file: figures, filters and tables of plain words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from store.ledger import Reader
from store.views.parts.viewer import Viewer
from store.views.reports.report_blocks import ChartBar

Tone = Literal["", "late", "soon", "good", "quiet"]
"""How a word looks; it always says the same in words."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button: the words on it, the act, the row and its version; `form` opens the act's form."""

    title: str
    verb: str
    id: str
    version: int
    form: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, a second quiet line, where it leads (a path under /board), its order.

    `chosen` are the choices of the page that it leads to, `presses` what its reader may do about it
    here.
    """

    text: str
    note: str = ""
    path: str = ""
    tone: Tone = ""
    order: object = None
    presses: tuple[Press, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def sorts_as(self) -> tuple[bool, str | float]:
        """The value that the column is sorted by; what is empty comes last."""
        value = self.text.casefold() if self.order is None else self.order
        if isinstance(value, int | float):
            return (False, value)
        return (not value, str(value))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address and its heading; `number` is set to the right."""

    key: str
    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of each bar of a chart: its name, and which of the five colours it has (1 to 5)."""

    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of counts above a table that has the same: `words` say what the picture does.

    Each bar has as many counts as there are parts. Only what may be shown is in it.
    """

    words: str
    parts: tuple[Part, ...]
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns; `empty` is said where there is no row."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its words; `filters` of the page that shows what it counts."""

    number: int | str
    words: str
    filters: Mapping[str, str] | None = None
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice in the address; without `options` it is a box to type in.

    `default` is what the page shows where nothing was chosen.
    """

    key: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a story: when, who, what."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a thing: what it is called, what it is."""

    name: str
    value: str
    path: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its reader may see it; `shows_refs` where a case reference stands on it."""

    title: str
    lead: str
    figures: tuple[Figure, ...] = ()
    filters: tuple[Filter, ...] = ()
    facts: tuple[Fact, ...] = ()
    presses: tuple[Press, ...] = ()
    tables: tuple[Table, ...] = ()
    story: tuple[Moment, ...] = ()
    shows_refs: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: by whom, and the choices in the address, each with one short value."""

    viewer: Viewer
    chosen: Mapping[str, str] = field(default_factory=dict)

    def said(self, key: str) -> str:
        """The value of one choice, "" if it was not made."""
        return self.chosen.get(key, "")


Draw = Callable[[Reader, Asked], Page]
"""Makes a page from the views; it raises `NotFound` for what is not there for this viewer."""


def in_order(table: Table, sort: str) -> Table:
    """The table sorted by a column's key, with "-" before it the other way round."""
    keys = [column.key for column in table.columns]
    key = sort.removeprefix("-")
    if key not in keys:
        return table
    at = keys.index(key)
    rows = sorted(table.rows, key=lambda row: row[at].sorts_as, reverse=sort.startswith("-"))
    return replace(table, rows=tuple(rows))


def options(values: Sequence[str], whole: str) -> tuple[tuple[str, str], ...]:
    """The options of a filter: all, then each value under its own name."""
    return (("", whole), *((value, value) for value in dict.fromkeys(values) if value))
