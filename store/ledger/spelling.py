"""How SQLite must spell a value: it keeps whatever it is given, and compares text by its spelling.

A moment written in another way reads the same and sorts elsewhere, so that a reminder would never
come. PostgreSQL has types, and one spelling for each value.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, LargeBinary, Table, type_coerce
from sqlmodel.sql.sqltypes import UTCDateTime

from store.tables.columns import JsonText, canonical

SPELT = (Boolean, Date, JsonText, UTCDateTime)


def as_kept(table: Table) -> tuple[tuple[str, ...], Sequence[ColumnElement[Any]]]:
    """The columns that could be spelt in several ways, and how to read them as they are kept."""
    names = tuple(column.name for column in table.c if isinstance(column.type, SPELT))
    return names, [type_coerce(table.c[name], _AsKept()).label(f"kept_{name}") for name in names]


class _AsKept(LargeBinary):
    """Reads a value without changing it."""

    cache_ok = True

    def result_processor(self, _dialect: Any, _coltype: Any) -> None:
        """No processor: what the database keeps is what is read."""


def spelt(value: Any) -> Any:
    """How Sightline spells `value` in SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", timespec="microseconds")[:-6]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value if value is None else canonical(value)
