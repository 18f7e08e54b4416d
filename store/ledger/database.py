"""The database: SQLite with one writer at a time, or PostgreSQL with a small pool."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from store.vocabulary.errors import Unready

if sys.platform != "win32":
    import fcntl

BUSY_SECONDS = 20.0
OWNER_ONLY = 0o600
"""The mode of a ledger's file and of its key file."""
WRITES = "sightline_writes"
LANGUAGE_COLLATION = (
    "The database sorts text by the rules of a language, so a draw would differ elsewhere: create "
    "it with collation C (createdb --template=template0 --encoding=UTF8 --locale=C)."
)


def open_engine(url: str, *, busy: float = BUSY_SECONDS) -> Engine:
    """The engine for `url` (`sqlite:///path` or `postgresql://…`).

    A statement waits `busy` seconds for what something else has locked, and then fails. Raises
    `Unready` for any other kind of database, or a folder that cannot be created.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database, busy)
    if parsed.get_backend_name() == "postgresql":
        # A reader sees one snapshot, however many queries it runs and however much is written.
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=6,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
        )
        event.listen(engine, "connect", _waiting_for_locks(busy))
        event.listen(engine, "reset", _end_what_was_left_open)
        return engine
    raise Unready(
        f"DATABASE_URL names {parsed.get_backend_name()}: use sqlite:///… or postgresql://…"
    )


def _sqlite(url: str, path: str | None, busy: float) -> Engine:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unready(
                f"The folder for the ledger cannot be created: {error.strerror}. Create it, or "
                "change DATABASE_URL."
            ) from error
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": busy, "factory": _OwnersConnection},
        pool_size=6,
    )

    def connected(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN is deferred; `began` sends ours, at once if it is for writing.
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


class _OwnersConnection(sqlite3.Connection):
    """A connection that makes the file, where there is none, for its owner alone."""

    def __init__(self, database: str, *given: Any, **named: Any) -> None:
        if database != ":memory:" and not database.startswith("file:"):
            make_private(Path(database))
        super().__init__(database, *given, **named)


def make_private(file: Path) -> None:
    """Make the file of a ledger for its owner alone, if there is none; SQLite's journal follows it.

    Where it cannot be made, SQLite says so itself when it opens the file.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))


def _waiting_for_locks(busy: float) -> Callable[[Any, Any], None]:
    """For each new connection; PostgreSQL would wait for a lock without end."""

    def connected(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{round(busy * 1000)}ms'")
        connection.commit()

    return connected


def _end_what_was_left_open(connection: Any, _record: Any, _state: Any) -> None:
    """Roll back: a failed commit, such as on a full disk, leaves its transaction open."""
    if connection is not None and not getattr(connection, "closed", False):
        connection.rollback()


def for_writing(engine: Engine) -> Engine:
    """`engine` for units of work, which read the newest rows once the head is locked."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: True})
    return engine.execution_options(isolation_level="READ COMMITTED")


@contextmanager
def exclusive_lock(engine: Engine, work: str) -> Iterator[bool]:
    """Give True if this process now holds the lock called `work`, and False if another does.

    The lock belongs to the connection, or in SQLite to an open file beside the ledger, so a process
    that dies releases it.
    """
    if engine.dialect.name != "postgresql":
        with _file_lock(engine.url.database, work) as mine:
            yield mine
        return
    name = {"work": work}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.execute(_LOCK, name).scalar_one())
        try:
            yield mine
        finally:
            if mine:
                connection.execute(_UNLOCK, name)


@contextmanager
def _file_lock(ledger: str | None, work: str) -> Iterator[bool]:
    """As `exclusive_lock`, for the SQLite file `ledger`; one in memory has nobody else.

    Where the operating system has no such locks, a SQLite ledger has a single process.
    """
    if not ledger or ledger == ":memory:" or sys.platform == "win32":
        yield True
        return
    path = f"{ledger}-{sha256(work.encode()).hexdigest()[:8]}.lock"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = True
        except BlockingIOError:
            mine = False
        except OSError:  # a network share without locks
            mine = True
        yield mine
    finally:
        os.close(file)


_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:work, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:work, 0))")


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except OperationalError:
        return False
    return True


def require_c_collation(engine: Engine) -> None:
    """Raise `Unready` if the database sorts text by the rules of a language.

    A draw can be repeated elsewhere only if ids sort the same way everywhere.
    """
    if not sorts_by_code_point(engine):
        raise Unready(LANGUAGE_COLLATION)


def sorts_by_code_point(engine: Engine) -> bool:
    """Whether the database compares text by code point, capitals before small letters."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT CAST('B' AS text) < CAST('a' AS text)")
        return bool(found.scalar_one())
