"""The database: SQLite with one writer at a time, or PostgreSQL with a small pool."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from store.vocabulary.errors import Unready

BUSY_SECONDS = 20
WRITES = "sightline_writes"
BY_LANGUAGE = (
    "The database sorts text by a language's rules, and so would draw other cases elsewhere: make "
    "it anew with collation C (createdb --template=template0 --encoding=UTF8 --locale=C)."
)


def open_engine(url: str) -> Engine:
    """The engine for `url` (`sqlite:///path` or `postgresql://…`).

    Raises `Unready` for any other kind of database, or a folder that cannot be made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        # A reader sees one moment, however many queries it takes and whoever writes meanwhile.
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=6,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
        )
        event.listen(engine, "reset", _end_what_was_left_open)
        return engine
    raise Unready(
        f"DATABASE_URL names {parsed.get_backend_name()}: use sqlite:///… or postgresql://…"
    )


def _sqlite(url: str, path: str | None) -> Engine:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unready(f"The folder for the ledger cannot be made: {error.strerror}.") from error
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS}, pool_size=6
    )

    def connected(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN is deferred; ours is said in `began`, at once where it writes.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "reset", _end_what_was_left_open)
    event.listen(engine, "begin", began)
    return engine


def _end_what_was_left_open(connection: Any, _record: Any, _state: Any) -> None:
    """A commit that failed, as on a full disk, leaves its transaction open in the driver."""
    if connection is not None and not getattr(connection, "closed", False):
        connection.rollback()


def for_writing(engine: Engine) -> Engine:
    """`engine` as a unit of work uses it: what it reads once the head is locked is the newest."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: True})
    return engine.execution_options(isolation_level="READ COMMITTED")


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[bool]:
    """Whether no other process does `work` over this database until the end.

    The lock is the connection's own, so a process that dies lets go of it. A ledger in SQLite has
    one process, which is alone anyway.
    """
    if engine.dialect.name != "postgresql":
        yield True
        return
    name = {"work": work}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.execute(_LOCK, name).scalar_one())
        try:
            yield mine
        finally:
            if mine:
                connection.execute(_UNLOCK, name)


_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:work, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:work, 0))")


def reachable(engine: Engine) -> bool:
    """Whether the database answers at all."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except OperationalError:
        return False
    return True


def refuse_order_by_language(engine: Engine) -> None:
    """A draw is repeated by anyone only where ids stand in one order, whatever the language.

    Raises `Unready` where the database sorts text by a language's rules.
    """
    if not sorts_by_code(engine):
        raise Unready(BY_LANGUAGE)


def sorts_by_code(engine: Engine) -> bool:
    """Whether text is compared character by character, capitals before small letters."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT CAST('B' AS text) < CAST('a' AS text)")
        return bool(found.scalar_one())
