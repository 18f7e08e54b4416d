"""Every row of the record compared with what the facts make of it.

On SQLite each row is first compared as it is kept: text with text, nothing converted. Where a row
of a table is not letter for letter what Sightline would have written, the whole table is read again
and each value compared, so that what is wrong can be named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from store.ledger.chain import ChainProblem, RowKey
from store.ledger.spelling import Keep, as_kept, keeping, readable, spelt
from store.tables import ROWS, Row
from store.tables.columns import plain

Expected = dict[RowKey, dict[str, Any]]


def rows_that_differ(
    connection: Connection, programme: str, expected: Expected
) -> Iterable[ChainProblem]:
    """What is wrong with the rows of a programme; `expected` is used up."""
    in_sqlite = connection.dialect.name == "sqlite"
    for name, cls in ROWS.items():
        if in_sqlite and _are_as_kept(connection, programme, name, cls, expected):
            continue
        try:
            yield from _of_one_table(connection, programme, name, cls, expected)
        except (ValueError, TypeError):
            # SQLite keeps whatever it is given: a number in a column of dates is no date.
            yield ChainProblem(None, f"{name}: a row cannot be read")
    for name, row_id in expected:
        yield ChainProblem(None, f"{name} {row_id}: the row is missing")


class _AsKept(NamedTuple):
    """How to compare the rows of a table as they are kept."""

    text: str
    """Asks for the ids, then the columns of the record, then those that merely steer."""
    recorded: Callable[[Mapping[str, Any]], Sequence[Any]]
    """Takes the columns of the record from what the facts make of a row."""
    number: int
    """How many these are."""
    keeping: Sequence[tuple[int, Keep]]
    """The places among them that are kept in another way than a fact has them."""
    steering: Sequence[int]
    """The places of moments that no fact tells of."""


def _are_as_kept(
    connection: Connection, programme: str, name: str, cls: type[Row], expected: Expected
) -> bool:
    """Whether every row of a table is what the facts make of it; then they are taken off."""
    ask = _kept(cls)
    last, alike = 1 + ask.number, []
    for found in connection.exec_driver_sql(ask.text, (programme,)):
        key = name, found[0]
        try:
            kept = list(ask.recorded(expected[key]))
        except KeyError:  # no fact accounts for it, or for one of its columns
            return False
        for place, keep in ask.keeping:
            kept[place] = keep(kept[place])
        if list(found[1:last]) != kept:
            return False
        if not all(found[place] is None or readable(found[place]) for place in ask.steering):
            return False
        alike.append(key)
    for key in alike:
        del expected[key]
    return True


@cache
def _kept(cls: type[Row]) -> _AsKept:
    table: Any = cls.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    recorded = [c for c in table.c if c.name not in {"programme", "id", *cls.transient}]
    steering = [c for c in table.c if c.name in cls.transient]
    columns = ", ".join(f'"{c.name}"' for c in (table.c.id, *recorded, *steering))
    moments = [n for n, c in enumerate(steering, 1 + len(recorded)) if keeping(c) is not None]
    return _AsKept(
        f'SELECT {columns} FROM "{table.name}" WHERE programme = ?',  # noqa: S608 - our own names
        itemgetter(*(c.name for c in recorded)),
        len(recorded),
        [(n, keep) for n, c in enumerate(recorded) if (keep := keeping(c)) is not None],
        moments,
    )


def _of_one_table(
    connection: Connection, programme: str, name: str, cls: type[Row], expected: Expected
) -> Iterable[ChainProblem]:
    in_sqlite = connection.dialect.name == "sqlite"
    query, place_of_id, recorded, kept = _all_of(cls, in_sqlite=in_sqlite)
    asked = {"programme": programme}
    with connection.execute(query, asked, execution_options={"yield_per": 1000}) as result:
        for found in result:
            row_id = found[place_of_id]
            want: Mapping[str, Any] | None = expected.pop((name, row_id), None)
            if want is None:
                yield ChainProblem(None, f"{name} {row_id}: no fact accounts for this row")
                continue
            wrong = sorted(c for place, c in recorded if want.get(c) != plain(found[place]))
            if wrong:
                yield ChainProblem(None, f"{name} {row_id}: {', '.join(wrong)} was edited")
            odd = [c for c, value, raw in kept if spelt(found[value]) != found[raw]]
            if odd:
                what = f"{', '.join(odd)} is not spelt as Sightline spells it"
                yield ChainProblem(None, f"{name} {row_id}: {what}")


@cache
def _all_of(
    cls: type[Row], *, in_sqlite: bool
) -> tuple[Any, int, Sequence[tuple[int, str]], Sequence[tuple[str, int, int]]]:
    """The query for all rows of a table, and by place its id and what belongs to the record.

    Whole rows are read, so that a column that merely steers must at least be readable. Last, for
    SQLite, each column with the places of its value and of how it is kept.
    """
    table = cls.__table__  # type: ignore[attr-defined]
    names = [column.name for column in table.c]
    left_out = {"programme", "id", *cls.transient}
    recorded = tuple((place, c) for place, c in enumerate(names) if c not in left_out)
    spellable, as_they_are = as_kept(table) if in_sqlite else ((), ())
    query = select(table, *as_they_are).where(table.c.programme == bindparam("programme"))
    kept = [(c, names.index(c), len(names) + place) for place, c in enumerate(spellable)]
    return query, names.index("id"), recorded, kept
