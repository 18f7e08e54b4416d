"""The ledger of a rehearsal: only one thread uses it, so it keeps its rows in memory.

Acts go through the same units of work as in the ledger in use, and everything is written to the
database; only reads are quicker. A test shows that both ledgers give the same head for one seed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, event, select
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from bot.rehearsal.in_memory.rows import RowCache
from store.ledger import Actor, Ledger, Reader, Unit, WritingSession
from store.ledger.chain import FactEntry, facts
from store.ledger.facts import FactSummary, RowChange
from store.ledger.own_words import in_own_words
from store.ledger.randomness import Randomness
from store.ledger.sealed import DataKey
from store.ledger.stamps import STAMP, place_of, restamped, steer, steering
from store.ledger.statements import in_words_of
from store.ledger.unit import committing
from store.tables import ROWS, Closure, Conversation, Person, Programme, Row, Sealed

R = TypeVar("R", bound=Row)


class _CachedReads(Reader):
    """Reads of rows and facts from memory instead of the database."""

    cache: RowCache
    asks_once = False

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or None."""
        return None if row_id is None else self.cache.find(table, row_id)

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        limit: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The rows that meet every condition. Conditions in SQL go to the database."""
        if where:
            return super().rows(table, *where, order=order, limit=limit, **columns)
        return self.cache.rows(table, columns, order, limit)

    def last_fact(self, subject: str, *verbs: str) -> FactSummary | None:
        """The last time that any of `verbs` was done on `subject`, or None."""
        return self.cache.facts.last(subject, verbs)

    def changes_since(self, table: type[Row], seq: int) -> Sequence[RowChange]:
        """The changes that facts after number `seq` made to rows of `table`, in order."""
        return self.cache.facts.changes_since(str(table.__tablename__), seq)

    def head(self) -> tuple[int, str]:
        """The last fact's number and hash."""
        return self.cache.facts.head


class InMemoryReader(_CachedReads):
    """A reader that is used again for every read; it keeps its calendar and profile."""

    def __init__(self, ledger: "InMemoryLedger", programme: str, at: datetime) -> None:
        super().__init__(ledger, ledger.session, programme, at)
        self.cache, self.chats = ledger.cache, None
        self._looked = (at, self.head())

    def look(self, at: datetime) -> None:
        """Look again, at another moment perhaps: what was worked out at another head is dropped."""
        self.at = at
        if self._looked != (at, self.head()):
            self._looked, self._once = (at, self.head()), {}

    def drop_stale(self, touched: set[type]) -> None:
        """Discard the calendar, profile and people whose rows were changed."""
        if touched & {Closure, Programme}:
            self._calendar = self._profile = self._profiles = self._today = None
        if Person in touched:
            self._everybody = None
            self._post_holders = {}


class InMemoryUnit(_CachedReads, Unit):
    """A unit of work that sees its own changes without a query."""

    def __init__(
        self, ledger: "InMemoryLedger", programme: str, at: datetime, actor: Actor
    ) -> None:
        super().__init__(ledger, ledger.session, programme, at, actor)
        self._memory, self.cache, self.chats = ledger, ledger.cache, None
        self._transients: dict[tuple[type[Row], str], dict[str, Any]] = {}
        self._first = self.next_seq

    @property
    def has_uncommitted(self) -> bool:
        """Whether the cache holds changes that are not committed yet."""
        return bool(self._transients) or self.next_seq > self._first

    def lock(self) -> None:
        """Lock the head only for the first fact: after that no other writer can hold it."""
        if self.next_seq == 1:
            super().lock()

    def append(self, entry: FactEntry) -> None:
        """Append a fact to the chain."""
        super().append(entry)
        self.cache.facts.append(entry)

    def noted(self, rows: Collection[Row]) -> None:
        """These rows are as they are going to be written."""
        self._memory.noted(rows)

    def add(self, row: R) -> R:
        """Add a new row to this programme."""
        self.cache.add(super().add(row))
        return row

    def set_transient(
        self, table: type[Row], ids: Collection[str], columns: Mapping[str, Any]
    ) -> None:
        """Set transient columns: at once in memory, and in the database at the commit."""
        self._set_marked()
        for row_id in ids:
            row = self.get(table, row_id)
            was = {name: getattr(row, name) for name in (STAMP, *steering(table))}
            place = place_of(table, self.programme, row_id)
            given = {**columns, STAMP: restamped(self.ledger.key, place, was, columns)}
            for name, value in given.items():
                set_committed_value(row, name, value)
            self.cache.place_transient(row, columns)
            self._transients.setdefault((table, row_id), {}).update(given)

    def close(self) -> None:
        """Write the transient columns that were set, each row once."""
        super().close()
        alike: dict[tuple[type[Row], tuple[str, ...]], list[dict[str, Any]]] = {}
        for (table, row_id), columns in self._transients.items():
            names = tuple(sorted(columns))
            alike.setdefault((table, names), []).append({"steered": row_id, **columns})
        for (table, names), rows in alike.items():
            connection = self.session.connection()
            in_words_of(connection.dialect, steer(table, names)).run(
                connection, [{"of": self.programme, **row} for row in rows]
            )


class InMemoryLedger(Ledger):
    """The ledger of a rehearsal, over a database that no other process has open."""

    def __init__(self, engine: Engine, *, key: DataKey, randomness: Randomness) -> None:
        super().__init__(engine, key=key, randomness=randomness)
        self._readers: dict[str, InMemoryReader] = {}
        self._open: tuple[WritingSession, RowCache] | None = None

    @property
    def session(self) -> WritingSession:
        """The one session that all reads and writes share."""
        return self._opened()[0]

    @property
    def cache(self) -> RowCache:
        """Every row and fact of the database."""
        return self._opened()[1]

    def _opened(self) -> tuple[WritingSession, RowCache]:
        # Not before the first read: there are no tables until the programme is founded.
        if self._open is None:
            self._open = self._begin()
        return self._open

    def _begin(self) -> tuple[WritingSession, RowCache]:
        programmes = self.programmes()
        # There is no other writer, so the engine's ordinary, quicker transactions will do.
        session = WritingSession(self.engine, autoflush=False, expire_on_commit=False)
        cache = RowCache(session)
        self._held: dict[tuple[type, str], Any] = {}
        event.listen(session, "loaded_as_persistent", self._hold)
        event.listen(session, "pending_to_persistent", self._hold)
        for table in ROWS.values():
            cache.flushed(session.scalars(select(table).order_by(col(table.id))))
        for programme in programmes:
            for fact in facts(session.connection(), programme):
                cache.facts.append(fact)
        session.commit()
        self._readers.clear()
        return session, cache

    def _hold(self, _session: Any, row: Any) -> None:
        """Hold a reference to addresses and private text, or the session would discard them."""
        if isinstance(row, Conversation):
            self._held[Conversation, row.person] = row
        if isinstance(row, Sealed):
            self._held[Sealed, row.id] = row

    def noted(self, rows: Collection[Row]) -> None:
        """Rows are as they are going to be written: what looks for them finds them so."""
        self._noted = True
        self._touched |= {type(row) for row in rows}
        self.cache.flushed(rows)

    @contextmanager
    def read(self, programme: str, *, at: datetime) -> Iterator[Reader]:
        """One consistent read."""
        reader = self._readers.get(programme)
        if reader is None:
            reader = self._readers[programme] = InMemoryReader(self, programme, at)
        reader.look(at)
        try:
            with in_own_words(reader):
                yield reader
        finally:
            # Ends the transaction of any query; the rows stay in memory.
            self.session.commit()

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """One unit of work: committed as a whole, or rolled back where it is refused."""
        self._touched: set[type] = set()
        self._noted = False
        unit = InMemoryUnit(self, programme, at, actor)
        try:
            with committing(unit), in_own_words(unit):
                yield unit
        except BaseException:
            if self._noted or unit.has_uncommitted or self.session.new or self.session.dirty:
                self.session.rollback()
                self.session.close()
                self._open = None
                # The earlier readers hold rows of the session that was closed.
                self._readers.clear()
            else:
                self.session.commit()
            raise
        for reader in self._readers.values():
            reader.drop_stale(self._touched)
