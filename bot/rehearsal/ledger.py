"""A rehearsal's own ledger: one thread alone uses it, so what was read stays read until a commit.

Acts go through the very same units of work as in use. Only looks are kept: a row, or the answer
to a query, is forgotten as soon as a commit has touched its table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from store.chance import Chance
from store.ledger import Actor, Ledger, Reader, Unit
from store.sealed import DataKey
from store.tables import Closure, Message, Programme, Row

R = TypeVar("R", bound=Row)


class KeptReader(Reader):
    """A look that remembers its answers by table."""

    def __init__(self, ledger: Ledger, session: Session, programme: str, at: datetime) -> None:
        super().__init__(ledger, session, programme, at)
        self._kept: dict[type, dict[Any, Any]] = {}

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or nothing; asked for once."""
        kept = self._kept.setdefault(table, {})
        if row_id not in kept:
            kept[row_id] = super().find(table, row_id)
        found: R | None = kept[row_id]
        return found

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        most: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The rows that meet every condition; asked for once."""
        key = (_key(*where), order, most, *((n, _hashable(v)) for n, v in columns.items()))
        kept = self._kept.setdefault(table, {})
        if key not in kept:
            kept[key] = super().rows(table, *where, order=order, most=most, **columns)
        return list(kept[key])

    def forget(self, touched: set[type], gone: set[tuple[Any, ...]]) -> None:
        """Forget the answers about these tables, and these very rows."""
        for table in touched:
            self._kept.pop(table, None)
        if touched & {Closure, Programme}:
            self._calendar = self._profile = None
        known = self.session.identity_map
        rows: list[Any] = [known[key] for key in gone if key in known]
        for row in rows:
            self.session.expunge(row)
            self._held.pop((getattr(row, "id", ""), type(row).__name__), None)


def _key(*asked: Any) -> tuple[Any, ...]:
    """What tells one query from another: its shape and the values in it."""
    parts: list[Any] = ["rows"]
    for clause in asked:
        if clause is None or isinstance(clause, int):
            parts.append(clause)
            continue
        shape = clause._generate_cache_key()  # noqa: SLF001 - SQLAlchemy's own key for its cache
        parts += [shape.key, *(_hashable(value.effective_value) for value in shape.bindparams)]
    return tuple(parts)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | set | frozenset) else value


class KeptLedger(Ledger):
    """The ledger of a rehearsal, over a database that nobody else has open."""

    def __init__(self, engine: Engine, *, key: DataKey, chance: Chance) -> None:
        super().__init__(engine, key=key, chance=chance)
        self._session = Session(engine, autoflush=False, expire_on_commit=False)
        self._readers: dict[str, KeptReader] = {}

    @contextmanager
    def read(self, programme: str, *, at: datetime) -> Iterator[Reader]:
        """One look, with what earlier looks have read and nobody has changed."""
        if programme not in self._readers:
            self._readers[programme] = KeptReader(self, self._session, programme, at)
        reader = self._readers[programme]
        reader.at = at
        try:
            yield reader
        finally:
            # Ends the transaction and keeps the rows.
            self._session.commit()

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """One unit of work as ever; afterwards the looks forget what it touched."""
        touched: set[type] = set()
        gone: set[tuple[Any, ...]] = set()

        def flushed(session: Any, _context: Any) -> None:
            for row in [*session.new, *session.dirty, *session.deleted]:
                touched.add(type(row))
                gone.add(identity_key(instance=row))

        with super().unit(programme, actor=actor, at=at) as unit:
            event.listen(unit.session, "after_flush", flushed)
            yield unit
        reader = self._readers.get(programme)
        if reader is not None:
            # What steers deliveries is written past the session.
            touched.add(Message)
            known = list(self._session.identity_map.keys())
            gone |= {key for key in known if key[0] is Message}
            reader.forget(touched, gone)
