"""How SQLite must spell a value: it keeps whatever it is given, and compares text by its spelling.

A moment written in another way reads the same and sorts elsewhere, so that a reminder would never
come. PostgreSQL has types, and one spelling for each value.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Date, LargeBinary, Table, type_coerce
from sqlmodel.sql.sqltypes import UTCDateTime

from store.tables.columns import JsonText, canonical

SPELT = (Boolean, Date, JsonText, UTCDateTime)
MANY: Final = 1 << 14
"""Moments and days that are remembered with their spelling; an act gives one moment to many rows"""

Keep = Callable[[Any], Any]
"""From a value as a fact has it to how SQLite keeps it; `UNSURE` where that must be looked into."""
UNSURE: Final = object()
"""Equals nothing that a database keeps."""


def as_kept(table: Table) -> tuple[tuple[str, ...], Sequence[ColumnElement[Any]]]:
    """The columns whose values SQLite could store in several ways (moments, days, JSON).

    Beside their names, an expression for each that reads it exactly as it is stored.
    """
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


def keeping(column: Any) -> Keep | None:
    """How SQLite keeps what a fact says of a column; None where it is kept as the fact has it."""
    if isinstance(column.type, SPELT):
        [kind] = [kind for kind in SPELT if isinstance(column.type, kind)]
        return _KEEPING[kind]
    return None


def as_told(kept: str) -> str:
    """A moment as facts write it, from how SQLite keeps it; right if `readable`."""
    return f"{kept[:10]}T{kept[11:]}Z"


def readable(kept: Any) -> bool:
    """Whether SQLite keeps this moment as Sightline spells it, so that it can be read."""
    return type(kept) is str and _moment(as_told(kept)) == kept


def _moment_kept(value: Any) -> Any:
    return None if value is None else _moment(value) if type(value) is str else UNSURE


@lru_cache(MANY)
def _moment(text: str) -> Any:
    """`2026-12-01 09:00:00.000000` for a moment as a fact writes it."""
    try:
        read = datetime.fromisoformat(text[:-1]).isoformat(timespec="microseconds")
    except ValueError:
        return UNSURE
    return f"{text[:10]} {text[11:-1]}" if text == f"{read}Z" else UNSURE


def _day_kept(value: Any) -> Any:
    return None if value is None else _day(value) if type(value) is str else UNSURE


@lru_cache(MANY)
def _day(text: str) -> Any:
    try:
        return text if date.fromisoformat(text).isoformat() == text else UNSURE
    except ValueError:
        return UNSURE


def _bool_kept(value: Any) -> Any:
    return None if value is None else int(value) if type(value) is bool else UNSURE


def _json_kept(value: Any) -> Any:
    if value is None or value == []:
        return value if value is None else "[]"
    return canonical(value) if isinstance(value, list | dict) else UNSURE


_KEEPING: Final[dict[type, Keep]] = {
    Boolean: _bool_kept,
    Date: _day_kept,
    JsonText: _json_kept,
    UTCDateTime: _moment_kept,
}
