"""`make bench`: every ratio with its target, once on SQLite and once on PostgreSQL.

`make bench BENCH='--turns 1 --only memory --database sqlite'` gives a few rows quickly.
"""

import argparse
import logging
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import structlog

from tests.bench.aging import aging_lines
from tests.bench.board_pages import page_lines
from tests.bench.board_readers import reader_lines
from tests.bench.builds import LAST, MEASURED_FIRST, build_of
from tests.bench.commands import command_lines
from tests.bench.earlier import memory_lines, press_cpu, press_cpu_lines
from tests.bench.extract import extract_lines
from tests.bench.papers import paper_lines
from tests.bench.pressing import press_lines
from tests.bench.sending import sending_lines
from tests.bench.setting import DATABASES, Line, Setting, setting_of
from tests.bench.sweeping import sweep_lines
from tests.bench_assignment import bench_assignment

TURNS = 5
PARTS: dict[str, Callable[[Setting], Iterator[Line]]] = {
    "press": press_lines,
    "growth": aging_lines,
    "message": sending_lines,
    "sweep": sweep_lines,
    "earlier": press_cpu_lines,
    "memory": memory_lines,
    "commands": command_lines,
    "papers": paper_lines,
    "pages": page_lines,
    "readers": reader_lines,
    "extract": extract_lines,
}
"""What is measured, by the word that asks for it alone."""
OF_FILES = frozenset({"extract", "pages"})
"""Parts that no database has a share in."""


def main() -> None:
    """Measure and print."""
    asked = _asked()
    only = asked.only or tuple(PARTS)
    with tempfile.TemporaryDirectory() as folder:
        if asked.earlier is not None:
            with setting_of("sqlite", Path(folder), asked.turns) as setting:
                before, now = press_cpu(asked.earlier, asked.turns, setting.fresh)
            print(
                f"CPU of a press : the earlier build's {now / before:.3f}   "
                f"({now * 1000:.1f} ms : {before * 1000:.1f} ms; at most 1.05)"
            )
            return
        for commit in (LAST, MEASURED_FIRST):
            if build_of(commit) is None:
                print(f"without the history there is no row for the build of {commit}")
        for database in asked.database:
            print(f"{database}, medians of {asked.turns}", flush=True)
            with setting_of(database, Path(folder), asked.turns) as setting:
                _table(setting, only)
    if "extract" in only and "sqlite" in asked.database:
        print("allocation 1,000 x 100 : bare solver", bench_assignment())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--earlier",
        type=Path,
        help="a checkout of an earlier build: compare the CPU of a press alone",
    )
    parser.add_argument("--turns", type=int, choices=range(1, 16, 2), default=TURNS)
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS))
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=DATABASES)
    return parser.parse_args()


def _table(setting: Setting, only: Collection[str]) -> None:
    """Print the rows of one table, each as soon as it is measured."""
    for name in only:
        if name in OF_FILES and setting.database != "sqlite":
            continue
        for line in PARTS[name](setting):
            print(f"{line.what:<74} {line.figure:>9.3f}   ({line.made_of})", flush=True)


if __name__ == "__main__":
    # A line for each press would bury the figures.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    main()
