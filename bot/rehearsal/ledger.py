"""A rehearsal's own ledger: one thread alone uses it, so its rows are kept in memory.

Acts go through the very same units of work as in use, and everything is written to the database as
ever; only looking is quicker. A test holds the two equal: the same seed played on the plain ledger
gives the same head.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from bot.rehearsal.memory import Memory
from store.chance import Chance
from store.ledger import Actor, Ledger, Reader, Unit, WritingSession, within
from store.sealed import DataKey
from store.tables import ROWS, Closure, Conversation, Person, Programme, Row

R = TypeVar("R", bound=Row)


class _Remembering(Reader):
    """A look at rows that are kept in memory."""

    memory: Memory

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or nothing."""
        return None if row_id is None else self.memory.find(table, row_id)

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        most: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The rows that meet every condition; what cannot be said by column is asked in SQL."""
        if where:
            return super().rows(table, *where, order=order, most=most, **columns)
        return self.memory.rows(table, columns, order, most)


class KeptReader(_Remembering):
    """A look that may be taken again and again; its calendar and its profile stay."""

    def __init__(self, ledger: "KeptLedger", programme: str, at: datetime) -> None:
        super().__init__(ledger, ledger.session, programme, at)
        self.memory = ledger.memory

    def forget(self, touched: set[type]) -> None:
        """Read the calendar and the profile anew where their rows have changed."""
        if touched & {Closure, Programme}:
            self._calendar = self._profile = None
        if Person in touched:
            self._everybody = None


class KeptUnit(_Remembering, Unit):
    """A unit of work as ever, that sees its own changes without asking the database."""

    def __init__(self, ledger: "KeptLedger", programme: str, at: datetime, actor: Actor) -> None:
        super().__init__(ledger, ledger.session, programme, at, actor)
        self.memory = ledger.memory
        self._steered: dict[tuple[type[Row], str], dict[str, Any]] = {}

    def add(self, row: R) -> R:
        """A new row of this programme."""
        self.memory.add(super().add(row))
        return row

    def steer(self, table: type[Row], ids: Collection[str], columns: Mapping[str, Any]) -> None:
        """Set columns that steer deliveries: at once in memory, in the database at the commit."""
        for row_id in ids:
            row = self.memory.find(table, row_id)
            for name, value in columns.items():
                set_committed_value(row, name, value)
            self._steered.setdefault((table, row_id), {}).update(columns)

    def close(self) -> None:
        """Write down what was steered, each row once."""
        super().close()
        alike: dict[tuple[type[Row], tuple[str, ...]], list[dict[str, Any]]] = {}
        for (table, row_id), columns in self._steered.items():
            names = tuple(sorted(columns))
            alike.setdefault((table, names), []).append({"steered": row_id, **columns})
        for (table, names), rows in alike.items():
            of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
            query = update(of).where(
                of.c.programme == self.programme, of.c.id == bindparam("steered")
            )
            self.session.connection().execute(
                query.values({name: bindparam(name) for name in names}), rows
            )


class KeptLedger(Ledger):
    """The ledger of a rehearsal, over a database that nobody else has open."""

    def __init__(self, engine: Engine, *, key: DataKey, chance: Chance) -> None:
        super().__init__(engine, key=key, chance=chance)
        self._readers: dict[str, KeptReader] = {}
        self._begun: tuple[WritingSession, Memory] | None = None

    @property
    def session(self) -> WritingSession:
        """The one session for everything."""
        return self._kept()[0]

    @property
    def memory(self) -> Memory:
        """Every row that there is."""
        return self._kept()[1]

    def _kept(self) -> tuple[WritingSession, Memory]:
        # Not before the first look: until the programme is founded there are no tables.
        if self._begun is None:
            self._begun = self._begin()
        return self._begun

    def _begin(self) -> tuple[WritingSession, Memory]:
        session = WritingSession(self.writes, autoflush=False, expire_on_commit=False)
        memory = Memory(session)
        self._addresses: dict[str, Conversation] = {}
        event.listen(session, "after_flush", self._flushed)
        event.listen(session, "loaded_as_persistent", self._hold)
        event.listen(session, "pending_to_persistent", self._hold)
        for table in ROWS.values():
            memory.flushed(session.scalars(select(table).order_by(col(table.id))))
        session.commit()
        self._readers.clear()
        return session, memory

    def _hold(self, _session: Any, row: Any) -> None:
        """Keep the address book too: the session itself lets go of what nobody holds."""
        if isinstance(row, Conversation):
            self._addresses[row.person] = row

    def _flushed(self, session: Any, _context: Any) -> None:
        rows = [*session.new, *session.dirty]
        self._flushes += 1
        self._touched |= {type(row) for row in rows}
        self.memory.flushed(rows)

    @contextmanager
    def read(self, programme: str, *, at: datetime) -> Iterator[Reader]:
        """One look at what is kept."""
        reader = self._readers.get(programme)
        if reader is None:
            reader = self._readers[programme] = KeptReader(self, programme, at)
        reader.at = at
        try:
            yield reader
        finally:
            # Ends the transaction of what was asked in SQL; the rows stay.
            self.session.commit()

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """One unit of work, committed as a whole; where it is refused nothing of it is kept."""
        self._touched: set[type] = set()
        self._flushes = 0
        try:
            with within(KeptUnit(self, programme, at, actor)) as unit:
                yield unit
        except BaseException:
            if self._flushes or self.session.new or self.session.dirty:
                self.session.rollback()
                self.session.close()
                self._begun = None
            else:
                self.session.commit()
            raise
        for kept in self._readers.values():
            kept.forget(self._touched)
