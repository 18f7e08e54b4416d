"""Kills one scene at each of its points, and counts what that did."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url

from tests.faults.aftermath import aftermath
from tests.faults.killing import KILLED, Countdown, in_child
from tests.faults.scenes import Bot, Scene
from tests.postgres import Postgres
from tests.store.council import Council


class Database(Protocol):
    """Where councils are kept."""

    def fresh(self, like: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of the one at `like`."""
        ...

    def without_the_dead(self, url: str) -> None:
        """Wait until the database has noticed that a process is gone."""
        ...

    def drop(self, url: str) -> None:
        """Remove a database."""
        ...


class SqliteFiles:
    """A file for each council."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    def fresh(self, like: str | None = None) -> str:
        """As `Database` says."""
        path = self._folder / f"{next(self._numbers)}.db"
        if like is not None:
            copyfile(str(make_url(like).database), path)
        return f"sqlite:///{path}"

    def without_the_dead(self, url: str) -> None:
        """Nothing to wait for: the operating system lets go of the locks at once."""

    def drop(self, url: str) -> None:
        """As `Database` says."""
        path = Path(str(make_url(url).database))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class PostgresDatabases:
    """A PostgreSQL database for each council."""

    def __init__(self, server: Postgres) -> None:
        self._server = server

    def fresh(self, like: str | None = None) -> str:
        """As `Database` says."""
        return self._server.fresh(template=like)

    def without_the_dead(self, url: str) -> None:
        """As `Database` says."""
        others = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        address = make_url(url).set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            for _ in range(500):
                found = connection.execute(others).fetchone()
                connection.rollback()
                if found == (0,):
                    return
                time.sleep(0.01)
        raise TimeoutError("PostgreSQL still holds the connections of a process that is gone")

    def drop(self, url: str) -> None:
        """As `Database` says."""
        self._server.drop(url)


@dataclass
class Toll:
    """What the kills of one scene did: each kind with what it was and the point of the kill."""

    points: int
    killed: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """The longest time in which the bot took up what a dead one had claimed, in seconds."""
        return max(self.seconds, default=0.0)

    def add(self, point: int, calm: dict[str, Any], found: dict[str, Any]) -> None:
        """Compare what a kill at `point` led to with what happens without one."""
        for what in ("acts", "messages", "rungs"):
            was, now = Counter(calm[what]), Counter(found[what])
            self.lost += [f"{point}: {one}" for one in was - now]
            self.doubled += [f"{point}: {one}" for one in now - was]
        unsent = Counter(found["unsent"]) - Counter(calm["unsent"])
        self.lost += [f"{point}: {one}" for one in unsent]
        self.doubled += [f"{point}: {one}" for one in found["doubled"]]
        stale = Counter(found["stale"]) - Counter(calm["stale"])
        self.stale += [f"{point}: {one}" for one in stale]
        self.problems += [f"{point}: {one}" for one in found["problems"]]
        self.seconds.append(found["seconds"])


def kill(scene: Scene, database: Database, folder: Path, most: int | None = None) -> Toll:
    """Kill `scene` at all of its points, or at `most` of them; gives what that did."""
    template, chats = database.fresh(), folder / "chats.jsonl"
    chats.unlink(missing_ok=True)
    scene.arrange(template, chats)
    calm, points = _run(scene, database, template, folder, None)
    toll = Toll(points)
    for point in _some(points, most):
        found, killed = _run(scene, database, template, folder, point)
        toll.killed += killed
        toll.add(point, calm, found)
    database.drop(template)
    return toll


def _some(points: int, most: int | None) -> Iterable[int]:
    """All points, or `most` of them evenly spread."""
    if most is None or most >= points:
        return range(1, points + 1)
    return sorted({1 + (points - 1) * n // max(most - 1, 1) for n in range(most)})


def _run(
    scene: Scene, database: Database, template: str, folder: Path, point: int | None
) -> tuple[dict[str, Any], int]:
    """Kill `scene` at `point`, and start it again.

    Gives what came of it, and whether it was killed; without a point, the number of its points.
    """
    url, chats, answer = database.fresh(template), folder / "run.jsonl", folder / "answer.json"
    arranged = folder / "chats.jsonl"
    chats.write_bytes(arranged.read_bytes() if arranged.exists() else b"")
    code, passed = in_child(lambda: _play(scene, url, chats, point), answer)
    database.without_the_dead(url)
    _, found = in_child(lambda: aftermath(scene, url, chats), answer)
    database.without_the_dead(url)
    database.drop(url)
    return found, int(code == KILLED) if point is not None else passed


def _play(scene: Scene, url: str, chats: Path, point: int | None) -> int:
    """Play `scene`, up to `point`; gives how many points it passed."""
    council, countdown = Council.open(url), Countdown(point)
    bot = Bot(council, chats, scene.begins)
    countdown.watch_commits(council.engine)
    asyncio.run(countdown.watch_awaits(scene.work(bot)))
    bot.access.close()
    council.close()
    return countdown.passed
