"""A council with an issued cycle for each test, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

from store.migrations import upgrade
from tests.store.council import Council, build

if TYPE_CHECKING:
    from tests.postgres import Postgres

DATABASES = ("sqlite", "postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Acts are tested on SQLite by day, and on PostgreSQL as well by night.

    The code is the same for both databases. What could differ between them (the ledger, the chain,
    concurrent presses, the outbox, the matrix of acts, migrations) is tested on both each time.
    """
    for item in items:
        if "/store/acts/" in item.path.as_posix() and "postgresql" in item.name:
            item.add_marker(pytest.mark.nightly)


class Masters:
    """Councils built once a run, by name and database, to be copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, str], str] = {}

    def sqlite(self, make: Callable[[Council], None]) -> Path:
        """The file of a built council."""
        path = self._folder / f"{make.__name__}.db"
        if ("sqlite", make.__name__) not in self._made:
            self._made["sqlite", make.__name__] = _made(f"sqlite:///{path}", make)
        return path

    def postgresql(self, make: Callable[[Council], None], server: "Postgres") -> str:
        """The database of a built council."""
        if ("postgresql", make.__name__) not in self._made:
            self._made["postgresql", make.__name__] = _made(server.fresh(), make)
        return self._made["postgresql", make.__name__]


def shaped(council: Council) -> None:
    """Empty tables of today's schema, so that founding has no migrations to run."""
    upgrade(council.engine)


def _made(url: str, make: Callable[[Council], None]) -> str:
    council = Council.empty(url)
    make(council)
    council.close()
    return url


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Masters:
    """Every council of this run."""
    return Masters(tmp_path_factory.mktemp("councils"))


@pytest.fixture(params=DATABASES)
def council(request: pytest.FixtureRequest, tmp_path: Path, masters: Masters) -> Iterator[Council]:
    """A council whose cycle has just been issued, this test's own."""
    with _copied(request, tmp_path, masters, build) as url:
        opened = Council.open(url)
        yield opened
        opened.close()


@contextmanager
def _copied(
    request: pytest.FixtureRequest, folder: Path, masters: Masters, make: Callable[[Council], None]
) -> Iterator[str]:
    """The URL of a copy of what `make` built, on the database under test."""
    if request.param == "sqlite":
        copyfile(masters.sqlite(make), folder / "ledger.db")
        yield f"sqlite:///{folder / 'ledger.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.fresh(template=masters.postgresql(make, server))
    yield url
    server.drop(url)


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path, masters: Masters) -> Iterator[Council]:
    """A database with no programme in it yet."""
    with _copied(request, tmp_path, masters, shaped) as url:
        opened = Council.empty(url)
        yield opened
        opened.close()
