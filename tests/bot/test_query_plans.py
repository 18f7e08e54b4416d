"""What a day of presses, deliveries and reminders asks of a database in its fifth year."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.scheduler.sweep import sweep
from store.tables import Audit, Message, Person
from tests.bench.growing import grow
from tests.loopback.activities import message, press
from tests.loopback.tenant import Tenant, loopback_tenant
from tests.store.council import ISSUED

GROWS = ("fact", "message", "duty", "audit", "sealed")
"""Tables that have the more rows the older the programme is."""
SMALL = ("message_waiting", "message_to_redraw", "duty_next_rung", "duty_open")
"""Indexes of what is still to do: what is over does not stand in them."""
FEW = frozenset({"audit"})
"""Of these there are some thousands after years: with statistics SQLite may rather read them all
than look up a long list one by one."""
WALKS = re.compile(rf"SCAN ({'|'.join(GROWS)})\b|SEARCH ({'|'.join(GROWS)})\b.*\(programme=\?\)")


class Asked(dict[str, tuple[object, ...]]):
    """Each statement with what it was given first, and how often it was run."""

    def __init__(self) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()


@contextmanager
def asked(engine: Engine) -> Iterator[Asked]:
    """Every statement that is run meanwhile, with what it was given."""
    statements = Asked()

    def note(*said: object) -> None:
        _, _, statement, given, *_ = said
        statements.count[str(statement)] += 1
        several = isinstance(given, list)
        statements.setdefault(str(statement), tuple(given[0] if several else given))  # type: ignore[arg-type, index]

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def _issued(tenant: Tenant) -> list[tuple[Audit, Person]]:
    """Two audits that wait to be accepted, each with its auditor."""
    with tenant.council.read(ISSUED) as reader:
        audits = reader.rows(Audit, state="issued")[:2]
        return [(audit, reader.get(Person, audit.auditor or "")) for audit in audits]


async def _a_day(tenant: Tenant, issued: list[tuple[Audit, Person]]) -> None:
    """Auditors say hello and accept; cards go out and are updated; somebody is reminded."""
    await tenant.delivered()
    for audit, person in issued:
        await tenant.says(message(tenant.connector.url, "help"), person)
        await tenant.delivered()
        with tenant.council.read(ISSUED) as reader:
            [card] = reader.rows(Message, kind="allocation", subject=audit.id, to=person.id)
        accept = press(
            tenant.connector.url, "allocation.accept", id=audit.id, version=audit.version
        )
        accept["replyToId"] = card.activity_id
        await tenant.says(accept, person)
        await tenant.settled()
    _sweep(tenant, ISSUED + timedelta(days=6))
    tenant.clock = ISSUED + timedelta(days=6)
    await tenant.delivered()
    await tenant.settled()


def _sweep(tenant: Tenant, at: datetime) -> None:
    swept = sweep(tenant.council.ledger, tenant.council.programme, at)
    assert swept.people > 0


def _plan(engine: Engine, statement: str, given: tuple[object, ...]) -> list[str]:
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [str(row[-1]) for row in found]


def walks(
    engine: Engine, statements: Asked, but: frozenset[str] = frozenset()
) -> dict[str, list[str]]:
    """The statements whose plan reads a whole programme, each with its plan; not of `but`."""
    plans = {
        statement: _plan(engine, statement, given)
        for statement, given in statements.items()
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT"))
    }
    return {
        statement: plan
        for statement, plan in plans.items()
        if any(
            WALKS.match(step)
            and step.split()[1] not in but
            and not any(small in step for small in SMALL)
            for step in plan
        )
    }


@pytest.mark.parametrize("statistics", [False, True], ids=["as it is", "after ANALYZE"])
async def test_nothing_that_is_done_daily_reads_the_programme_from_its_beginning(
    tmp_path: Path, statistics: bool
) -> None:
    async with loopback_tenant(tmp_path / "old.db") as tenant:
        engine = tenant.council.engine
        grow(tenant.council.ledger, tenant.council.programme, 20)
        if statistics:
            with engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")
        issued = _issued(tenant)
        with asked(engine) as statements:
            await _a_day(tenant, issued)
        assert {s.split()[0] for s in statements} >= {"SELECT", "INSERT", "UPDATE"}
        assert any("FROM duty" in s and "rung_at <=" in s for s in statements)
        assert walks(engine, statements, FEW if statistics else frozenset()) == {}


def test_a_walk_through_a_whole_programme_is_noticed() -> None:
    pk = "SEARCH message USING INDEX sqlite_autoindex_message_1 (programme=?)"
    assert WALKS.match(pk)
    assert WALKS.match("SCAN fact")
    assert not WALKS.match("SEARCH fact USING INDEX fact_key_once (programme=? AND key=?)")
    assert not WALKS.match("SEARCH person USING INDEX sqlite_autoindex_person_1 (programme=?)")
