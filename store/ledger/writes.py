"""What units of work write, in statements that are made from the tables once and kept.

A changed row is written only if it still has the version that it was read with (compare and set):
otherwise somebody else changed it, and nothing of the act stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, insert, inspect, update
from sqlalchemy.orm.exc import StaleDataError

from store.ledger.chain import FactEntry
from store.ledger.statements import Statement, in_words_of
from store.tables import Fact, Head, Row

_FACT: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
_HEAD: Any = Head.__table__  # type: ignore[attr-defined]  # likewise
APPEND = insert(_FACT)
MOVE_HEAD = (
    update(_HEAD)
    .where(_HEAD.c.programme == bindparam("of"))
    .values(seq=bindparam("v_seq"), hash=bindparam("v_hash"))
)
"""The statements that every act runs, built once."""


class Columns(NamedTuple):
    """The columns of a table by name: all but its key, and those that belong to the record."""

    all: tuple[str, ...]
    recorded: tuple[str, ...]


@cache
def columns_of(table: type[Row]) -> Columns:
    """The columns of a table."""
    names = tuple(a.key for a in inspect(table).column_attrs if a.key not in {"programme", "id"})
    return Columns(names, tuple(name for name in names if name not in table.transient))


@dataclass(slots=True)
class _Changed:
    """What is to be written of a row that was read with `version`."""

    version: int
    values: dict[str, Any]


Key = tuple[str, str]
"""The programme and the id of a row."""


class Writes:
    """What is noted and not yet written."""

    def __init__(self) -> None:
        self._new: dict[type[Row], dict[Key, dict[str, Any]]] = {}
        self._changed: dict[type[Row], dict[Key, _Changed]] = {}
        self._facts: list[FactEntry] = []

    @property
    def waiting(self) -> bool:
        """Whether anything is."""
        return bool(self._new or self._changed or self._facts)

    def add(self, row: Row) -> None:
        """A new row, as it is now."""
        values = {name: getattr(row, name) for name in columns_of(type(row)).all}
        self._new.setdefault(type(row), {})[row.programme, row.id] = values

    def change(self, row: Row, before: Mapping[str, Any]) -> None:
        """A row whose columns changed: `before` has each with its value before."""
        key, now = (row.programme, row.id), {name: getattr(row, name) for name in before}
        if (new := self._new.get(type(row), {}).get(key)) is not None:
            new |= now
            return
        rows = self._changed.setdefault(type(row), {})
        if (known := rows.get(key)) is not None:
            known.values |= now
        else:
            rows[key] = _Changed(before.get("version", row.version), now)

    def append(self, fact: FactEntry) -> None:
        """A fact, which the head is to move to."""
        self._facts.append(fact)

    def write(self, connection: Connection, tables: Sequence[type[Row]] = ()) -> None:
        """Write what waits, of these tables or all of it.

        Raises `StaleDataError` if a row no longer has the version that it was read with.
        """
        for table in tables or (*self._new,):
            if rows := self._new.pop(table, None):
                _insert(connection, table, rows)
        for table in tables or (*self._changed,):
            if changed := self._changed.pop(table, None):
                _update(connection, table, changed)
        if self._facts and not tables:
            facts, self._facts = self._facts, []
            append = in_words_of(connection.dialect, APPEND)
            append.run(connection, [fact._asdict() for fact in facts])
            last = facts[-1]
            moved = {"of": last.programme, "v_seq": last.seq, "v_hash": last.hash}
            in_words_of(connection.dialect, MOVE_HEAD).run(connection, [moved])


def _insert(
    connection: Connection, table: type[Row], rows: Mapping[Key, Mapping[str, Any]]
) -> None:
    statement = _inserting(table, connection.dialect)
    statement.run(
        connection,
        [
            {"v_programme": programme, "v_id": row, **_as_given(values)}
            for (programme, row), values in rows.items()
        ],
    )


def _update(connection: Connection, table: type[Row], rows: Mapping[Key, _Changed]) -> None:
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for (programme, row), changed in rows.items():
        which = {"of_programme": programme, "of_id": row, "of_version": changed.version}
        names = tuple(sorted(changed.values))
        alike.setdefault(names, []).append({**which, **_as_given(changed.values)})
    for names, several in alike.items():
        found = _updating(table, names, connection.dialect).run(connection, several)
        if found != len(several):
            raise StaleDataError(
                f"{table.__name__}: {len(several)} rows were to change, and {found} did"
            )


def _as_given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"v_{name}": value for name, value in values.items()}


@cache
def _inserting(table: type[Row], dialect: Dialect) -> Statement:
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    values = {c.name: bindparam(f"v_{c.name}", type_=c.type) for c in of.c}
    return Statement(insert(of).values(values), dialect)


@cache
def _updating(table: type[Row], names: tuple[str, ...], dialect: Dialect) -> Statement:
    of: Any = table.__table__  # type: ignore[attr-defined]  # likewise
    which = [
        of.c[c] == bindparam(f"of_{c}", type_=of.c[c].type) for c in ("programme", "id", "version")
    ]
    values = {name: bindparam(f"v_{name}", type_=of.c[name].type) for name in names}
    return Statement(update(of).where(*which).values(values), dialect)
