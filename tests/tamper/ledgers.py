"""The ledger that is tampered with: a council in mid-month, with rows in every table."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from sqlalchemy import Boolean, Date, Integer, LargeBinary
from sqlmodel import select
from sqlmodel.sql.sqltypes import UTCDateTime

from store.acts.deliveries.chat import forget
from store.tables import ROWS, Closure, Conversation, ProfileText, Row
from store.tables.columns import JsonText
from tests.faults.scenes import Bot
from tests.store.council import ISSUED, Council, build
from tests.store.ledger.chains import lived

AT_LEAST = 3
"""Rows in each table, so that two of them can change places."""
LATER = ISSUED + timedelta(hours=1)


def lived_in(council: Council, folder: Path) -> None:
    """People, cases, an issued cycle, delivered cards, chats, work under way, and owed messages."""
    build(council)
    _deliver(council, folder / "chats.jsonl")
    lived(council)
    with council.unit(at=LATER) as unit:
        chats = sorted(chat.person for chat in unit.session.exec(select(Conversation)))
        forget(unit, chats[0])
        # A profile's text is read as a profile, so there is the one.
        for table in (table for table in ROWS.values() if table is not ProfileText):
            for number in range(AT_LEAST - len(unit.rows(table))):
                unit.add(_sample(unit.programme, table, number))
        unit.record("note.made", unit.programme, {})


def _deliver(council: Council, chats: Path) -> None:
    chats.unlink(missing_ok=True)
    bot = Bot(council, chats, ISSUED)
    asyncio.run(bot.deliver())
    bot.access.close()


def _sample(programme: str, table: type[Row], number: int) -> Row:
    """A row with a value in every column; what reads it must be able to."""
    columns = table.__table__.c  # type: ignore[attr-defined]  # put there by SQLModel
    given = {
        name: _value(table, name, columns[name].type, number)
        for name in table.model_fields
        if name not in {"programme", "id", "version"} | table.transient
    }
    if table is Closure:
        given["kind"] = "closure"
    return table(programme=programme, id=f"sample-{number}", **given)


def _value(table: type[Row], name: str, kind: Any, number: int) -> Any:
    match kind:
        case JsonText():
            return {"a": number} if _holds_object(table, name) else [f"one {number}"]
        case Boolean():
            return bool(number % 2)
        case Integer():
            return number
        case Date():
            return date(2027, 3, 1) + timedelta(days=number)
        case UTCDateTime():
            return datetime(2027, 3, 1, 9, number, tzinfo=UTC)
        case LargeBinary():
            return bytes([number])
    return f"{name} {number}"


def _holds_object(table: type[Row], name: str) -> bool:
    told = table.model_fields[name].annotation
    kinds = get_args(told) if get_origin(told) in (Union, UnionType) else (told,)
    return any((get_origin(kind) or kind) is dict for kind in kinds)
