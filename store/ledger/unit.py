"""The unit of work: one transaction in which rows change and a fact accounts for every change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm.exc import StaleDataError

from store.ledger import chain
from store.ledger.actor import Actor
from store.ledger.base import LedgerBase
from store.ledger.reader import R, Reader
from store.ledger.sealed import seal
from store.ledger.stamps import STAMP, place_of, restamped, steer, steered, steering
from store.ledger.statements import in_words_of, rows_of
from store.ledger.writes import columns_of
from store.ledger.writing_session import WritingSession
from store.tables import Head, Person, ProfileText, Row
from store.tables.columns import canonical, plain
from store.vocabulary.errors import Stale, Unready

UnitT = TypeVar("UnitT", bound="Unit")


_HEAD: Any = Head.__table__  # type: ignore[attr-defined]  # put there by SQLModel
LOCK_HEAD = (
    select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.programme == bindparam("of")).with_for_update()
)
"""The statement that every act begins with, built once."""


@dataclass(slots=True)
class _Change:
    """The changed columns of one row, before this act and now."""

    before: dict[str, Any]
    after: dict[str, Any]


class Unit(Reader):
    """One transaction: rows change, and `record` turns the changes into one chained fact."""

    asks_once = False
    session: WritingSession

    def __init__(
        self,
        ledger: LedgerBase,
        session: WritingSession,
        programme: str,
        at: datetime,
        actor: Actor,
    ) -> None:
        super().__init__(ledger, session, programme, at)
        self.actor = actor
        # No cache: this very act may give or take a post.
        self._post_holders = self._once = None
        self._changes: dict[chain.RowKey, _Change] = {}
        self._bumped: set[chain.RowKey] = set()
        self._seals: dict[tuple[str, str], dict[str, str]] = {}
        self._marked: dict[tuple[type[Row], str], dict[str, None]] = {}
        self._follow_ups: list[Callable[[], object]] = []
        self._ordinal = 0
        self._head = (0, "")
        self.reasons: dict[str, set[str]] = {}
        """What `store.duties.outbox` read together of the reasons for messages."""
        session.info["unit"] = self

    @property
    def next_seq(self) -> int:
        """The number of the fact that this act will record."""
        return self.head()[0] + 1

    def head(self) -> tuple[int, str]:
        """The last fact's number and hash; the lock keeps others from changing them."""
        return self._head

    def lock(self) -> None:
        """Lock the head until the commit. Raises `Unready` if there is no such programme."""
        found = rows_of(self.session.connection(), LOCK_HEAD, {"of": self.programme})
        if not found:
            raise Unready(
                f"There is no programme {self.programme!r} here: create it with `sightline init`."
            )
        [(seq, last)] = found
        self._head = (seq, last)

    def move(self, row: Row) -> None:
        """Raise the version of `row` once in this act, even if its columns stay as they were."""
        if _key(row) not in self._bumped:
            row.version += 1
            self._bumped.add(_key(row))

    def value_before(self, row: Row, column: str) -> Any:
        """The value of a column of `row` before the current act, as facts write it."""
        change = self._changes.get(_key(row))
        return (
            getattr(row, column)
            if change is None
            else (change.before.get(column, getattr(row, column)))
        )

    def ordinal(self) -> int:
        """1, 2, 3 … within the current fact, for ids that must differ."""
        self._ordinal += 1
        return self._ordinal

    def add(self, row: R) -> R:
        """Add a new row to this programme."""
        row.programme = self.programme
        self.session.add(row)
        if isinstance(row, Person | ProfileText):
            self._everybody = self._profiles = None
        return row

    def seal(self, text: str, retention: str) -> dict[str, str]:
        """Seal private `text`, and return what a fact may hold: `{"sealed", "digest"}`.

        The same text sealed twice in one unit becomes one row.
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
        """Set columns that control deliveries, and are not part of the record, in these rows.

        It bypasses the session for speed, because each message needs this several times. Each row
        gets a new stamp, which `store.ledger.stamps` explains.
        """
        if wrong := set(columns) - set(steering(table)):
            raise ValueError(wrong)
        self._set_marked()
        connection = self.session.written(table)
        given = [
            {
                "of": self.programme,
                "steered": was["id"],
                STAMP: restamped(
                    self.ledger.key, place_of(table, self.programme, was["id"]), was, columns
                ),
                **columns,
            }
            for was in steered(connection, table, self.programme, list(ids))
        ]
        if given:
            in_words_of(connection.dialect, steer(table, (STAMP, *columns))).run(connection, given)

    def mark(self, table: type[Row], ids: Iterable[str], column: str) -> None:
        """Set a column that controls deliveries to this moment, in all marked rows at once.

        An act marks cards from several places; they are written with its fact.
        """
        self._marked.setdefault((table, column), {}).update(dict.fromkeys(ids))

    def _set_marked(self) -> None:
        marked, self._marked = self._marked, {}
        for (table, column), ids in marked.items():
            self.set_transient(table, list(ids), {column: self.at})

    def after_fact(self, follow_up: Callable[[], object]) -> None:
        """Run `follow_up` in the same commit, after the fact of the current act."""
        self._follow_ups.append(follow_up)

    def record(
        self, verb: str, subject: str, fields: Mapping[str, Any], *, key: str | None = None
    ) -> int:
        """Append the fact for every change since the last fact, and return its number."""
        self.session.take_note()
        self._set_marked()
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
        follow_ups, self._follow_ups = self._follow_ups, []
        for follow_up in follow_ups:
            follow_up()
        return seq

    def append(self, entry: chain.FactEntry) -> None:
        """Insert a fact and move the head to it."""
        self.session.append(entry)
        self._head = (entry.seq, entry.hash)

    def close(self) -> None:
        """Raise `RuntimeError` if a row changed and no fact accounts for it."""
        self.session.take_note()
        self._set_marked()
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

    def note(self, row: Row, before: Mapping[str, Any], *, new: bool) -> None:
        """Keep for the fact what changed in `row`: `before` has each column with its value before.

        All of a new row is kept, and of one that was only moved its version.
        """
        recorded = columns_of(type(row)).recorded
        columns = recorded if new else [name for name in recorded if name in before]
        if not columns and _key(row) not in self._bumped:
            return
        change = self._changes.setdefault(_key(row), _Change({}, {}))
        change.before.setdefault("version", row.version - 1 if row.version > 1 else None)
        change.after["version"] = row.version
        for column in columns:
            if column != "version":
                change.before.setdefault(column, plain(before.get(column)))
                change.after[column] = plain(getattr(row, column))

    def noted(self, rows: Collection[Row]) -> None:
        """These rows are as they are going to be written."""


def _key(row: Row) -> chain.RowKey:
    return str(row.__tablename__), row.id


@contextmanager
def committing(unit: UnitT) -> Iterator[UnitT]:
    """Lock the head, run the work in `unit` and commit it; see `Ledger.unit`."""
    unit.lock()
    try:
        yield unit
        unit.close()
        unit.session.commit()
    except StaleDataError as error:
        raise Stale("Somebody else changed this a moment ago; nothing was changed.") from error
