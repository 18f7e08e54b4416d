"""The CPU of a press compared with an earlier build, by turns on the same machine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

TURNS = 5
"""Odd, so that each median is a turn that was measured."""
SCRIPT = Path(__file__).with_name("press_cpu.py")


def bench_earlier(earlier: Path) -> dict[str, float]:
    """The CPU seconds of a press of this build and of the one in `earlier`: medians of `TURNS`.

    `earlier` is a checkout; both run with this Python and its packages.
    """
    seconds: dict[Path, list[float]] = {Path.cwd(): [], earlier.resolve(): []}
    for _ in range(TURNS):
        for build, turns in seconds.items():
            turns.append(_turn(build))
    now, before = (median(turns) for turns in seconds.values())
    return {"now": now, "before": before, "ratio": now / before}


def _turn(build: Path) -> float:
    asked = [sys.executable, str(SCRIPT)]
    there = {**os.environ, "PYTHONPATH": str(build)}
    said = subprocess.run(asked, cwd=build, env=there, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own script
    return float(json.loads(said.stdout.splitlines()[-1]))
