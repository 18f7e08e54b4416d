"""Rehearsals that tests share: each is run once, in the first worker to need it."""

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
from tests.rehearsal.seeds import YEAR

PROFILE = "tower-hamlets"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that every worker of this run shares."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def rehearsed(shared: Path) -> Callable[[int], RehearsalReport]:
    """The report of a small month with that seed."""

    @cache
    def play(seed: int) -> RehearsalReport:
        return _played_once(shared / f"month-{seed}", _small(PROFILE, 1, seed))

    return play


@pytest.fixture(scope="session")
def month_kept(shared: Path, rehearsed: Callable[[int], RehearsalReport]) -> Callable[[int], Path]:
    """The ledger of a small month with that seed, which is played where it was not."""

    def ledger(seed: int) -> Path:
        rehearsed(seed)
        return shared / f"month-{seed}.db"

    return ledger


@pytest.fixture(scope="session")
def year_of(shared: Path) -> Callable[..., tuple[RehearsalReport, Path]]:
    """The report and the ledger of a small year of that profile; tonight's, or of that seed."""

    @cache
    def play(profile: str, seed: int = YEAR) -> tuple[RehearsalReport, Path]:
        kept = shared / f"year-{profile}-{seed}"
        return _played_once(kept, _small(profile, 12, seed)), kept.with_suffix(".db")

    return play


def _small(profile: str, months: int, seed: int) -> Scenario:
    return Scenario(profile, shipped(profile), months, seed, SMALL)


def _played_once(kept: Path, scenario: Scenario) -> RehearsalReport:
    """Play it, and keep its report and, in `kept` with `.db`, its ledger."""
    with kept.with_suffix(".pickle").open("a+b") as file:
        # Waits for another worker that plays the same already.
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if saved := file.read():
            report: RehearsalReport = pickle.loads(saved)  # noqa: S301 - a test of this run wrote it
            return report
        engine = open_engine(f"sqlite:///{kept.with_suffix('.db')}")
        report = rehearse(engine, scenario)
        engine.dispose()
        file.write(pickle.dumps(report))
        return report
