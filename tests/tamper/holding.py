"""One connection whose transaction never ends, so that a tampering is undone by a rollback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from store.ledger import Ledger
from tests.store.council import Council, without_triggers


class Held:
    """A council's ledger on one connection. What is done to it is seen by all, and kept by none."""

    def __init__(self, council: Council) -> None:
        url = council.engine.url
        given = {"check_same_thread": False} if url.get_backend_name() == "sqlite" else {}
        self.engine: Engine = create_engine(url, poolclass=StaticPool, connect_args=given)
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
        self._raw = raw
        if url.get_backend_name() == "sqlite":
            raw.isolation_level = None
        for ends in ("do_commit", "do_rollback", "do_begin"):
            setattr(self.engine.dialect, ends, _nothing)
        self.ledger = Ledger(
            self.engine, key=council.ledger.key, randomness=council.ledger.randomness
        )
        self.programme = council.programme

    @contextmanager
    def tampered(self) -> Iterator[Connection]:
        """A connection on which to tamper; the edits are undone when the block ends."""
        if self.engine.dialect.name == "sqlite":
            self._raw.execute("BEGIN")
        try:
            with self.engine.connect() as connection:
                yield connection
        finally:
            self._raw.rollback()

    @staticmethod
    def with_triggers_off(connection: Connection, do: Callable[[Connection], object]) -> None:
        """Tamper as the database's owner could: the triggers go first and come back after it."""
        with without_triggers(connection):
            do(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._raw.close()


def _nothing(*_given: Any) -> None:
    """Ends no transaction."""
