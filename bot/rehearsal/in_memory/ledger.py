"""A rehearsal's own ledger: one thread alone uses it, so its rows are kept in memory.

Acts go through the very same units of work as in use, and everything is written to the database as
ever; only looking is quicker. A test holds the two equal: the same seed played on the plain ledger
gives the same head.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from bot.rehearsal.in_memory.rows import Memory
from store.ledger import Actor, Ledger, Reader, Unit, WritingSession, within
from store.ledger.chain import FactEntry, facts
from store.ledger.facts import Changed, Happened
from store.ledger.randomness import Randomness
from store.ledger.sealed import DataKey
from store.tables import ROWS, Closure, Conversation, Person, Programme, Row, Sealed

R = TypeVar("R", bound=Row)


class _Remembering(Reader):
    """A look at rows and facts that are kept in memory."""

    memory: Memory
    asks_once = False
    """All is at hand."""

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or nothing."""
        return None if row_id is None else self.memory.find(table, row_id)

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        limit: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The rows that meet every condition; what cannot be said by column is asked in SQL."""
        if where:
            return super().rows(table, *where, order=order, limit=limit, **columns)
        return self.memory.rows(table, columns, order, limit)

    def last_fact(self, subject: str, *verbs: str) -> Happened | None:
        """The last time that any of `verbs` was done on `subject`, if ever."""
        return self.memory.facts.last(subject, verbs)

    def changes_since(self, table: type[Row], seq: int) -> Sequence[Changed]:
        """What facts after number `seq` changed in rows of `table`, the first change first."""
        return self.memory.facts.changes_since(str(table.__tablename__), seq)

    def head(self) -> tuple[int, str]:
        """The last fact's number and hash."""
        return self.memory.facts.head


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
            self._holding = {}


class KeptUnit(_Remembering, Unit):
    """A unit of work as ever, that sees its own changes without asking the database."""

    def __init__(self, ledger: "KeptLedger", programme: str, at: datetime, actor: Actor) -> None:
        super().__init__(ledger, ledger.session, programme, at, actor)
        self.memory = ledger.memory
        self._steered: dict[tuple[type[Row], str], dict[str, Any]] = {}
        self._first = self.next_seq

    @property
    def has_begun(self) -> bool:
        """Whether memory holds what is not committed yet."""
        return bool(self._steered) or self.next_seq > self._first

    def lock(self) -> None:
        """The head is nobody else's: where a fact is known there is nothing to ask."""
        if self.next_seq == 1:
            super().lock()

    def append(self, entry: FactEntry) -> None:
        """Write a fact down as the last one."""
        super().append(entry)
        self.memory.facts.append(entry)

    def add(self, row: R) -> R:
        """A new row of this programme."""
        self.memory.add(super().add(row))
        return row

    def set_transient(
        self, table: type[Row], ids: Collection[str], columns: Mapping[str, Any]
    ) -> None:
        """Set columns that steer deliveries: at once in memory, in the database at the commit."""
        for row_id in ids:
            row = self.get(table, row_id)
            for name, value in columns.items():
                set_committed_value(row, name, value)
            self.memory.steered(row, columns)
            self._steered.setdefault((table, row_id), {}).update(columns)

    def close(self) -> None:
        """Write down what was steered, each row once."""
        super().close()
        alike: dict[tuple[type[Row], tuple[str, ...]], list[dict[str, Any]]] = {}
        for (table, row_id), columns in self._steered.items():
            names = tuple(sorted(columns))
            alike.setdefault((table, names), []).append({"steered": row_id, **columns})
        for (table, names), rows in alike.items():
            self.session.connection().execute(
                _steering(table, names), [{"of": self.programme, **row} for row in rows]
            )


@cache
def _steering(table: type[Row], names: tuple[str, ...]) -> Any:
    """Sets these columns of one row, as a statement."""
    of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    which = (of.c.programme == bindparam("of"), of.c.id == bindparam("steered"))
    return update(of).where(*which).values({name: bindparam(name) for name in names})


class KeptLedger(Ledger):
    """The ledger of a rehearsal, over a database that nobody else has open."""

    def __init__(self, engine: Engine, *, key: DataKey, randomness: Randomness) -> None:
        super().__init__(engine, key=key, randomness=randomness)
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
        programmes = self.programmes()
        # Nobody else writes, so the engine's own quicker way of beginning will do.
        session = WritingSession(self.engine, autoflush=False, expire_on_commit=False)
        memory = Memory(session)
        self._held: dict[tuple[type, str], Any] = {}
        event.listen(session, "after_flush", self._flushed)
        event.listen(session, "loaded_as_persistent", self._hold)
        event.listen(session, "pending_to_persistent", self._hold)
        for table in ROWS.values():
            memory.flushed(session.scalars(select(table).order_by(col(table.id))))
        for programme in programmes:
            for fact in facts(session.connection(), programme):
                memory.facts.append(fact)
        session.commit()
        self._readers.clear()
        return session, memory

    def _hold(self, _session: Any, row: Any) -> None:
        """Keep addresses and private text too: the session lets go of what nobody holds."""
        if isinstance(row, Conversation):
            self._held[Conversation, row.person] = row
        if isinstance(row, Sealed):
            self._held[Sealed, row.id] = row

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
        unit = KeptUnit(self, programme, at, actor)
        try:
            with within(unit):
                yield unit
        except BaseException:
            if self._flushes or unit.has_begun or self.session.new or self.session.dirty:
                self.session.rollback()
                self.session.close()
                self._begun = None
                # Whoever looked before looked at rows that are let go of now.
                self._readers.clear()
            else:
                self.session.commit()
            raise
        for kept in self._readers.values():
            kept.forget(self._touched)
