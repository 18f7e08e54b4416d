"""`make faults`: kills the bot at every commit and every await, and prints what that did."""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import structlog

from store.ledger import database as databases
from tests.engines import sharing_engine
from tests.faults.runs import Database, PostgresDatabases, SqliteFiles, Toll, kill
from tests.faults.scenes import SCENES
from tests.postgres import running_postgres

AIM = 10.0
"""Seconds after a restart within which every claim has been taken up (trust.md §1)."""


def main() -> int:
    """Kill, print, and give 1 if anything was lost, doubled, stale or slow."""
    asked = _asked()
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    # A fork inherits the statements that were compiled before it.
    databases.create_engine = sharing_engine  # type: ignore[attr-defined]
    tolls: dict[str, Toll] = {}
    for kind in asked.database:
        with tempfile.TemporaryDirectory() as name, _opened(kind, Path(name)) as database:
            for scene in SCENES:
                if scene.name in asked.scene:
                    toll = kill(scene, database, Path(name), asked.points)
                    tolls[f"{scene.name} {kind}"] = toll
                    if not asked.json:
                        _tell(scene.name, kind, toll)
    if asked.json:
        print(json.dumps({name: asdict(t) | {"slowest": t.slowest} for name, t in tolls.items()}))
    return int(any(_bad(toll) for toll in tolls.values()))


def _asked() -> argparse.Namespace:
    names, kinds = [scene.name for scene in SCENES], ["sqlite", "postgresql"]
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--scene", nargs="*", choices=names, default=names)
    parser.add_argument("--database", nargs="*", choices=kinds, default=kinds)
    parser.add_argument("--points", type=int, help="how many points of each scene; else all")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args()


@contextmanager
def _opened(kind: str, folder: Path) -> Iterator[Database]:
    if kind == "sqlite":
        yield SqliteFiles(folder)
        return
    with running_postgres() as server:
        yield PostgresDatabases(server)


def _tell(scene: str, kind: str, toll: Toll) -> None:
    print(
        f"{scene:<9}{kind:<11}{toll.points:>5} points {toll.killed:>5} kills"
        f"   lost {len(toll.lost)}   doubled {len(toll.doubled)}   stale {len(toll.stale)}"
        f"   slowest recovery {toll.slowest:.0f} s",
        flush=True,
    )
    for what in ("lost", "doubled", "stale", "problems"):
        for one in getattr(toll, what)[:5]:
            print(f"    {what} at point {one}")


def _bad(toll: Toll) -> bool:
    told_of = toll.lost or toll.doubled or toll.stale or toll.problems
    return bool(told_of) or toll.slowest > AIM


if __name__ == "__main__":
    sys.exit(main())
