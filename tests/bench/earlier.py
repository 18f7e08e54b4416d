"""This build compared with an earlier one: the CPU of a press by turns, and memory when served."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.builds import LAST, MEASURED_FIRST, build_of
from tests.bench.setting import Line, Setting

PARTS = Path(__file__).parent
PRESSES_A_TURN = 2_000
"""Five turns make 10,000 presses on the same bot."""


def press_cpu_lines(setting: Setting) -> Iterator[Line]:
    """The CPU of a press of each earlier build : of this one."""
    for commit in (LAST, MEASURED_FIRST):
        if (build := build_of(commit)) is None:
            continue
        before, now = press_cpu(build, setting.turns, setting.fresh)
        yield Line(
            f"CPU of a press, {commit} : this build",
            before / now,
            f"{before * 1000:.1f} ms : {now * 1000:.1f} ms",
        )


def press_cpu(earlier: Path, turns: int, fresh: Callable[[], str]) -> tuple[float, float]:
    """The CPU seconds of a press of the build in `earlier` and of this one: medians of `turns`.

    `earlier` is a checkout; both run with this Python and its packages.
    """
    seconds: dict[Path, list[float]] = {earlier.resolve(): [], Path.cwd(): []}
    for _ in range(turns):
        for build, taken in seconds.items():
            taken.append(run_part("press_cpu", build, fresh()))
    before, now = (median(taken) for taken in seconds.values())
    return before, now


def memory_lines(setting: Setting) -> Iterator[Line]:
    """The memory of a served bot of this build : of the last before the work on speed."""
    if (build := build_of(LAST)) is None:
        return
    presses = PRESSES_A_TURN * setting.turns
    before, now = (
        run_part("memory", one, setting.fresh(), str(presses)) / 1024**2
        for one in (build, Path.cwd())
    )
    yield Line(
        f"memory after {presses:,} presses on 100,000 facts, this build : {LAST}",
        now / before,
        f"{now:.0f} MB : {before:.0f} MB; at most 1.0",
    )


def run_part(name: str, build: Path, *given: str) -> Any:
    """What a script of the bench prints when it runs in a build; its own client is in it."""
    asked = [sys.executable, str(PARTS / f"{name}.py"), *given]
    there = {**os.environ, "PYTHONPATH": str(build)}
    said = subprocess.run(asked, cwd=build, env=there, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own script
    return json.loads(said.stdout.splitlines()[-1])
