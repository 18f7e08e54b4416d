"""The CPU of whole commands, start-up included, compared with an earlier build by turns.

`owed` and `ledger verify` read the ledger of the rehearsed month, which is copied for PostgreSQL.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.bench.builds import LAST, build_of
from tests.bench.earlier import run_part
from tests.bench.setting import Line, Setting
from tests.bench.verifying import verified_line

MONTH = ("rehearse", "--small", "--seed", "2", "--json")
OWED = ("owed", "--json")

Where = tuple[Path, str, str]
"""A build, the URL of its ledger, and the ledger's key."""


def command_lines(setting: Setting) -> Iterator[Line]:
    """Commands of the last build before the work on speed : of this one; and `verify`."""
    last = build_of(LAST)
    builds = [Path.cwd()] if last is None else [last, Path.cwd()]
    if setting.database == "sqlite":
        yield Line(
            "CPU seconds of `sightline --help`",
            median(_run(Path.cwd(), setting.folder, ("--help",))[0] for _ in range(setting.turns)),
            "at most 0.3",
        )
        if last is not None:
            yield _month(builds, setting)
    places = [_place(build, place, setting) for place, build in enumerate(builds)]
    if last is not None:
        yield _owed(places, setting)
    _, url, key = places[-1]
    yield verified_line(url, key, setting.turns)


def _place(build: Path, place: int, setting: Setting) -> Where:
    """Where that build's ledger of the rehearsed month lies in the database of the table."""
    file = _kept(setting.folder, place)
    if not file.exists():
        _run(build, setting.folder, (*MONTH, "--keep", str(file)))
    url = f"sqlite:///{file}"
    if setting.database != "sqlite":
        url = setting.fresh()
        run_part("copied", build, str(file), url)
    return build, url, file.with_suffix(".key").read_text("utf-8").strip()


def _month(builds: Sequence[Path], setting: Setting) -> Line:
    """A small month played by invented people; the head must be the same."""
    heads, seconds = {}, {build: list[float]() for build in builds}
    for turn in range(setting.turns):
        for place, build in enumerate(builds):
            keep = ("--keep", str(_kept(setting.folder, place))) if turn == 0 else ()
            used, said = _run(build, setting.folder, (*MONTH, *keep))
            seconds[build].append(used)
            heads[build] = json.loads(said)["head"]
    return _compared("a rehearsed month", seconds, same=len(set(heads.values())) == 1)


def _owed(places: Sequence[Where], setting: Setting) -> Line:
    """Open duties from the shell."""
    said, seconds = {}, {build: list[float]() for build, *_ in places}
    for _ in range(setting.turns):
        for build, url, key in places:
            used, said[build] = _run(build, setting.folder, OWED, url, key)
            seconds[build].append(used)
    return _compared("`sightline owed --json`", seconds, same=len(set(said.values())) == 1)


def _compared(name: str, seconds: dict[Path, list[float]], *, same: bool) -> Line:
    before, now = (median(turns) for turns in seconds.values())
    alike = "the same is printed" if same else "rules changed too: another is printed"
    return Line(
        f"CPU of {name}, {LAST} : this build",
        before / now,
        f"{before:.1f} s : {now:.1f} s; at least 3; {alike}",
    )


def _kept(folder: Path, place: int) -> Path:
    """Where the ledger of one build lies, with its key beside it."""
    (folder / str(place)).mkdir(exist_ok=True)
    return folder / str(place) / "sightline.db"


def _run(
    build: Path, folder: Path, typed: Sequence[str], url: str | None = None, key: str = ""
) -> tuple[float, str]:
    """The CPU seconds of one command of a build, and what it printed."""
    there = {**os.environ, "PYTHONPATH": str(build)}
    if url is not None:
        there |= {"DATABASE_URL": url, "SIGHTLINE_DATA_KEY": key}
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
