"""One measured run in a process of its own: `WHAT FILE`; prints CPU seconds and peak memory.

`openpyxl` streams every cell with its format, `read` reads the children, `import` imports them into
a new ledger.
"""

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook

import store.acts  # noqa: F401 -- declares the acts
from store.intake.importing import import_given
from store.ledger import Actor, Ledger
from store.ledger.database import open_engine
from store.ledger.founding import found_programme
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import data_key
from store.migrations import upgrade
from store.programme.child_level_data import ChildLevelData
from store.sheets.given import read_given
from tests.store.council_rows import profile_text

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def by_openpyxl(file: Path) -> None:
    """Every cell's value and number format, as a stream."""
    book = load_workbook(file, read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cell.number_format  # noqa: B018 -- reading it is what is measured


def by_us(file: Path) -> None:
    """The children of the workbook."""
    read_given(file.name, file.read_bytes(), ChildLevelData())


def imported(file: Path) -> None:
    """The children as cases of a new ledger."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/a.db")
        upgrade(engine)
        ledger = Ledger(engine, key=data_key("5e" * 32), randomness=SeededRandomness(1))
        actor = Actor("cli:root", "cli:root")
        programme = found_programme(
            ledger,
            authority="Riverside",
            profile_name="tower-hamlets",
            text=profile_text(),
            actor=actor,
            at=AT,
        )
        with ledger.unit(programme, actor=actor, at=AT) as unit:
            given = read_given(file.name, file.read_bytes(), unit.profile.child_level_data)
            import_given(unit, file.name, given)


def main() -> None:
    """Measure one of the three."""
    what, file = sys.argv[1], Path(sys.argv[2])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    {"openpyxl": by_openpyxl, "read": by_us, "import": imported}[what](file)
    cpu = time.process_time() - began
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"cpu": cpu, "mb": peak}))


if __name__ == "__main__":
    main()
