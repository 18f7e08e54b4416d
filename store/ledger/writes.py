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
from store.tables import Fact, Head, Row

_FACT: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
_HEAD: Any = Head.__table__  # type: ignore[attr-defined]  # likewise
APPEND = insert(_FACT)
MOVE_HEAD = (
    update(_HEAD)
    .where(_HEAD.c.programme == bindparam("of"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
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
            connection.execute(APPEND, [fact._asdict() for fact in facts])
            last = facts[-1]
            moved = {"of": last.programme, "seq": last.seq, "hash": last.hash}
            connection.execute(MOVE_HEAD, moved)


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


class _Statement:
    """A statement in the SQL of one database, with the conversion of its values."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._places = compiled.positiontup
        self._into = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in compiled.binds.items()
        }

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run it for each of these rows; gives how many rows it found."""
        given = [self._given(row) for row in rows]
        done = connection.exec_driver_sql(self.text, given if len(given) > 1 else given[0])
        return done.rowcount

    def _given(self, row: Mapping[str, Any]) -> Any:
        values = {
            name: row[name] if into is None else into(row[name])
            for name, into in self._into.items()
        }
        return values if self._places is None else tuple(values[name] for name in self._places)


@cache
def _inserting(table: type[Row], dialect: Dialect) -> _Statement:
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    values = {c.name: bindparam(f"v_{c.name}", type_=c.type) for c in of.c}
    return _Statement(insert(of).values(values), dialect)


@cache
def _updating(table: type[Row], names: tuple[str, ...], dialect: Dialect) -> _Statement:
    of: Any = table.__table__  # type: ignore[attr-defined]  # likewise
    which = [
        of.c[c] == bindparam(f"of_{c}", type_=of.c[c].type) for c in ("programme", "id", "version")
    ]
    values = {name: bindparam(f"v_{name}", type_=of.c[name].type) for name in names}
    return _Statement(update(of).where(*which).values(values), dialect)
