"""Queries by column; the query of each shape is built once, because building costs the most."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import col

from store.ledger.ordering import NEWEST, newest_first
from store.ledger.statements import several
from store.tables import Row

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class UpTo:
    """Matches a moment no later than `last`; with `or_none` it also matches null."""

    last: datetime
    or_none: bool = False


@dataclass(frozen=True, slots=True)
class PartOf:
    """Matches the ids of parts of a row, which begin with its id and a full stop."""

    whole: str

    @property
    def first(self) -> str:
        """The least text that such an id can be."""
        return f"{self.whole}."

    @property
    def past(self) -> str:
        """The least text that is past all of them: a stroke comes after a full stop."""
        return f"{self.whole}/"


class NotNull(Enum):
    """Matches any value that is not null."""

    not_null = "not null"


NOT_NULL = NotNull.not_null


class Comparison(Enum):
    """How a column is compared."""

    is_null = "null"
    equals = "="
    any_of = "in"
    not_null = "not null"
    up_to = "<="
    up_to_or_none = "null or <="
    part_of = ">= and <"


Shape = tuple[tuple[str, Comparison], ...]


def shape_of(columns: Mapping[str, Any]) -> Shape:
    """Each column's name and how it is compared."""
    return tuple([(name, _asked_as(value)) for name, value in columns.items()])


def values_of(shape: Shape, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The values with which to run a query of that shape."""
    values: dict[str, Any] = {}
    for name, kind in shape:
        match kind:
            case Comparison.equals:
                values[name] = columns[name]
            case Comparison.any_of:
                values[name] = sorted(columns[name])
            case Comparison.up_to | Comparison.up_to_or_none:
                values[name] = columns[name].last
            case Comparison.part_of:
                values[name], values[f"{name}__past"] = columns[name].first, columns[name].past
    return values


@cache
def query_of(
    table: type[Row],
    shape: Shape,
    order: str | None,
    *,
    lengths: tuple[int, ...] | None = None,
    narrowed: bool = False,
) -> Any:
    """The query for rows of `table` that meet every condition, in order and then by id.

    `order` is as `Reader.rows` says. `lengths` are those of the lists of values, in their order;
    with them, value 3 of `subject` is the parameter `subject__3`. `narrowed`: there are going to be
    more conditions.
    """
    query = select(table).where(col(table.programme) == bindparam("programme"))
    left = iter(lengths or ())
    for name, kind in shape:
        column = col(getattr(table, name))
        if kind is Comparison.any_of:
            query = query.where(column.in_(_several(name, column, left, lengths)))
        else:
            query = query.where(_condition(name, kind, column))
    if order == NEWEST:
        query = query.order_by(newest_first(table))
    else:
        for name in (order or "").split():
            column = col(getattr(table, name.removeprefix("-")))
            query = query.order_by(column.desc() if name.startswith("-") else column)
    # Spelt so that no key is in this order: without statistics SQLite would rather walk the whole
    # programme by its key than sort the few rows that an index finds.
    return query.order_by(col(table.id) + "" if shape or narrowed else col(table.id))


def _condition(name: str, kind: Comparison, column: Any) -> Any:
    """How a column is compared with one value, or with none."""
    asked: Any = bindparam(name)
    match kind:
        case Comparison.is_null:
            return column.is_(None)
        case Comparison.not_null:
            return column.is_not(None)
        case Comparison.up_to:
            return column <= asked
        case Comparison.up_to_or_none:
            return or_(column.is_(None), column <= asked)
        case Comparison.part_of:
            return and_(column >= asked, column < bindparam(f"{name}__past"))
    return column == asked


def _several(name: str, column: Any, left: Iterator[int], lengths: tuple[int, ...] | None) -> Any:
    """The parameters of a list of values: as many as are given, or one that is spread out later."""
    if lengths is None:
        return bindparam(name, expanding=True)
    return several(name, column, next(left))


def matches_query(
    row: Row, shape: Iterable[tuple[str, Comparison]], columns: Mapping[str, Any]
) -> bool:
    """Whether a row in memory matches what a query of that shape would select."""
    return all(_matches(kind, columns[name], getattr(row, name)) for name, kind in shape)


def sort_rows(rows: Iterable[R], order: str | None) -> list[R]:
    """Rows in memory, in the order in which the query would return them."""
    found: list[Any] = sorted(rows, key=lambda row: row.id)
    if order == NEWEST:
        found.sort(key=lambda row: f"{len(row.id)}{row.id}", reverse=True)
    else:
        for name in reversed((order or "").split()):
            found.sort(key=_by(name.removeprefix("-")), reverse=name.startswith("-"))
    return found


def _matches(kind: Comparison, asked: Any, value: Any) -> bool:
    match kind:
        case Comparison.any_of:
            return value in asked
        case Comparison.not_null:
            return value is not None
        case Comparison.up_to:
            return value is not None and value <= asked.last
        case Comparison.up_to_or_none:
            return value is None or value <= asked.last
        case Comparison.part_of:
            return value is not None and asked.first <= value < asked.past
    return bool(value == asked)


def _by(name: str) -> Callable[[Row], tuple[bool, Any]]:
    """A sort key by one column; nulls come first, as in SQLite."""
    return lambda row: (getattr(row, name) is not None, getattr(row, name))


def _asked_as(value: Any) -> Comparison:
    if type(value) is str:  # nearly always
        return Comparison.equals
    if value is None:
        return Comparison.is_null
    if isinstance(value, UpTo):
        return Comparison.up_to_or_none if value.or_none else Comparison.up_to
    if isinstance(value, PartOf):
        return Comparison.part_of
    if value is NOT_NULL:
        return Comparison.not_null
    many = isinstance(value, list | tuple | set | frozenset)
    return Comparison.any_of if many else Comparison.equals
