"""The sweep over 1,000,000 duties compared with 10,000; the same 200 are due in both."""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, insert

from bot.scheduler.sweep import sweep
from store.ledger import Ledger
from store.ledger.founding import version_of
from store.programme.profile import shipped
from store.tables import Duty
from tests.bench.council import DUE_AT, audits_of, council_at, issue, people_of
from tests.bench.setting import Line, Setting

DUE = 200
BATCH = 20_000
PROFILE = version_of(shipped("tower-hamlets"))
SMALL, LARGE = 10_000, 1_000_000


def sweep_lines(setting: Setting) -> Iterator[Line]:
    """The median seconds of each sweep, and the statements of the first on the small ledger."""
    ledgers = {size: ledger_at(setting.fresh(), size) for size in (SMALL, LARGE)}
    seconds: dict[int, list[float]] = {SMALL: [], LARGE: []}
    asked: list[object] = []
    statements = first = 0
    event.listen(ledgers[SMALL][0].engine, "before_cursor_execute", lambda *one: asked.append(one))
    for run in range(setting.turns):
        for size, (ledger, programme) in ledgers.items():
            at = DUE_AT + timedelta(days=run)
            make_due(ledger, programme, at, run=run)
            asked.clear()
            started = time.perf_counter()
            swept = sweep(ledger, programme, at)
            seconds[size].append(time.perf_counter() - started)
            if swept.duties < DUE:
                raise RuntimeError(f"only {swept.duties} of {DUE} duties were swept")
            if run == 0 and size == SMALL:
                statements, first = len(asked), swept.duties
    small, large = (statistics.median(seconds[size]) for size in (SMALL, LARGE))
    for ledger, _ in ledgers.values():
        ledger.engine.dispose()
    yield Line(
        "sweep at 1,000,000 duties : at 10,000, 200 due",
        large / small,
        f"{large:.3f} s : {small:.3f} s; at most 1.5",
    )
    yield Line(f"SQL statements of a sweep of {first} due duties", statements, "at most 60")


def ledger_at(url: str, size: int) -> tuple[Ledger, str]:
    """A ledger with `size` open duties whose next rung is far away."""
    ledger, programme = council_at(url)
    issue(ledger, programme)
    people = people_of(ledger, programme)
    far = datetime(2031, 6, 2, 8, tzinfo=UTC)
    with ledger.writes.begin() as connection:
        for first in range(0, size, BATCH):
            rows = [
                _duty(programme, f"d{n}", f"a{n}", people[n % len(people)], far)
                for n in range(first, min(first + BATCH, size))
            ]
            connection.execute(insert(Duty), rows)
    return ledger, programme


def make_due(
    ledger: Ledger, programme: str, at: datetime, *, run: int = 0, number: int = DUE
) -> None:
    """Make so many duties due, shared out among the people in turn."""
    people, audits = people_of(ledger, programme), audits_of(ledger, programme)
    rows = [
        _duty(programme, f"due-{run}-{n}", audits[n % len(audits)], people[n % len(people)], at)
        for n in range(number)
    ]
    with ledger.writes.begin() as connection:
        connection.execute(insert(Duty), rows)


def _duty(
    programme: str, duty: str, subject: str, upn: str, rung_at: datetime
) -> dict[str, object]:
    opened = DUE_AT - timedelta(days=7)
    return {
        "programme": programme,
        "id": duty,
        "version": 1,
        "kind": "allocation.accept",
        "subject": subject,
        "subject_version": 1,
        "cycle": None,
        "owner": upn,
        "opened_at": opened,
        "due_at": rung_at + timedelta(hours=8),
        "rule": "2 working days from issue",
        "source": "default",
        "counted": [],
        "ladder": "short",
        "profile": PROFILE,
        "closures": True,
        "rungs_sent": [],
        "told": [],
        "swept_at": opened,
        "rung_at": rung_at,
    }
