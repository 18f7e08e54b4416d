"""The bot killed at a few of its points on every run, and at all of them by night."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from tests.faults.__main__ import AIM
from tests.faults.scenes import SCENES

DATABASES = ("sqlite", "postgresql")
POINTS = {"sqlite": 2, "postgresql": 1}
"""How many points of each scene are played by day."""


def tolls(*asked: str) -> dict[str, dict[str, object]]:
    """What `python -m tests.faults` says: it forks, so it has a process of its own."""
    command: Sequence[str] = (sys.executable, "-m", "tests.faults", "--json", *asked)
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.stdout, done.stderr
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    assert done.returncode == int(any(harm(toll) for toll in found.values())), done.stderr
    return found


def harm(toll: dict[str, object]) -> list[object]:
    """All that went wrong."""
    told = [toll[what] for what in ("lost", "doubled", "stale", "problems") if toll[what]]
    return told + ([] if float(str(toll["slowest"])) <= AIM else [toll["slowest"]])


@pytest.mark.parametrize("database", DATABASES)
def test_a_kill_loses_nothing_doubles_nothing_and_is_made_good_within_ten_seconds(
    database: str,
) -> None:
    found = tolls("--database", database, "--points", str(POINTS[database]))
    assert [toll["killed"] for toll in found.values()] == [POINTS[database]] * len(SCENES)
    assert {name: harm(toll) for name, toll in found.items() if harm(toll)} == {}


@pytest.mark.nightly
@pytest.mark.parametrize("database", DATABASES)
def test_nor_does_a_kill_at_any_point(database: str) -> None:
    found = tolls("--database", database)
    assert len(found) == len(SCENES)
    assert {name: harm(toll) for name, toll in found.items() if harm(toll)} == {}
