"""Where a measurement takes place: which database, how many turns, and a line of the table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.postgres import DURABLE, running_postgres

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Setting:
    """One table of the bench: its database, a folder for what lies in files, and its turns."""

    database: str
    folder: Path
    turns: int
    """Odd, so that each median is a turn that was measured."""
    fresh: Callable[[], str]
    """The SQLAlchemy URL of a new database."""


class Line(NamedTuple):
    """One row of the table: what is compared, the figure, and what it is made of."""

    what: str
    figure: float
    made_of: str


@contextmanager
def setting_of(database: str, folder: Path, turns: int) -> Iterator[Setting]:
    """The setting on that database; PostgreSQL is started for it, and syncs every commit."""
    if database == "sqlite":
        numbers = count(1)
        yield Setting(
            database, folder, turns, lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
        )
        return
    with running_postgres(DURABLE) as server:
        yield Setting(database, folder, turns, server.fresh)
