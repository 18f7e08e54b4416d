"""A ledger in its fifth year: the same month many times over, under other ids.

The copies stand in no chain; they weigh what earlier years weigh to whoever asks for something.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

from store.ledger import Ledger
from store.tables import Audit, Duty, Fact, Head, Message, Sealed

OTHER_IDS = frozenset({"id", "subject", "once", "activity_id", "cycle", "case_ref"})
"""Columns of a copy that name another row, audit or card than those of its model."""
FACTS_AN_ACT = 10
"""Copies of each fact for one of each row: over the years a row is changed many times."""


def grow(ledger: Ledger, programme: str, times: int) -> int:
    """Copy facts, messages, duties, audits and private text `times` times; gives the facts then."""
    with ledger.writes.begin() as connection:
        for table in (Audit, Message, Duty, Sealed):
            of: Any = SQLModel.metadata.tables[str(table.__tablename__)]
            models = _rows(connection, of, programme)
            for n in range(times):
                copies = [
                    _settled(of.name, _renamed(row, f"old{n}-", OTHER_IDS), n * len(models) + place)
                    for place, row in enumerate(models)
                ]
                if copies:
                    connection.execute(insert(of), copies)
        return _more_facts(connection, programme, times * FACTS_AN_ACT)


def _more_facts(connection: Connection, programme: str, times: int) -> int:
    facts: Any = SQLModel.metadata.tables[str(Fact.__tablename__)]
    heads: Any = SQLModel.metadata.tables[str(Head.__tablename__)]
    models = _rows(connection, facts, programme)
    seq = len(models)
    for n in range(times):
        copies = [_renamed(row, f"old{n}-", frozenset({"subject", "key"})) for row in models]
        for copy in copies:
            seq += 1
            copy["seq"] = seq
        connection.execute(insert(facts), copies)
    connection.execute(update(heads).where(heads.c.programme == programme).values(seq=seq))
    return seq


def _rows(connection: Connection, table: Any, programme: str) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.programme == programme))
    return [dict(row) for row in found.mappings()]


def _renamed(row: dict[str, Any], prefix: str, columns: frozenset[str]) -> dict[str, Any]:
    return {
        name: f"{prefix}{value}" if name in columns and value is not None else value
        for name, value in row.items()
    }


def _settled(table: str, row: dict[str, Any], minutes: int) -> dict[str, Any]:
    """The row as it is once its month is over, so that nothing more happens about it.

    Each duty was closed at a moment of its own, so many minutes after it was opened.
    """
    opened = row.get("opened_at")
    closed = None if opened is None else opened + timedelta(minutes=minutes)
    over: dict[str, dict[str, Any]] = {
        "duty": {"closed_at": closed, "rung_at": None, "outcome": "met"},
        "message": {"settled_at": row.get("queued_at"), "redraw_at": None, "claimed_until": None},
        "audit": {"state": "closed"},
    }
    return row | over.get(table, {})
