"""The one door to the record: a unit of work in which rows change and a fact says why."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col

from store import chain
from store.asking import query_of, shape_of, values_of
from store.calendar import Calendar
from store.chance import Chance
from store.columns import canonical, plain
from store.database import for_writing
from store.errors import NotFound, Stale, Unready
from store.programme.profile import Profile
from store.sealed import DataKey, opened, seal
from store.tables import Closure, Fact, Head, Person, ProfileText, Programme, Row, Sealed

R = TypeVar("R", bound=Row)
UnitT = TypeVar("UnitT", bound="Unit")


class HasProfile(Protocol):
    """A duty, which names the version of the profile that its clock came from."""

    profile: str


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


class Reader:
    """A look at one programme at one moment. Views, cards and predicates take this and no more."""

    def __init__(self, ledger: "Ledger", session: Session, programme: str, at: datetime) -> None:
        self.ledger, self.session, self.programme, self.at = ledger, session, programme, at
        # The session lets go of rows that nobody holds, and would ask for them again and again.
        self._held: dict[tuple[str, str], Row] = {}
        self._everybody: Sequence[Person] | None = None
        self._calendar: Calendar | None = None
        self._profile: tuple[str, Profile] | None = None

    def get(self, table: type[R], row_id: str) -> R:
        """The row with this id.

        Raises `NotFound` where the programme has none.
        """
        found = self.find(table, row_id)
        if found is None:
            message = f"There is no {table.__name__.lower()} {row_id[:60]!r} in this programme."
            raise NotFound(message)
        return found

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or nothing."""
        if row_id is None:
            return None
        # A row that is held is the session's own; to ask the session for it costs far more.
        held = self._held.get((row_id, table.__name__))
        if held is not None:
            return cast("R", held)
        found = self.session.get(table, (self.programme, row_id))
        if found is not None:
            self._held[row_id, table.__name__] = found
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
        """The programme's rows of `table` that meet every condition, by id unless ordered.

        `subject=x` asks for that value, `closed_at=None` for none, and a list, tuple or set for
        any of its values; `where` is for what cannot be said so. `order` is a column, a column with
        "-" before it, the last first, or `NEWEST`.
        """
        query, values = self.ledger.asked(table, columns, order)
        if where:
            query = query.where(*where)
        if most is not None:
            query = query.limit(most)
        found = list(self.session.scalars(query, values | {"programme": self.programme}))
        self._held.update({(row.id, table.__name__): row for row in found})
        return found

    def everybody(self) -> Sequence[Person]:
        """Everybody in the directory, those who have left too, by UPN; read once."""
        if self._everybody is None:
            self._everybody = self.rows(Person)
        return self._everybody

    @property
    def calendar(self) -> Calendar:
        """Working days, with the closure days and late bank holidays of this programme."""
        if self._calendar is None:
            days = {"closure": {}, "bank": {}}  # type: dict[str, dict[Any, str]]
            for closure in self.rows(Closure):
                days[closure.kind][closure.on] = closure.name
            zone = self.profile.programme.zone
            self._calendar = Calendar(closures=days["closure"], added=days["bank"], zone=zone)
        return self._calendar

    def forget_calendar(self) -> None:
        """Read the closure days anew: one has just been added."""
        self._calendar = None

    @property
    def profile_id(self) -> str:
        """The version of the profile in force."""
        return self._current_profile()[0]

    @property
    def profile(self) -> Profile:
        """The rules in force."""
        return self._current_profile()[1]

    def profile_of(self, clock: HasProfile) -> Profile:
        """The rules that a running clock came from, which later rules never rewrite."""
        return self.ledger.profile(self.session, self.programme, clock.profile)

    def _current_profile(self) -> tuple[str, Profile]:
        if self._profile is None:
            version = self.get(Programme, self.programme).profile
            self._profile = (version, self.ledger.profile(self.session, self.programme, version))
        return self._profile

    def head(self) -> tuple[int, str]:
        """The last fact's number and hash."""
        found = self.session.get(Head, self.programme)
        return (0, "") if found is None else (found.seq, found.hash)

    def unseal(self, sealed_id: str | None) -> str | None:
        """Private text, or nothing where it was never given or has been disposed of.

        Raises `Unready` where it cannot be read with this data key.
        """
        if sealed_id is None:
            return None
        found = self.session.get(Sealed, (self.programme, sealed_id))
        try:
            return None if found is None else opened(self.ledger.key, found)
        except InvalidTag:
            message = (
                "Private text cannot be read: the data key is not the one it was sealed with. "
                "Check SIGHTLINE_DATA_KEY or the key file."
            )
            raise Unready(message) from None


@dataclass(slots=True)
class _Change:
    """What one row was before this act and is now."""

    before: dict[str, Any]
    after: dict[str, Any]


class Unit(Reader):
    """One transaction: rows are changed, and `record` turns all of it into one chained fact."""

    def __init__(
        self, ledger: "Ledger", session: Session, programme: str, at: datetime, actor: Actor
    ) -> None:
        super().__init__(ledger, session, programme, at)
        self.actor = actor
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
            message = f"There is no programme {self.programme!r} here: `sightline init` makes one."
            raise Unready(message)
        self._head = (found.seq, found.hash)

    def move(self, row: Row) -> None:
        """Count a move of `row`, also where the act leaves its columns as they were."""
        if _key(row) not in self._bumped:
            row.version += 1
            self._bumped.add(_key(row))

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
                chance=self.ledger.chance,
            )
            self.session.add(sealed)
            self._seals[retention, text] = {"sealed": sealed.id, "digest": sealed.digest}
            self._changes[chain.SEALED, sealed.id] = _Change(
                {}, {"digest": sealed.digest, "retention": retention}
            )
        return self._seals[retention, text]

    def steer(self, table: type[Row], ids: Collection[str], columns: Mapping[str, Any]) -> None:
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
        seq, last = self.next_seq, self._head[1]
        entry = chain.Entry(
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
        connection = self.session.connection()
        connection.execute(APPEND, entry._asdict())
        connection.execute(MOVE_HEAD, {"of": self.programme, "seq": seq, "hash": entry.hash})
        self._head = (seq, entry.hash)
        follows, self._then = self._then, []
        for follow in follows:
            follow()
        return seq

    def close(self) -> None:
        """Refuse to end with a changed row that no fact accounts for."""
        self.session.flush()
        if self._changes:
            rows = ", ".join(" ".join(key) for key in list(self._changes)[:3])
            message = f"rows changed and no fact says why: {rows}"
            raise RuntimeError(message)

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
        for row in [*session.new, *session.dirty]:
            if isinstance(row, Row) and _recorded(session, row):
                self.move(row)

    def capture(self, session: Any) -> None:
        """Keep what the flush changed; after the flush the history is still there."""
        for row in [*session.new, *session.dirty]:
            if not isinstance(row, Row):
                continue
            new = row in session.new
            columns = _recorded(session, row)
            # Of a move that changed nothing but the count, SQLAlchemy has no history.
            if not columns and _key(row) not in self._bumped:
                continue
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
        for row in session.deleted:
            if isinstance(row, Row):
                message = f"{type(row).__name__} {row.id}: rows of the record are never deleted"
                raise TypeError(message)


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
        message = f"{table.__name__}: rows of the record are changed through a unit, one by one"
        raise TypeError(message)


def _key(row: Row) -> chain.RowKey:
    return str(inspect(row).mapper.local_table.name), row.id


def _recorded(session: Any, row: Row) -> list[str]:
    """The columns of `row` that this flush writes and that belong to the record."""
    state = inspect(row)
    return [
        attribute.key
        for attribute in state.mapper.column_attrs
        if attribute.key not in ("programme", "id")
        and attribute.key not in row.transient
        and (row in session.new or state.attrs[attribute.key].history.has_changes())
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
        message = "Somebody else was a moment quicker; nothing was changed."
        raise Stale(message) from error


class Ledger:
    """A database of programmes with the data key and the source of chance that it works with."""

    def __init__(self, engine: Engine, *, key: DataKey, chance: Chance) -> None:
        self.engine, self.key, self.chance = engine, key, chance
        self.writes = for_writing(engine)
        self._profiles: dict[tuple[str, str], Profile] = {}
        self._queries: dict[Any, Any] = {}

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """One transaction on `programme`, committed as a whole or not at all.

        The head row is locked first, so that acts of one programme come one after another.
        Raises `Stale` where somebody else changed a row meanwhile.
        """
        with (
            WritingSession(self.writes, expire_on_commit=False) as session,
            within(Unit(self, session, programme, at, actor)) as unit,
        ):
            yield unit

    @contextmanager
    def read(self, programme: str, *, at: datetime) -> Iterator[Reader]:
        """One consistent look at `programme` as of now; `at` is what counts as the moment."""
        with Session(self.engine, autoflush=False) as session:
            yield Reader(self, session, programme, at)

    def programmes(self) -> list[str]:
        """The names of the programmes in this ledger."""
        with Session(self.engine) as session:
            return list(session.scalars(select(col(Head.programme)).order_by(col(Head.programme))))

    def begin(self, programme: str) -> None:
        """Give `programme` an empty chain, unless it has one."""
        with Session(self.writes) as session:
            if session.get(Head, programme) is None:
                session.add(Head(programme=programme))
                session.commit()

    def asked(
        self, table: type[Row], columns: Mapping[str, Any], order: str | None
    ) -> tuple[Any, dict[str, Any]]:
        """The query for a programme's rows of `table`, and the values it is asked with."""
        shape = shape_of(columns)
        key = (table, shape, order)
        if key not in self._queries:
            self._queries[key] = query_of(table, shape, order)
        return self._queries[key], values_of(shape, columns)

    def profile(self, session: Session, programme: str, version: str) -> Profile:
        """The profile of that version; parsed once, for a version never changes."""
        if (programme, version) not in self._profiles:
            text = session.get_one(ProfileText, (programme, version)).text
            self._profiles[programme, version] = Profile.parse(text)
        return self._profiles[programme, version]
