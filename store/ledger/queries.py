"""Questions to the ledger by column: each shape of one becomes a query once.

To put a query together costs more than to run it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from store.ledger.ordering import NEWEST, newest_first
from store.tables import Row

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class UpTo:
    """Asks for a moment that is no later than `last`; with `or_none` for no moment at all too."""

    last: datetime
    or_none: bool = False


class AnyValue(Enum):
    """Asks for any value at all."""

    given = "not null"


GIVEN = AnyValue.given


class AskedAs(Enum):
    """How a column is asked for."""

    nothing = "null"
    this = "="
    any_of = "in"
    given = "not null"
    up_to = "<="
    up_to_or_none = "null or <="


Shape = tuple[tuple[str, AskedAs], ...]


def shape_of(columns: Mapping[str, Any]) -> Shape:
    """What kind of question each column is asked, by name."""
    return tuple((name, _asked_as(value)) for name, value in columns.items())


def values_of(shape: Shape, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The values with which a query of that shape is run."""
    values: dict[str, Any] = {}
    for name, kind in shape:
        match kind:
            case AskedAs.this:
                values[name] = columns[name]
            case AskedAs.any_of:
                values[name] = sorted(columns[name])
            case AskedAs.up_to | AskedAs.up_to_or_none:
                values[name] = columns[name].last
    return values


def query_of(table: type[Row], shape: Iterable[tuple[str, AskedAs]], order: str | None) -> Any:
    """The query for rows of `table` that meet every condition, in order and then by id.

    `order` is as `Reader.rows` says.
    """
    query = select(table).where(col(table.programme) == bindparam("programme"))
    for name, kind in shape:
        column = col(getattr(table, name))
        match kind:
            case AskedAs.nothing:
                query = query.where(column.is_(None))
            case AskedAs.this:
                query = query.where(column == bindparam(name))
            case AskedAs.any_of:
                query = query.where(column.in_(bindparam(name, expanding=True)))
            case AskedAs.given:
                query = query.where(column.is_not(None))
            case AskedAs.up_to:
                query = query.where(column <= bindparam(name))
            case AskedAs.up_to_or_none:
                query = query.where(or_(column.is_(None), column <= bindparam(name)))
    if order == NEWEST:
        query = query.order_by(newest_first(table))
    else:
        for name in (order or "").split():
            column = col(getattr(table, name.removeprefix("-")))
            query = query.order_by(column.desc() if name.startswith("-") else column)
    return query.order_by(col(table.id))


def meets(row: Row, shape: Iterable[tuple[str, AskedAs]], columns: Mapping[str, Any]) -> bool:
    """Whether a row that is at hand meets what the query of that shape would ask of it."""
    return all(_is_so(kind, columns[name], getattr(row, name)) for name, kind in shape)


def put_in_order(rows: Iterable[R], order: str | None) -> list[R]:
    """Rows that are at hand in the order in which the query would give them."""
    found: list[Any] = sorted(rows, key=lambda row: row.id)
    if order == NEWEST:
        found.sort(key=lambda row: f"{len(row.id)}{row.id}", reverse=True)
    else:
        for name in reversed((order or "").split()):
            found.sort(key=_by(name.removeprefix("-")), reverse=name.startswith("-"))
    return found


def _is_so(kind: AskedAs, asked: Any, value: Any) -> bool:
    match kind:
        case AskedAs.any_of:
            return value in asked
        case AskedAs.given:
            return value is not None
        case AskedAs.up_to:
            return value is not None and value <= asked.last
        case AskedAs.up_to_or_none:
            return value is None or value <= asked.last
    return bool(value == asked)


def _by(name: str) -> Callable[[Row], tuple[bool, Any]]:
    """By one column; what is nothing comes first, as in SQLite."""
    return lambda row: (getattr(row, name) is not None, getattr(row, name))


def _asked_as(value: Any) -> AskedAs:
    if value is None:
        return AskedAs.nothing
    if isinstance(value, UpTo):
        return AskedAs.up_to_or_none if value.or_none else AskedAs.up_to
    if value is GIVEN:
        return AskedAs.given
    many = isinstance(value, list | tuple | set | frozenset)
    return AskedAs.any_of if many else AskedAs.this
