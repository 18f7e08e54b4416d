"""`make tamper`: edits a ledger's database in every way, and prints what was found of it."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.faults.runs import Database, PostgresDatabases, SqliteFiles
from tests.postgres import running_postgres
from tests.tamper.runs import Toll, tamper


def main() -> int:
    """Tamper, print, and give 1 if anything was missed."""
    asked = _asked()
    missed = 0
    for kind in asked.database:
        with tempfile.TemporaryDirectory() as name, _opened(kind, Path(name)) as database:
            toll = tamper(database, Path(name), lambda every: every[:: asked.every])
            missed += len(toll.missed)
            _tell(kind, toll, as_json=asked.json)
    return int(missed > 0)


def _asked() -> argparse.Namespace:
    kinds = ["sqlite", "postgresql"]
    parser = argparse.ArgumentParser(prog="python -m tests.tamper", description=__doc__)
    parser.add_argument("--database", nargs="*", choices=kinds, default=kinds)
    parser.add_argument("--every", type=int, default=1, help="every nth tampering; else all")
    parser.add_argument("--json", action="store_true", help="print one JSON object a database")
    return parser.parse_args()


@contextmanager
def _opened(kind: str, folder: Path) -> Iterator[Database]:
    if kind == "sqlite":
        yield SqliteFiles(folder)
        return
    with running_postgres() as server:
        yield PostgresDatabases(server)


def _tell(kind: str, toll: Toll, *, as_json: bool) -> None:
    if as_json:
        missed = {" ".join(where): these for where, these in toll.missed.items()}
        print(json.dumps({"database": kind, "tried": toll.tried, "missed": missed}))
        return
    for where in sorted({*toll.found, *toll.missed}):
        table, what = where
        these: Sequence[str] = toll.missed.get(where, ())
        print(f"{table:<16}{what:<32}{toll.found[where]:>5} found{len(these):>5} missed")
        for one in these[:5]:
            print(f"    missed: {one}")
    found = toll.found.total()
    print(
        f"{kind}: {toll.tried} tamperings, {found} found, {toll.tried - found} missed. "
        f"{toll.alone} of them were found with an earlier head alone.",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
