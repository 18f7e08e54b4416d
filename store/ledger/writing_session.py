"""The session of a unit of work: each change is noted for the fact, and written when it is asked.

What an act changes is noted first, while its history is known, and written a little later: before
somebody asks for rows of that table, or at the commit. So several changes of a row are one UPDATE,
and the rows of a table that change alike are one statement, however many there are. The statements
are `store.ledger.writes`'; only what is no row of the record (sealed text, chats) goes by the ORM.
"""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session

from store.ledger.chain import FactEntry
from store.ledger.statements import connection_of
from store.ledger.writes import Writes, columns_of
from store.tables import Row


class Noting(Protocol):
    """The unit of work, which makes a fact of what changed."""

    def note(self, row: Row, before: Mapping[str, Any], *, new: bool) -> None:
        """A row is new, or these columns of it changed."""

    def noted(self, rows: Collection[Row]) -> None:
        """These rows are as they will be written."""

    def move(self, row: Row) -> None:
        """Raise the version of a row, once in an act."""


class WritingSession(Session):
    """A session that tells the current unit of work of each change, and writes it by itself."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.writes = Writes()

    def flush(self, _objects: Any = None) -> None:
        """Note what changed, and write all of it."""
        self.take_note()
        self.write()

    def take_note(self) -> None:
        """Note what changed since the last time. Rows of the record are written later."""
        if self._is_clean():
            return
        for row in self.deleted:
            if isinstance(row, Row):
                raise TypeError(
                    f"{type(row).__name__} {row.id}: rows of the record are never deleted"
                )
        unit: Noting = self.info["unit"]
        rows = []
        for some, new in ((self.new, True), (self.dirty, False)):
            for row in some:
                if isinstance(row, Row):
                    self._note(unit, row, new=new)
                    rows.append(row)
        if rows:
            # As a flush does; from here on nothing about them is to be written by the ORM.
            self._register_persistent({_state(row) for row in rows})
            unit.noted(rows)
        super().flush()

    def _note(self, unit: Noting, row: Row, *, new: bool) -> None:
        columns = columns_of(type(row))
        if new:
            unit.move(row)
            unit.note(row, {}, new=True)
            self.writes.add(row)
            return
        was_set = _state(row).committed_state
        before = {
            name: gone[0]
            for name in columns.all
            if name in was_set and (gone := _before(row, name))
        }
        if not before.keys().isdisjoint(columns.recorded):
            unit.move(row)
        if "version" in was_set and row.version != was_set["version"]:
            before["version"] = was_set["version"]
        unit.note(row, before, new=False)
        if before:
            self.writes.change(row, before)

    def append(self, fact: FactEntry) -> None:
        """Write a fact, and move the head to it, with what else is written."""
        self.writes.append(fact)

    def write(self, *tables: type[Row]) -> None:
        """Write what was noted: all of it, or of these tables alone."""
        if self.writes.waiting:
            self.writes.write(connection_of(self), tables)

    def written(self, table: type[Row]) -> Connection:
        """The connection, once what is known of a table's rows is written."""
        if self.autoflush:
            self.take_note()
        self.write(table)
        return connection_of(self)

    def connection(self, *given: Any, **named: Any) -> Connection:
        """The connection; whoever asks by it sees all that was noted."""
        self.write()
        return super().connection(*given, **named) if given or named else connection_of(self)

    def commit(self) -> None:
        """Write what was noted, and commit."""
        self.flush()
        super().commit()

    def rollback(self) -> None:
        """Forget what was noted, and roll back."""
        self.writes = Writes()
        super().rollback()


def _state(row: Row) -> Any:
    return inspect(row)


def _before(row: Row, name: str) -> tuple[Any] | None:
    """The value before, in a tuple of one; None if the column has not changed."""
    history = get_history(row, name)
    if not history.has_changes():
        return None
    return (history.deleted[0],) if history.deleted else (None,)


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk_write(state: ORMExecuteState) -> None:
    """Write what was noted before anything is asked, and refuse what escapes the notes.

    Bulk updates of delivery tables alone are allowed.
    """
    session: Any = state.session
    session.write()
    if state.is_select or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if issubclass(table, Row) and not (state.is_update and table.transient):
        raise TypeError(
            f"{table.__name__}: change rows of the record through a unit of work, one by one"
        )
