"""Tamperings of rows: every column changed or emptied, rows deleted, added, exchanged, moved."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, insert, select, update
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from store.tables.columns import JsonText

GHOST = "ghost"
"""A programme that was never founded."""
MOST_ROWS = 12
"""Rows of a table of which every column that steers is changed."""
STEERING = {
    "message": ("not_before", "claimed_until", "attempts", "redraw_at", "drawn", "stamp"),
    "conversation": ("conversation_id", "service_url", "is_member", "salt", "stamp"),
}
"""Columns that no fact holds: of these each row is tried, of others the first one."""

Do = Callable[[Connection], object]


@dataclass(frozen=True)
class Tampering:
    """One edit of the database, and which kind of edit it is.

    `triggers` means that it is about the triggers, so that they stay as it leaves them; with
    `witness` only somebody who holds an earlier head can find it.
    """

    table: str
    kind: str
    what: str
    do: Do
    triggers: bool = False
    witness: bool = False


def of_rows(connection: Connection) -> Iterator[Tampering]:
    """Every edit of a row, in every table that has rows."""
    for name, table in SQLModel.metadata.tables.items():
        keys = [column.name for column in table.primary_key]
        rows = [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key))
                .mappings()]  # fmt: skip
        yield from _columns(name, table, rows)
        yield from _gone(name, table, rows)
        yield from _added(name, table, rows)
        yield from _exchanged(name, table, rows, keys[-1])


def _columns(name: str, table: Table, rows: Sequence[dict[str, Any]]) -> Iterator[Tampering]:
    for column in table.c:
        steers = column.name in STEERING.get(name, ())
        for row in rows[: MOST_ROWS if steers else 1]:
            for kind, value in _others(column, row[column.name]):
                what = f"{column.name} of {_key(table, row)[-1]} becomes {value!r}"[:120]
                yield Tampering(name, kind, what, _set(table, row, column.name, value))


def _others(column: Column[Any], old: Any) -> Iterator[tuple[str, Any]]:
    """Other values than `old`: another one, none at all, and for what steers, ages ahead."""
    yield "column changed", _another(column, old)
    if column.nullable and old is not None:
        yield "column emptied", None
    if isinstance(old, str) and old and not isinstance(column.type, JsonText):
        yield "column emptied", ""
    if isinstance(old, datetime) or column.name in {"claimed_until", "redraw_at", "not_before"}:
        yield "put off to 2099", datetime(2099, 1, 1, 9, tzinfo=UTC)


def _another(column: Column[Any], old: Any) -> Any:
    if isinstance(column.type, JsonText):
        return ["forged"]
    if old is None:
        if isinstance(column.type, UTCDateTime):
            return datetime(2026, 12, 9, 9, tzinfo=UTC)
        firsts = {bool: True, int: 7, bytes: b"forged", date: date(2026, 12, 9)}
        return firsts.get(column.type.python_type, "forged")
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        # A key that another row has would be refused by the database, not found by Sightline.
        return old + (1_000_000 if column.primary_key else 1)
    if isinstance(old, date):  # a datetime is one too
        return old + timedelta(days=1)
    if isinstance(old, bytes):
        return bytes([old[0] ^ 1]) + old[1:]
    return GHOST if column.name == "programme" else f"{old}x"


def _set(table: Table, row: dict[str, Any], column: str, value: Any) -> Do:
    return lambda connection: connection.execute(
        update(table).where(_is(table, row)).values({column: value})
    )


def _gone(name: str, table: Table, rows: Sequence[dict[str, Any]]) -> Iterator[Tampering]:
    ends = {id(row): row for row in (*rows[:1], *rows[-1:])}
    every = rows if name in STEERING else list(ends.values())
    for row in every:

        def gone(connection: Connection, row: dict[str, Any] = row) -> None:
            connection.execute(delete(table).where(_is(table, row)))

        yield Tampering(name, "row deleted", str(_key(table, row)[-1]), gone)
    if len(rows) > 1:
        yield Tampering(name, "all rows deleted", "", lambda c: c.execute(delete(table)))


def _added(name: str, table: Table, rows: Sequence[dict[str, Any]]) -> Iterator[Tampering]:
    if not rows:
        return
    row, last = rows[0], [column.name for column in table.primary_key][-1]
    own: dict[str, Any] = {last: 9_000_000 if isinstance(row[last], int) else "added"}
    for unique in ("once", "key"):
        if unique in row:
            own[unique] = "added"
    if "id" in row or last != "programme":
        yield Tampering(name, "row added", "a copy", _insert(table, row | own))
    if "programme" in row:
        ghost = row | {"programme": GHOST}
        yield Tampering(name, "programme never founded", "a copy", _insert(table, ghost))


def _insert(table: Table, row: dict[str, Any]) -> Do:
    return lambda connection: connection.execute(insert(table).values(row))


def _exchanged(
    name: str, table: Table, rows: Sequence[dict[str, Any]], key: str
) -> Iterator[Tampering]:
    """Two rows change places: the first with the second, of what steers each with the next."""
    if len(rows) < 2:
        return
    pairs = list(itertools.pairwise(rows))
    for one, other in pairs if name == "conversation" else pairs[:1]:

        def exchange(connection: Connection, one: Any = one, other: Any = other) -> None:
            away = -1 if isinstance(one[key], int) else "away"
            for row, to in ((one, away), (other, one[key]), (one | {key: away}, other[key])):
                connection.execute(update(table).where(_is(table, row)).values({key: to}))

        what = f"{one[key]} and {other[key]}"[:120]
        yield Tampering(name, "two rows exchanged", what, exchange)


def _is(table: Table, row: dict[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def _key(table: Table, row: dict[str, Any]) -> list[Any]:
    return [row[column.name] for column in table.primary_key]
