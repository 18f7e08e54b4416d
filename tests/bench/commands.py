"""The CPU of whole commands, start-up included, compared with an earlier build by turns."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TURNS = 5
MONTH = ("rehearse", "--small", "--seed", "2", "--json")
OWED = ("owed", "--json")


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU seconds of one command in both builds, medians of `TURNS`; and what it printed."""

    before: float
    now: float
    same: bool
    """Whether both printed the same head, or the same document."""

    @property
    def ratio(self) -> float:
        """How many times as much the earlier build takes."""
        return self.before / self.now


def bench_month(earlier: Path, folder: Path) -> Compared:
    """A small month played by invented people; the head must be the same."""
    builds = (earlier, Path.cwd())
    heads, seconds = {}, {build: list[float]() for build in builds}
    for turn in range(TURNS):
        for place, build in enumerate(builds):
            keep = ("--keep", str(ledger_of(folder, place))) if turn == 0 else ()
            used, said = _run(build, folder, (*MONTH, *keep))
            seconds[build].append(used)
            heads[build] = json.loads(said)["head"]
    before, now = (median(seconds[build]) for build in builds)
    return Compared(before, now, same=len(set(heads.values())) == 1)


def bench_owed(earlier: Path, folder: Path) -> Compared:
    """Open duties from the shell, on the ledgers that `bench_month` kept."""
    builds = (earlier, Path.cwd())
    said, seconds = {}, {build: list[float]() for build in builds}
    for _ in range(TURNS):
        for place, build in enumerate(builds):
            used, said[build] = _run(build, folder, OWED, ledger_of(folder, place))
            seconds[build].append(used)
    before, now = (median(seconds[build]) for build in builds)
    return Compared(before, now, same=len(set(said.values())) == 1)


def bench_help(folder: Path) -> float:
    """CPU seconds of `--help`, the median of `TURNS`."""
    return median(_run(Path.cwd(), folder, ("--help",))[0] for _ in range(TURNS))


def ledger_of(folder: Path, place: int) -> Path:
    """Where the ledger of one build lies, with its key beside it."""
    (folder / str(place)).mkdir(exist_ok=True)
    return folder / str(place) / "sightline.db"


def _run(
    build: Path, folder: Path, typed: Sequence[str], ledger: Path | None = None
) -> tuple[float, str]:
    """The CPU seconds of one command of a build, and what it printed."""
    there = {**os.environ, "PYTHONPATH": str(build)}
    if ledger is not None:
        there["DATABASE_URL"] = f"sqlite:///{ledger}"
    before = _children()
    said = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot.cli", *typed],
        cwd=folder,
        env=there,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return _children() - before, said.stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
