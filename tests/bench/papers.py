"""The papers of a ledger in its fifth year: their data beside its raw SQL, and their files.

The raw SQL is each statement that the paper's view runs, run again by the driver alone, to its
last row. A year has twelve cycles, each with the audits of one service's month.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import event, insert
from sqlmodel import SQLModel

from store.clock.calendar import months_after
from store.ledger import Ledger, Reader
from store.papers.board_docx import board_docx
from store.papers.register_xlsx import register_xlsx, workbook
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.figure_sheets import grade_sheets, loop_sheets, scorecard_sheets
from store.views.reports.grade_table import compared_with_before
from store.views.reports.grades import grades
from store.views.reports.loop import loop
from store.views.reports.register import register
from store.views.reports.scorecard import scorecard
from tests.bench.council import CYCLE, ISSUED, council_at, issue
from tests.bench.setting import Line, Setting

MONTHS = 60
SCALE, SHARES = ("Outstanding", "Good", "RI", "Inadequate"), (1, 8, 4, 1)
Made = Callable[[Any], bytes]
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class PaperCost:
    """CPU seconds, medians of the turns: of the paper's data, of its raw SQL, and of its file."""

    data: float
    raw: float
    file: float


def paper_lines(setting: Setting) -> Iterator[Line]:
    """A row for the data of each paper beside its raw SQL, with what its file takes."""
    ledger, programme = council_at(setting.fresh())
    issue(ledger, programme)
    _five_years(ledger)
    for name, (read, made) in PAPERS.items():
        cost = _cost(ledger, programme, read, made, setting.turns)
        yield Line(
            f"{name} of five years, its data : its raw SQL",
            cost.data / cost.raw,
            f"{cost.data * 1000:.0f} ms : {cost.raw * 1000:.0f} ms; at most 2; its file "
            f"{cost.file:.1f} s, at most 10",
        )
    ledger.engine.dispose()


def _five_years(ledger: Ledger) -> None:
    """Copies of the issued cycle for each month before it, all of their audits graded."""
    chance = Random(1)  # noqa: S311 - invented grades, the same each time
    tables: Any = SQLModel.metadata.tables
    with ledger.writes.begin() as connection:
        cycle = connection.execute(tables["cycle"].select()).mappings().one()
        audits = [dict(row) for row in connection.execute(tables["audit"].select()).mappings()]
        connection.execute(tables["audit"].update().values(_graded(chance)))
        for n in range(1, MONTHS):
            copy = dict(cycle) | {"id": f"{CYCLE}-{n}", "month": months_after(cycle["month"], -n)}
            connection.execute(insert(tables["cycle"]), copy)
            rows = [
                row | _graded(chance) | {"id": f"{row['id']}-{n}", "cycle": copy["id"]}
                for row in audits
            ]
            connection.execute(insert(tables["audit"]), rows)


def _graded(chance: Random) -> dict[str, Any]:
    first, other = chance.choices(SCALE, SHARES, k=2)
    return {
        "first": first, "moderated": chance.choice((first, other)), "state": "closed",
        "returned_at": ISSUED, "moderated_at": ISSUED,
    }  # fmt: skip


def _cost(
    ledger: Ledger, programme: str, read: Callable[[Reader], Any], made: Made, turns: int
) -> PaperCost:
    with ledger.read(programme, at=ISSUED) as reader, _statements(ledger) as said:
        document = read(reader)
    data, raw, file = [], [], []
    for _ in range(turns):
        with ledger.read(programme, at=ISSUED) as reader:
            data.append(_cpu(partial(read, reader)))
        raw.append(_cpu(lambda: _run_again(ledger, said)))
        file.append(_cpu(lambda: made(document)))
    return PaperCost(median(data), median(raw), median(file))


def _cpu(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


@contextmanager
def _statements(ledger: Ledger) -> Iterator[list[Statement]]:
    """Each statement and its values, as the driver gets them."""
    said: list[Statement] = []

    def keep(_conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        said.append((statement, values))

    event.listen(ledger.engine, "before_cursor_execute", keep)
    try:
        yield said
    finally:
        event.remove(ledger.engine, "before_cursor_execute", keep)


def _run_again(ledger: Ledger, said: list[Statement]) -> None:
    with ledger.engine.connect() as connection:
        cursor: Any = connection.connection.cursor()
        for statement, values in said:
            cursor.execute(statement, values).fetchall()


def _figures(sheets: Callable[[Any], Any]) -> Made:
    return lambda document: workbook("Paper", ISSUED, (), (), sheets(document))


def _document(report: Any) -> bytes:
    return board_docx(in_blocks(report, "Europe/London"), ISSUED)


PAPERS: Mapping[str, tuple[Callable[[Reader], Any], Made]] = {
    "board report": (lambda reader: board_report(reader, [CYCLE]), _document),
    "members' briefing": (lambda reader: board_report(reader, [], "members"), _document),
    "grades": (
        lambda reader: (
            grades(reader, full=True) | {"compared": compared_with_before(reader, [], full=True)}
        ),
        _figures(grade_sheets),
    ),
    "scorecard": (scorecard, _figures(scorecard_sheets)),
    "loop": (loop, _figures(loop_sheets)),
    "register": (lambda reader: register(reader, [], identifiable=False), register_xlsx),
}
"""Each paper: what reads its data, and what makes its file."""
