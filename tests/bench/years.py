"""A ledger of years: a rehearsed month many times over, each time under other ids.

The copies stand in no chain. They are as far as the month they are of, so they weigh what earlier
months of a council weigh to whoever asks for a page.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlmodel import SQLModel

from store.ledger import Ledger
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Cycle,
    DigestLine,
    Duty,
    Fact,
    Head,
    KloeReport,
    Meeting,
    Message,
)

COPIED = (Cycle, Audit, Action, Meeting, Appraisal, KloeReport, DigestLine, Duty, Message)
"""What a month leaves behind."""


def lengthen(ledger: Ledger, programme: str, months: int, *, there: int = 1) -> int:
    """Copy the newest month's cycles and all about them into earlier months; gives the audits then.

    `there` is how many months there are already.
    """
    with ledger.writes.begin() as connection:
        every = {table: _rows(connection, _table(table), programme) for table in COPIED}
        rows = {table: of[: len(of) // there] for table, of in every.items()}
        of_years = _rows(connection, _table(Fact), programme)
        facts, seq = of_years[: len(of_years) // there], len(of_years)
        known = frozenset(row["id"] for table in COPIED for row in rows[table])
        for n in range(there, months):
            for table in COPIED:
                copies = [_over(_copy(row, n, known), n) for row in rows[table]]
                if copies:
                    connection.execute(insert(_table(table)), copies)
            later = [_copy(row, n, known) | {"seq": seq + at} for at, row in enumerate(facts, 1)]
            connection.execute(insert(_table(Fact)), later)
            seq += len(facts)
        heads = _table(Head)
        connection.execute(update(heads).where(heads.c.programme == programme).values(seq=seq))
    return len(rows[Audit]) * months


def _table(of: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(of.__tablename__)]


def _rows(connection: Connection, table: Table, programme: str) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.programme == programme))
    return [dict(row) for row in found.mappings()]


def _copy(row: dict[str, Any], n: int, known: frozenset[str]) -> dict[str, Any]:
    """The row of an earlier month: its own ids and the cycle's month are others."""
    copy = {name: _renamed(value, n, known) for name, value in row.items()}
    for unique in ("once", "activity_id", "key"):
        if copy.get(unique) is not None:
            copy[unique] = f"{n}-{row[unique]}"
    if isinstance(row.get("month"), date):
        copy["month"] = _before(row["month"], n)
    return copy


def _over(row: dict[str, Any], n: int) -> dict[str, Any]:
    """The row as it is later: of months before the newest two nothing is open or unheard."""
    if n > 1 and row.get("closed_at", row) is None:
        row |= {"closed_at": row["due_at"], "rung_at": None, "outcome": "met"}
    if row.get("state") == "failed":
        row["state"] = "delivered"
    return row


def _renamed(value: Any, n: int, known: frozenset[str]) -> Any:
    match value:
        case str():
            return f"{n}-{value}" if value in known or value.partition(".")[0] in known else value
        case list():
            return [_renamed(one, n, known) for one in value]
        case dict():
            return {name: _renamed(one, n, known) for name, one in value.items()}
        case _:
            return value


def _before(month: date, n: int) -> date:
    months = month.year * 12 + month.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)
