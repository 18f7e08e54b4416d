"""Stamps: keyed digests of what steers delivery, which no fact accounts for.

Claims, waits and the address book stand outside the facts, because they change far more often than
anything is done. Each such row carries a stamp under the data key, so an edit in the database shows
(trust.md §4). Nobody can write a stamp without the data key.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from store.ledger.sealed import DataKey
from store.ledger.statements import filled, in_words_of, length_of, several
from store.tables import ROWS, Conversation, Row
from store.tables.columns import canonical, plain

STAMP: Final = "stamp"
"""The column of a stamped table that holds the stamp."""
EDITED: Final = "edited"
"""Stands in place of a stamp that did not fit when Sightline changed the row: it never fits
again, so that the edit stays noticeable."""
CHATS: Final = str(Conversation.__tablename__)
_AT_ONCE: Final = 500


def steering(table: type[Row]) -> tuple[str, ...]:
    """The columns of a table that steer deliveries, in the order in which they are stamped."""
    return tuple(sorted(table.transient - {STAMP}))


class Place(NamedTuple):
    """Where a stamped row stands: its table's name, its programme and its id."""

    table: str
    programme: str
    row: str


def place_of(table: type[Row], programme: str, row: str) -> Place:
    """The place of a row of the record."""
    return Place(str(table.__tablename__), programme, row)


def stamp_of(key: DataKey, place: Place, columns: Mapping[str, Any]) -> str:
    """The stamp of a row with these values: HMAC-SHA-256 under the data key, 64 hex digits."""
    said = canonical([*place, {name: _told(columns[name]) for name in columns}])
    return hmac.digest(key, said.encode(), "sha256").hex()


def fits(key: DataKey, place: Place, columns: Mapping[str, Any], stamp: str | None) -> bool:
    """Whether a row with these values has the stamp that belongs to them."""
    return stamp is not None and hmac.compare_digest(stamp_of(key, place, columns), stamp)


def stamp_for(key: DataKey, row: Row) -> str:
    """The stamp of a row of the record as it is now in memory."""
    now = {name: getattr(row, name) for name in steering(type(row))}
    return stamp_of(key, place_of(type(row), row.programme, row.id), now)


def restamped(
    key: DataKey, place: Place, was: Mapping[str, Any], changed: Mapping[str, Any]
) -> str:
    """The stamp of a row that steers by `was` and its stamp, once `changed` is changed in it.

    `EDITED` if its stamp did not fit before.
    """
    before = {name: was[name] for name in steering(ROWS[place.table])}
    if not fits(key, place, before, was[STAMP]):
        return EDITED
    return stamp_of(key, place, {**before, **changed})


def chat_columns(chat: Mapping[str, Any] | Conversation) -> dict[str, Any]:
    """What the stamp of a chat covers: every column but its key and the stamp."""
    names = [c.name for c in Conversation.__table__.c]  # type: ignore[attr-defined]
    given = chat if isinstance(chat, Mapping) else {name: getattr(chat, name) for name in names}
    return {name: given[name] for name in names if name not in {"programme", "person", STAMP}}


def chat_stamp(key: DataKey, chat: Conversation) -> str:
    """The stamp of a chat as it is now in memory."""
    return stamp_of(key, Place(CHATS, chat.programme, chat.person), chat_columns(chat))


def chat_fits(key: DataKey, chat: Conversation) -> bool:
    """Whether Sightline itself wrote this chat for this person, and nobody edited it since."""
    place = Place(CHATS, chat.programme, chat.person)
    return fits(key, place, chat_columns(chat), chat.stamp)


def steered(
    connection: Connection, table: type[Row], programme: str, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """What steers some rows, with their ids and stamps."""
    if not ids:
        return []
    asked = in_words_of(connection.dialect, _steered(table, length_of(len(ids))))
    found = asked.rows(connection, {"of": programme, **filled("steered", ids)})
    return [dict(zip(asked.names, row, strict=True)) for row in found]


@cache
def _steered(table: type[Row], number: int) -> Any:
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    which = (of.c.programme == bindparam("of"), of.c.id.in_(several("steered", of.c.id, number)))
    return select(of.c.id, of.c[STAMP], *(of.c[name] for name in steering(table))).where(*which)


@cache
def steer(table: type[Row], names: tuple[str, ...]) -> Any:
    """The statement that sets these columns of one row."""
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    which = (of.c.programme == bindparam("of"), of.c.id == bindparam("steered"))
    values = {name: bindparam(name, type_=of.c[name].type) for name in names}
    return update(of).where(*which).values(values)


def stamp_all(connection: Connection, key: DataKey) -> None:
    """Stamp every row as it is: once, when a ledger of an earlier version learns to be stamped."""
    for table in ROWS.values():
        if table.transient:
            _stamp_table(connection, key, table)
    chats: Any = Conversation.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    found = [dict(row) for row in connection.execute(select(chats)).mappings()]
    given = [
        {
            "of": chat["programme"],
            "row": chat["person"],
            STAMP: stamp_of(
                key, Place(CHATS, chat["programme"], chat["person"]), chat_columns(chat)
            ),
        }
        for chat in found
    ]
    if given:
        which = (chats.c.programme == bindparam("of"), chats.c.person == bindparam("row"))
        connection.execute(update(chats).where(*which).values(stamp=bindparam(STAMP)), given)


def _stamp_table(connection: Connection, key: DataKey, table: type[Row]) -> None:
    of: Any = table.__table__  # type: ignore[attr-defined]
    names = steering(table)
    rows = connection.execute(select(of.c.programme, of.c.id, *(of.c[n] for n in names))).all()
    which = (of.c.programme == bindparam("of"), of.c.id == bindparam("row"))
    statement = update(of).where(*which).values(stamp=bindparam(STAMP))
    for some in _in_parts(rows):
        given = [
            {
                "of": programme,
                "row": row,
                STAMP: stamp_of(
                    key, place_of(table, programme, row), dict(zip(names, values, strict=True))
                ),
            }
            for programme, row, *values in some
        ]
        connection.execute(statement, given)


def _in_parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return plain(value)
    return value.hex() if isinstance(value, bytes) else value
