"""One transaction: rows change, and a fact accounts for every change."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from store.ledger import chain
from store.ledger.base import LedgerBase
from store.ledger.reader import R, Reader
from store.ledger.sealed import seal
from store.tables import Fact, Head, Person, Row
from store.tables.columns import canonical, plain
from store.vocabulary.errors import Stale, Unready

UnitT = TypeVar("UnitT", bound="Unit")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and by which door. `upn` comes from an authenticated activity or from the shell."""

    upn: str
    via: str

    @property
    def is_shell(self) -> bool:
        """Whether the shell acts itself, naming nobody; with `--as` it acts as that person may."""
        return self.upn.startswith("cli:")


_FACT: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
_HEAD: Any = Head.__table__  # type: ignore[attr-defined]  # likewise
APPEND = insert(_FACT)
LOCK_HEAD = (
    select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.programme == bindparam("of")).with_for_update()
)
MOVE_HEAD = (
    update(_HEAD)
    .where(_HEAD.c.programme == bindparam("of"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
)
"""What every act says to the database, put together once."""

SYSTEM = Actor("sightline", "system")
"""Sightline itself: the sweep, the digest and deliveries."""


@dataclass(slots=True)
class _Change:
    """What one row was before this act and is now."""

    before: dict[str, Any]
    after: dict[str, Any]


class Unit(Reader):
    """One transaction: rows are changed, and `record` turns all of it into one chained fact."""

    asks_once = False
    """What it reads it may change."""

    def __init__(
        self, ledger: LedgerBase, session: Session, programme: str, at: datetime, actor: Actor
    ) -> None:
        super().__init__(ledger, session, programme, at)
        self.actor = actor
        # Whoever holds a post may have got or lost it by this very act.
        self._holding = None
        self._changes: dict[chain.RowKey, _Change] = {}
        self._bumped: set[chain.RowKey] = set()
        self._seals: dict[tuple[str, str], dict[str, str]] = {}
        self._then: list[Callable[[], object]] = []
        self._ordinal = 0
        self._head = (0, "")
        session.info["unit"] = self

    @property
    def next_seq(self) -> int:
        """The number that the fact of this act will have."""
        return self.head()[0] + 1

    def head(self) -> tuple[int, str]:
        """The last fact's number and hash, which nobody else changes meanwhile."""
        return self._head

    def lock(self) -> None:
        """Have the head to ourselves until the commit.

        Raises `Unready` where there is no such programme.
        """
        found = self.session.connection().execute(LOCK_HEAD, {"of": self.programme}).one_or_none()
        if found is None:
            raise Unready(
                f"There is no programme {self.programme!r} here: `sightline init` makes one."
            )
        self._head = (found.seq, found.hash)

    def move(self, row: Row) -> None:
        """Count a move of `row`, also where the act leaves its columns as they were."""
        if _key(row) not in self._bumped:
            row.version += 1
            self._bumped.add(_key(row))

    def was(self, row: Row, column: str) -> Any:
        """What a column of `row` held before the act under way, as a fact says it."""
        change = self._changes.get(_key(row))
        return (
            getattr(row, column)
            if change is None
            else (change.before.get(column, getattr(row, column)))
        )

    def ordinal(self) -> int:
        """1, 2, 3 … within the fact under way, for ids that must differ."""
        self._ordinal += 1
        return self._ordinal

    def add(self, row: R) -> R:
        """A new row of this programme."""
        row.programme = self.programme
        self.session.add(row)
        if isinstance(row, Person):
            self._everybody = None
        return row

    def seal(self, text: str, retention: str) -> dict[str, str]:
        """Put private `text` away; the answer is what a fact may hold: `{"sealed", "digest"}`.

        The same text sealed twice in one unit is one row.
        """
        if (retention, text) not in self._seals:
            sealed = seal(
                self.ledger.key,
                self.programme,
                text,
                retention=retention,
                randomness=self.ledger.randomness,
            )
            self.session.add(sealed)
            self._seals[retention, text] = {"sealed": sealed.id, "digest": sealed.digest}
            self._changes[chain.SEALED, sealed.id] = _Change(
                {}, {"digest": sealed.digest, "retention": retention}
            )
        return self._seals[retention, text]

    def set_transient(
        self, table: type[Row], ids: Collection[str], columns: Mapping[str, Any]
    ) -> None:
        """Set columns that steer deliveries and are no part of the record, in these rows.

        Not the session's own update: each message is steered several times on its way.
        """
        if wrong := set(columns) - table.transient:
            raise ValueError(wrong)
        of: Any = table.__table__  # type: ignore[attr-defined]  # put there by SQLModel
        self.session.connection().execute(
            update(of)
            .where(of.c.programme == self.programme, of.c.id.in_(list(ids)))
            .values(**columns)
        )

    def then(self, follow: Callable[[], object]) -> None:
        """Do `follow` in this same commit, after the fact of the act that is under way."""
        self._then.append(follow)

    def record(
        self, verb: str, subject: str, fields: Mapping[str, Any], *, key: str | None = None
    ) -> int:
        """Append the fact that accounts for every change since the last one; gives its number."""
        self.session.flush()
        seq, last = self.next_seq, self.head()[1]
        entry = chain.FactEntry(
            programme=self.programme,
            seq=seq,
            at=plain(self.at),
            actor=self.actor.upn,
            via=self.actor.via,
            verb=verb,
            subject=subject,
            key=key,
            fields=canonical(plain(dict(fields))),
            changes=canonical(self._taken()),
            hash="",
        )
        entry = entry._replace(hash=chain.link(last, entry))
        self.append(entry)
        follows, self._then = self._then, []
        for follow in follows:
            follow()
        return seq

    def append(self, entry: chain.FactEntry) -> None:
        """Write a fact down as the last one."""
        connection = self.session.connection()
        connection.execute(APPEND, entry._asdict())
        moved = {"of": self.programme, "seq": entry.seq, "hash": entry.hash}
        connection.execute(MOVE_HEAD, moved)
        self._head = (entry.seq, entry.hash)

    def close(self) -> None:
        """Refuse to end with a changed row that no fact accounts for."""
        self.session.flush()
        if self._changes:
            rows = ", ".join(" ".join(key) for key in list(self._changes)[:3])
            raise RuntimeError(f"rows changed and no fact says why: {rows}")

    def _taken(self) -> list[Any]:
        taken = [
            [table, row_id, {c: [change.before.get(c), v] for c, v in change.after.items()}]
            for (table, row_id), change in sorted(self._changes.items())
        ]
        self._changes.clear()
        self._bumped.clear()
        self._ordinal = 0
        return taken

    def bump(self, session: Any) -> None:
        """A row's version goes up once for each act that changes it."""
        for rows, new in ((session.new, True), (session.dirty, False)):
            for row in rows:
                if isinstance(row, Row) and _recorded(row, new=new):
                    self.move(row)

    def capture(self, session: Any) -> None:
        """Keep what the flush changed; after the flush the history is still there."""
        for rows, new in ((session.new, True), (session.dirty, False)):
            for row in rows:
                if isinstance(row, Row):
                    self._capture_row(row, new=new)
        for row in session.deleted:
            if isinstance(row, Row):
                raise TypeError(
                    f"{type(row).__name__} {row.id}: rows of the record are never deleted"
                )

    def _capture_row(self, row: Row, *, new: bool) -> None:
        columns = _recorded(row, new=new)
        # Of a move that changed nothing but the count, SQLAlchemy has no history.
        if not columns and _key(row) not in self._bumped:
            return
        change = self._changes.setdefault(_key(row), _Change({}, {}))
        change.before.setdefault("version", row.version - 1 if row.version > 1 else None)
        change.after["version"] = row.version
        for column in columns:
            if column == "version":
                continue  # SQLAlchemy settles it at the flush and keeps no history of it
            history = inspect(row).attrs[column].history
            before = history.deleted[0] if history.deleted and not new else None
            change.before.setdefault(column, plain(before))
            change.after[column] = plain(getattr(row, column))


class WritingSession(Session):
    """A session whose flushes tell the unit of work under way, so that each change is captured."""


@event.listens_for(WritingSession, "before_flush")
def _bump(session: WritingSession, _context: Any, _instances: Any) -> None:
    session.info["unit"].bump(session)


@event.listens_for(WritingSession, "after_flush")
def _capture(session: WritingSession, _context: Any) -> None:
    session.info["unit"].capture(session)


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk_write(state: ORMExecuteState) -> None:
    """A bulk write slips past the capture, so it may touch only what steers deliveries."""
    if state.is_select or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if issubclass(table, Row) and not (state.is_update and table.transient):
        raise TypeError(
            f"{table.__name__}: rows of the record are changed through a unit, one by one"
        )


def _key(row: Row) -> chain.RowKey:
    return str(inspect(row).mapper.local_table.name), row.id


def _recorded(row: Row, *, new: bool) -> list[str]:
    """The columns of `row` that this flush writes and that belong to the record."""
    state = inspect(row)
    return [
        attribute.key
        for attribute in state.mapper.column_attrs
        if attribute.key not in ("programme", "id")
        and attribute.key not in row.transient
        and (new or state.attrs[attribute.key].history.has_changes())
    ]


@contextmanager
def within(unit: UnitT) -> Iterator[UnitT]:
    """Commit what is done in `unit`, its programme's head locked first; see `Ledger.unit`."""
    unit.lock()
    try:
        yield unit
        unit.close()
        unit.session.commit()
    except StaleDataError as error:
        raise Stale("Somebody else was a moment quicker; nothing was changed.") from error
