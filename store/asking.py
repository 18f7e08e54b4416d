"""Questions to the ledger by column: each shape of one becomes a query once.

To put a query together costs more than to run it.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from store.newest import NEWEST, newest_first
from store.tables import Row


class AskedAs(Enum):
    """How a column is asked for: nothing in it, this very value, or any of several."""

    nothing = "null"
    this = "="
    any_of = "in"


Shape = tuple[tuple[str, AskedAs], ...]


def shape_of(columns: Mapping[str, Any]) -> Shape:
    """What kind of question each column is asked, by name."""
    return tuple((name, _asked_as(value)) for name, value in columns.items())


def values_of(shape: Shape, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The values with which a query of that shape is run."""
    return {
        name: sorted(columns[name]) if kind is AskedAs.any_of else columns[name]
        for name, kind in shape
        if kind is not AskedAs.nothing
    }


def query_of(table: type[Row], shape: Iterable[tuple[str, AskedAs]], order: str | None) -> Any:
    """The query for rows of `table` that meet every condition, in order and then by id.

    `order` is a column, a column with "-" before it, the last first, or `NEWEST`.
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
    if order == NEWEST:
        query = query.order_by(newest_first(table))
    elif order is not None:
        column = col(getattr(table, order.removeprefix("-")))
        query = query.order_by(column.desc() if order.startswith("-") else column)
    return query.order_by(col(table.id))


def _asked_as(value: Any) -> AskedAs:
    if value is None:
        return AskedAs.nothing
    many = isinstance(value, list | tuple | set | frozenset)
    return AskedAs.any_of if many else AskedAs.this
