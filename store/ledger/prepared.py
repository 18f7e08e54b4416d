"""Questions in the SQL of one database, written once and answered with rows of the tables.

SQLAlchemy writes each statement and converts each value, as it does for its ORM. What the ORM does
anew at each question is left out: it costs several times what the database takes.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Dialect, Integer, bindparam, inspect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

from store.ledger.queries import Comparison, Shape, query_of, shape_of, values_of
from store.ledger.writing_session import WritingSession
from store.tables import Row

R = TypeVar("R", bound=Row)

STEP = 1024
"""Lists of up to so many values are filled up to a power of two, longer ones to a multiple of this,
so that there are few statements."""


class Prepared:
    """One question: its text, its parameters in order, and how values come and go."""

    def __init__(self, table: type[Row], query: Any, dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        self.text = str(compiled)
        self._places = compiled.positiontup
        self._given = {
            name: (bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        }
        columns = list(query.selected_columns)
        self.names = tuple(column.key for column in columns)
        self._readers = tuple(
            (place, read)
            for place, column in enumerate(columns)
            if (read := column.type.dialect_impl(dialect).result_processor(dialect, None))
        )
        self._programme, self._id = self.names.index("programme"), self.names.index("id")
        self._manager = inspect(table).class_manager
        self._table = table

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """What the driver is given: in order, or by name where the database takes names."""
        given = {
            name: (values.get(name, usual) if into is None else into(values.get(name, usual)))
            for name, (usual, into) in self._given.items()
        }
        return given if self._places is None else tuple(given[name] for name in self._places)

    def row(self, session: Session, found: Sequence[Any]) -> Row:
        """The row that was found; the session's own where it has that row, as it is there."""
        key = (self._table, (found[self._programme], found[self._id]), None)
        known = session.identity_map.get(key)
        if known is not None:
            return known
        values = list(found)
        for place, read in self._readers:
            values[place] = read(values[place])
        row = self._manager.new_instance()
        row.__dict__.update(zip(self.names, values, strict=True))
        state = cast("Any", inspect(row))
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        return cast("Row", row)


class Asked(NamedTuple):
    """What distinguishes the text of one question from that of another."""

    table: type[Row]
    shape: Shape
    order: str | None
    lengths: tuple[int, ...]
    limited: bool


@cache
def _prepared(asked: Asked, dialect: Dialect) -> Prepared:
    query = query_of(asked.table, asked.shape, asked.order, lengths=asked.lengths)
    if asked.limited:
        query = query.limit(bindparam("limit", type_=Integer))
    return Prepared(asked.table, query, dialect)


def rows_in(
    session: Session,
    programme: str,
    table: type[R],
    columns: Mapping[str, Any],
    *,
    order: str | None = None,
    limit: int | None = None,
) -> list[R]:
    """The rows of `table` that meet every condition, as `Reader.rows` says."""
    shape = shape_of(columns)
    values = values_of(shape, columns) | {"programme": programme, "limit": limit}
    lengths = []
    for name, kind in shape:
        if kind is Comparison.any_of:
            several = values.pop(name)
            if not several:
                return []
            lengths.append(_length(len(several)))
            several += several[-1:] * (lengths[-1] - len(several))
            values.update((f"{name}__{n}", one) for n, one in enumerate(several))
    if isinstance(session, WritingSession):
        connection = session.written(table)
    else:
        connection = session.connection()
    asked = Asked(table, shape, order, tuple(lengths), limit is not None)
    prepared = _prepared(asked, connection.dialect)
    found = _answers(connection, prepared.text, prepared.parameters(values))
    return [cast("R", prepared.row(session, one)) for one in found]


def _answers(connection: Connection, text: str, given: Any) -> list[Sequence[Any]]:
    """What the driver answers, by SQLAlchemy's own way for statements of which it makes no result.

    Listeners hear of the statement, and errors are SQLAlchemy's, as for any other.
    """
    cursor: Any = connection.connection.cursor()
    try:
        connection._cursor_execute(cursor, text, given)  # noqa: SLF001 - see above
        return list(cursor.fetchall())
    except StatementError as error:
        if isinstance(error, DBAPIError) or error.orig is None:
            raise
        # What is no error of the driver, such as letters that are none, comes as it was raised.
        raise error.orig from None
    except cast("Any", connection.dialect.loaded_dbapi).Error as error:
        connection._handle_dbapi_exception(error, text, given, cursor, None)  # noqa: SLF001
    finally:
        cursor.close()


def _length(values: int) -> int:
    """How many values a list of so many is filled up to."""
    return 1 << (values - 1).bit_length() if values <= STEP else -(-values // STEP) * STEP
