"""Questions for rows of the tables, in statements that are written once."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Dialect, Integer, bindparam, inspect
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session

from store.ledger.queries import Comparison, Shape, query_of, shape_of, values_of
from store.ledger.statements import Statement, connection_of, filled, length_of
from store.ledger.writing_session import WritingSession
from store.tables import Row

R = TypeVar("R", bound=Row)


class Prepared(Statement):
    """A question for rows of one table."""

    def __init__(self, table: type[Row], query: Any, dialect: Dialect) -> None:
        super().__init__(query, dialect)
        self._programme, self._id = self.names.index("programme"), self.names.index("id")
        self._manager = inspect(table).class_manager
        self._table = table

    def row(self, session: Session, found: Sequence[Any]) -> Row:
        """The row that was found; the session's own where it has that row, as it is there."""
        key = (self._table, (found[self._programme], found[self._id]), None)
        known = session.identity_map.get(key)
        if known is not None:
            return known
        row = self._manager.new_instance()
        row.__dict__.update(zip(self.names, self.converted(found), strict=True))
        state = instance_state(row)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        return cast("Row", row)


class Asked(NamedTuple):
    """What distinguishes the text of one question from that of another."""

    table: type[Row]
    shape: Shape
    order: str | None
    lengths: tuple[int, ...]
    limited: bool


@cache
def _prepared(asked: Asked, dialect: Dialect) -> Prepared:
    query = query_of(asked.table, asked.shape, asked.order, lengths=asked.lengths)
    if asked.limited:
        query = query.limit(bindparam("limit", type_=Integer))
    return Prepared(asked.table, query, dialect)


def rows_in(
    session: Session,
    programme: str,
    table: type[R],
    columns: Mapping[str, Any],
    *,
    order: str | None = None,
    limit: int | None = None,
) -> list[R]:
    """The rows of `table` that meet every condition, as `Reader.rows` says."""
    shape = shape_of(columns)
    values = values_of(shape, columns) | {"programme": programme, "limit": limit}
    lengths = []
    for name, kind in shape:
        if kind is Comparison.any_of:
            listed = values.pop(name)
            if not listed:
                return []
            lengths.append(length_of(len(listed)))
            values |= filled(name, listed)
    if isinstance(session, WritingSession):
        connection = session.written(table)
    else:
        connection = connection_of(session)
    asked = Asked(table, shape, order, tuple(lengths), limit is not None)
    prepared = _prepared(asked, connection.dialect)
    return [cast("R", prepared.row(session, one)) for one in prepared.found(connection, values)]
