"""Rehearsed months that tests share: each seed runs once, in the first worker to need it."""

import fcntl
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.rehearsal.council.sizes import SMALL
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.simulation import Scenario, rehearse
from store.ledger.database import open_engine
from store.programme.profile import shipped

PROFILE = "tower-hamlets"


@pytest.fixture(scope="session")
def rehearsed(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[int], RehearsalReport]:
    """The report of a small month with that seed."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    @cache
    def play(seed: int) -> RehearsalReport:
        return _played_once(shared / f"month-{seed}.pickle", seed)

    return play


def _played_once(kept: Path, seed: int) -> RehearsalReport:
    with kept.open("a+b") as file:
        # Waits for another worker that runs the same seed already.
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if saved := file.read():
            report: RehearsalReport = pickle.loads(saved)  # noqa: S301 - a test of this run wrote it
            return report
        engine = open_engine("sqlite://")
        report = rehearse(engine, Scenario(PROFILE, shipped(PROFILE), 1, seed, SMALL))
        engine.dispose()
        file.write(pickle.dumps(report))
        return report
