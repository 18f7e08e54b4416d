"""What stands outside the facts and yet decides what happens: claims, chats, strangers' rows, key.

The fold of the chain says nothing of these, so they are compared with their stamps (trust.md §4).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, literal, select, union_all
from sqlmodel import SQLModel

from store.ledger.chain import FOUNDS, ChainProblem, FactEntry, link
from store.ledger.chats import chats_found
from store.ledger.sealed import DataKey
from store.ledger.spelling import as_told, keeping
from store.ledger.stamps import STAMP, Place, fits, steering
from store.tables import OWN_KEY, ROWS, Fact, Head, KeyCheck, Row


def what_steers(connection: Connection, programme: str, key: DataKey) -> Iterator[ChainProblem]:
    """Everything that steers deliveries in `programme` and is not as Sightline wrote it."""
    yield from deliveries_edited(connection, programme, key)
    yield from chats_found(connection, programme, key).problems


def deliveries_edited(
    connection: Connection, programme: str, key: DataKey
) -> Iterator[ChainProblem]:
    """Each message whose claim, wait or redraw is another than Sightline wrote.

    So no message is owed beyond its next lawful moment: Sightline writes no other. On SQLite they
    are first compared as they are kept, as rows are (`store.ledger.row_check`).
    """
    in_sqlite = connection.dialect.name == "sqlite"
    for name, table in ROWS.items():
        if not table.transient or (in_sqlite and _fit_as_kept(connection, programme, key, table)):
            continue
        try:
            for row_id in _edited(connection, programme, key, table):
                what = "its claim, wait or redraw was edited outside Sightline"
                yield ChainProblem(None, f"{name} {row_id}: {what}")
        except (ValueError, TypeError):
            yield ChainProblem(None, f"{name}: a claim, wait or redraw cannot be read")


def _fit_as_kept(connection: Connection, programme: str, key: DataKey, table: type[Row]) -> bool:
    """Whether every row fits its stamp and is kept as Sightline spells it."""
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    names = steering(table)
    moments = [keeping(of.c[name]) is not None for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    text = f'SELECT id, stamp, {columns} FROM "{of.name}" WHERE programme = ?'  # noqa: S608 - our own names
    for row_id, stamp, *values in connection.exec_driver_sql(text, (programme,)):
        try:
            told = {
                name: as_told(value) if is_moment and value is not None else value
                for name, value, is_moment in zip(names, values, moments, strict=True)
            }
            if not fits(key, Place(str(of.name), programme, row_id), told, stamp):
                return False
        except TypeError:  # a number in a column of moments
            return False
    return True


def _edited(
    connection: Connection, programme: str, key: DataKey, table: type[Row]
) -> Iterator[str]:
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    names = steering(table)
    query = select(of.c.id, of.c[STAMP], *(of.c[name] for name in names))
    query = query.where(of.c.programme == programme).order_by(of.c.id)
    with connection.execute(query, execution_options={"yield_per": 1000}) as found:
        for row_id, stamp, *values in found:
            columns = dict(zip(names, values, strict=True))
            if not fits(key, Place(str(of.name), programme, row_id), columns, stamp):
                yield row_id


def founded(connection: Connection) -> set[str]:
    """The programmes with a head whose first fact founds them, with the hash that it must have."""
    heads: Any = Head.__table__  # type: ignore[attr-defined]
    table: Any = Fact.__table__  # type: ignore[attr-defined]
    begun = select(heads.c.programme).where(heads.c.seq > 0)
    first = select(*(table.c[name] for name in FactEntry._fields))
    first = first.where(table.c.seq == 1, table.c.verb == FOUNDS, table.c.programme.in_(begun))
    facts = (FactEntry(*found) for found in connection.execute(first))
    return {fact.programme for fact in facts if link("", fact) == fact.hash}


def strays(connection: Connection) -> Iterator[ChainProblem]:
    """Rows of programmes that were never founded.

    So are check values beside the ledger's own. An empty head alone is what a founding leaves that
    was cut short, and `init` goes on with it.
    """
    known = founded(connection)
    keys: Any = KeyCheck.__table__  # type: ignore[attr-defined]
    for row_id in connection.execute(select(keys.c.id).where(keys.c.id != OWN_KEY)).scalars():
        yield ChainProblem(None, f"key_check {row_id}: Sightline wrote no such row")
    for name, programme, rows in connection.execute(_rows_of_each()):
        if programme not in known:
            many = "1 row belongs" if rows == 1 else f"{rows} rows belong"
            what = f"{many} to {programme!r}, a programme that was never founded"
            yield ChainProblem(None, f"{name}: {what}")


@cache
def _rows_of_each() -> Any:
    """Counts the rows of each programme in each table, table by table, in one question."""
    counted = []
    for place, (name, table) in enumerate(SQLModel.metadata.tables.items()):
        if "programme" not in table.c:
            continue
        query = select(
            literal(place).label("place"),
            literal(name).label("of"),
            table.c.programme.label("programme"),
            func.count().label("rows"),
        ).group_by(table.c.programme)
        counted.append(query.where(table.c.seq != 0) if name == Head.__tablename__ else query)
    each = union_all(*counted).subquery()
    return select(each.c.of, each.c.programme, each.c.rows).order_by(each.c.place)
