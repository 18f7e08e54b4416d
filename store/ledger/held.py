"""Whether something else holds the ledger: a lock of another process, a backup, a migration."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import SQLModel

from store.ledger.database import for_writing
from store.tables import Head
from store.vocabulary.errors import Held

LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's own code for a lock that was not to be had in time."""


@contextmanager
def telling_held() -> Iterator[None]:
    """Raise `Held` where the database says that something else has locked it."""
    try:
        yield
    except OperationalError as error:
        if not _is_locked(error):
            raise
        raise Held from None


def _is_locked(error: OperationalError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        # The lower byte; the others say how it came to be so.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def can_write(engine: Engine, *, within: float) -> bool:
    """Whether a unit of work could begin within so many seconds. It writes nothing. Blocks.

    It takes the locks that an act takes, and gives them back at once.
    """
    try:
        if engine.dialect.name == "sqlite":
            _begin_in_sqlite(engine, within)
        else:
            with for_writing(engine).connect() as connection:
                _lock_in_postgres(connection, within)
    except (SQLAlchemyError, sqlite3.OperationalError):
        return False
    return True


def _begin_in_sqlite(engine: Engine, within: float) -> None:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        [waits] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {round(within * 1000)}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {waits}")


def _lock_in_postgres(connection: Connection, within: float) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = '{round(within * 1000)}ms'"))
    quoted = connection.dialect.identifier_preparer.format_table
    tables = ", ".join(quoted(table) for table in SQLModel.metadata.sorted_tables)
    connection.execute(text(f"LOCK TABLE {tables} IN ROW EXCLUSIVE MODE"))
    connection.execute(text(f"SELECT 1 FROM {quoted(Head.__table__)} FOR UPDATE"))  # type: ignore[attr-defined]  # noqa: S608 - the table's own name
    connection.rollback()
