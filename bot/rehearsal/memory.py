"""The rows of a rehearsal in memory, found by their columns and not by SQL.

One thread alone uses a rehearsal's database, and one session holds every row, so what a row says is
what the database says. An index is right for rows as they were at the last flush; those that have
changed since are looked at one by one, so that nothing is ever found by what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar, cast

from sqlmodel import Session

from store.asking import AskedAs, Shape, shape_of
from store.newest import NEWEST
from store.tables import ROWS, Row

R = TypeVar("R", bound=Row)

Names = tuple[str, ...]
Found = dict[str, Row]


class Memory:
    """All rows of one session, by table and id, with an index for each set of columns asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Row], Found] = {table: {} for table in ROWS.values()}
        self._indexes: dict[type[Row], dict[Names, _Index]] = {t: {} for t in ROWS.values()}
        self._strays: dict[type[Row], Found] = {}

    def add(self, row: Row) -> None:
        """Know a new row, from before its first flush on."""
        self._rows[type(row)][row.id] = row
        self._strays.setdefault(type(row), {})[row.id] = row

    def flushed(self, rows: Iterable[Any]) -> None:
        """Put rows that were just written in their places."""
        for row in rows:
            if isinstance(row, Row):
                self._rows[type(row)][row.id] = row
                for index in self._indexes[type(row)].values():
                    index.place(row)
        self._strays.clear()

    def find(self, table: type[R], row_id: str) -> R | None:
        """The row with this id, or nothing."""
        return cast("R | None", self._rows[table].get(row_id))

    def rows(
        self, table: type[R], columns: Mapping[str, Any], order: str | None, most: int | None
    ) -> Sequence[R]:
        """The rows that meet every condition, in the order in which SQL would give them."""
        shape = shape_of(columns)
        found: list[Any] = [
            row for row in self._candidates(table, shape, columns) if _meets(row, shape, columns)
        ]
        found.sort(key=lambda row: row.id)
        if order == NEWEST:
            found.sort(key=lambda row: f"{len(row.id)}{row.id}", reverse=True)
        elif order is not None:
            name = order.removeprefix("-")
            found.sort(key=lambda row: _sortable(getattr(row, name)), reverse=order != name)
        return found[:most]

    def _candidates(
        self, table: type[Row], shape: Shape, columns: Mapping[str, Any]
    ) -> Iterable[Row]:
        if not shape:
            return list(self._rows[table].values())
        names = tuple(name for name, _ in shape)
        index = self._indexes[table].get(names)
        if index is None:
            index = self._indexes[table][names] = _Index(names, self._rows[table].values())
        found = index.found(shape, columns)
        # Changed since the last flush: the index may know them by what they were.
        for row in self._session.dirty:
            if type(row) is table:
                found[row.id] = row
        return (found | self._strays.get(table, {})).values()


class _Index:
    """Rows of one table by the values of some of its columns."""

    def __init__(self, names: Names, rows: Iterable[Row]) -> None:
        self._names = names
        self._found: dict[tuple[Any, ...], Found] = {}
        self._places: dict[str, tuple[Any, ...]] = {}
        for row in rows:
            self.place(row)

    def place(self, row: Row) -> None:
        """Have `row` stand where its values say."""
        place = tuple(getattr(row, name) for name in self._names)
        before = self._places.get(row.id)
        if before == place:
            self._found[place][row.id] = row
            return
        if before is not None:
            del self._found[before][row.id]
        self._places[row.id] = place
        self._found.setdefault(place, {})[row.id] = row

    def found(self, shape: Shape, columns: Mapping[str, Any]) -> Found:
        """The rows that stood there at the last flush."""
        choices = [
            columns[name] if kind is AskedAs.any_of else (columns[name],) for name, kind in shape
        ]
        rows: Found = {}
        for place in product(*choices):
            rows |= self._found.get(place, {})
        return rows


def _meets(row: Row, shape: Shape, columns: Mapping[str, Any]) -> bool:
    return all(
        getattr(row, name) in columns[name]
        if kind is AskedAs.any_of
        else getattr(row, name) == columns[name]
        for name, kind in shape
    )


def _sortable(value: Any) -> tuple[bool, Any]:
    """What is nothing comes first, as in SQLite."""
    return (value is not None, value)
