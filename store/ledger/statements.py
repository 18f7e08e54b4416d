"""Statements in the SQL of one database, written once.

SQLAlchemy writes each statement and converts each value, as it does when it runs one itself. What
it does anew each time is left out: it costs several times what the database takes.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any, cast

from sqlalchemy import Connection, Dialect, bindparam
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

STEP = 1024
"""Lists of up to so many values are filled up to a power of two, longer ones to a multiple of this,
so that there are few statements."""


class Statement:
    """One statement: its text, its parameters in order, and how values come and go."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._places = compiled.positiontup
        self._given = tuple(
            (name, bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        )
        columns = list(getattr(statement, "selected_columns", ()))
        self.names = tuple(column.key for column in columns)
        self._readers = tuple(
            (place, read)
            for place, column in enumerate(columns)
            if (read := column.type.dialect_impl(dialect).result_processor(dialect, None))
        )

    def found(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """What the driver answers, unconverted; a parameter that is not given has its own value.

        Listeners hear of the statement, and errors are SQLAlchemy's, as for any other.
        """
        return list(_told(connection, self.text, self._parameters(values), _ANSWERS))

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """The rows that are found, their values as the columns have them."""
        return [self.converted(row) for row in self.found(connection, values)]

    def converted(self, found: Sequence[Any]) -> Sequence[Any]:
        """The values of a row that the driver answered, as the columns have them."""
        if not self._readers:
            return found
        values = list(found)
        for place, read in self._readers:
            values[place] = read(values[place])
        return values

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run it for each of these rows; gives how many rows of the database it found."""
        if len(rows) > 1:
            given = [self._parameters(row) for row in rows]
            return connection.exec_driver_sql(self.text, given).rowcount
        return int(_told(connection, self.text, self._parameters(rows[0]), _ROWCOUNT))

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        """What the driver is given: in order, or by name where the database takes names."""
        given = {
            name: values.get(name, usual) if into is None else into(values.get(name, usual))
            for name, usual, into in self._given
        }
        return given if self._places is None else tuple([given[name] for name in self._places])


@cache
def in_words_of(dialect: Dialect, statement: Any) -> Statement:
    """`statement`, which is built once, in the SQL of a database."""
    return Statement(statement, dialect)


def rows_of(
    connection: Connection, statement: Any, values: Mapping[str, Any]
) -> list[Sequence[Any]]:
    """The rows that `statement`, which is built once, finds for these values."""
    return in_words_of(connection.dialect, statement).rows(connection, values)


def several(name: str, of: Any, number: int) -> list[Any]:
    """The parameters of a list of `number` values of a column: `name__0`, `name__1` and so on."""
    return [bindparam(f"{name}__{n}", type_=of.type) for n in range(number)]


def filled(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """The values of `several`, filled up with the last to the length that `length_of` gives."""
    more = [values[-1]] * (length_of(len(values)) - len(values))
    return {f"{name}__{n}": one for n, one in enumerate([*values, *more])}


def length_of(values: int) -> int:
    """How many values a list of so many is filled up to."""
    return 1 << (values - 1).bit_length() if values <= STEP else -(-values // STEP) * STEP


def connection_of(session: Session) -> Connection:
    """The connection of a session's transaction, which is looked up once in each."""
    kept = session.info.get("connection")
    if kept is not None and kept[0] is session.get_transaction():
        return cast("Connection", kept[1])
    connection = Session.connection(session)
    session.info["connection"] = session.get_transaction(), connection
    return connection


_ANSWERS: Callable[[Any], Any] = methodcaller("fetchall")
_ROWCOUNT: Callable[[Any], Any] = attrgetter("rowcount")


def _told(connection: Connection, text: str, given: Any, take: Callable[[Any], Any]) -> Any:
    """What `take` takes from a cursor that ran it, by SQLAlchemy's way where no result is made."""
    cursor: Any = connection.connection.cursor()
    try:
        connection._cursor_execute(cursor, text, given)  # noqa: SLF001 - see above
        return take(cursor)
    except StatementError as error:
        if isinstance(error, DBAPIError) or error.orig is None:
            raise
        # What is no error of the driver, such as letters that are none, comes as it was raised.
        raise error.orig from None
    except cast("Any", connection.dialect.loaded_dbapi).Error as error:
        connection._handle_dbapi_exception(error, text, given, cursor, None)  # noqa: SLF001
    finally:
        cursor.close()
