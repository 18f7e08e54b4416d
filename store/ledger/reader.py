"""The reader of one programme at one moment, which views, cards and predicates query."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Protocol, TypeVar, cast

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select

from store.clock.calendar import Calendar
from store.ledger.base import LedgerBase
from store.ledger.facts import FactSummary, RowChange, changes_since, last_fact
from store.ledger.prepared import rows_in
from store.ledger.queries import matches_query, shape_of, sort_rows
from store.ledger.sealed import open_sealed
from store.programme.profile import Profile
from store.tables import (
    Action,
    Closure,
    Conflict,
    Conversation,
    Dispute,
    Draft,
    Duty,
    Exemption,
    GradeDecision,
    Head,
    Invitation,
    Meeting,
    Person,
    ProfileText,
    Programme,
    Progress,
    Progression,
    Referral,
    Return,
    Row,
    Sealed,
    Section,
    SendBack,
)
from store.vocabulary.errors import NotFound, Unready

R = TypeVar("R", bound=Row)
T = TypeVar("T")

MANY = 500
"""Private texts that are read in one question to the database."""

ABOUT: dict[type[Row], str] = {Duty: "subject", Invitation: "about", Meeting: "about"}
_OF_AUDITS = (Action, Conflict, Dispute, Draft, Exemption, GradeDecision, Progress, Progression)
ABOUT |= dict.fromkeys((*_OF_AUDITS, Referral, Return, Section, SendBack), "audit")
"""The column that links a row to its audit, meeting or subject, for tables that cards read most."""


class HasProfile(Protocol):
    """A duty, which names the profile version that set its clock."""

    profile: str


class Reader:
    """A view of one programme at one moment. Views, cards and predicates need nothing more."""

    asks_once = True
    """Whether answers are cached: nothing changes under a reader, but a unit changes its rows."""

    def __init__(self, ledger: LedgerBase, session: Session, programme: str, at: datetime) -> None:
        self.ledger, self.session, self.programme, self.at = ledger, session, programme, at
        self.texts = session
        """Where private text is read; the reader of a day that is past asks today's ledger."""
        # The session drops rows without a reference and would query them again and again.
        self._held: dict[tuple[str, str], Row] = {}
        self._gathered: dict[tuple[type[Row], str], list[Row]] = {}
        self._changes_since: dict[str, tuple[int, list[tuple[int, RowChange]]]] = {}
        self._everybody: Sequence[Person] | None = None
        self._post_holders: dict[tuple[str, date], list[Person]] | None = {}
        self._once: dict[str, object] | None = {}
        self.chats: dict[str, Conversation | None] | None = {}
        """The chats that were read, by person; None where the session holds all of them."""
        self.ahead: dict[str, Any] = {}
        """What a sweep reads for everybody together, before it is asked for one by one."""
        self._today: tuple[datetime, date] | None = None
        self._calendar: Calendar | None = None
        self._profile: tuple[str, Profile] | None = None
        self._profiles: Sequence[str] | None = None

    def get(self, table: type[R], row_id: str) -> R:
        """The row with this id. Raises `NotFound` if the programme has none."""
        found = self.find(table, row_id)
        if found is None:
            raise NotFound(
                f"There is no {table.__name__.lower()} {row_id[:60]!r} in this programme."
            )
        return found

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or None."""
        if row_id is None:
            return None
        # `Session.get` is slow even for a row that it holds, and builds a query for any other.
        held = self._held.get((row_id, table.__name__))
        if held is not None:
            return cast("R", held)
        identity = identity_key(table, (self.programme, row_id))
        known = self.session.identity_map.get(identity)
        if known is None:
            return next(iter(self.rows(table, id=row_id)), None)
        self._held[row_id, table.__name__] = known
        return known

    def rows(
        self,
        table: type[R],
        /,
        *where: Any,
        order: str | None = None,
        limit: int | None = None,
        **columns: Any,
    ) -> Sequence[R]:
        """The programme's rows of `table` that meet every condition, by id unless ordered.

        `subject=x` matches that value, `closed_at=None` null, `NOT_NULL` any value, a list, tuple
        or set any of its values, `UpTo` a moment and `PartOf` the ids of parts; `where` takes any
        other condition. `order` is `NEWEST`, or column names separated by spaces, each with "-" in
        front to sort it descending.
        """
        about = columns.get(ABOUT.get(table, ""))
        if self.asks_once and not where and isinstance(about, str):
            self.gather(table, (about,))
            known = cast("Sequence[R]", self._gathered[table, about])
            shape = shape_of(columns)
            met = [row for row in known if matches_query(row, shape, columns)]
            return sort_rows(met, order)[:limit]
        if where:
            query, values = self.ledger.query_for(table, columns, order)
            query = query.where(*where).limit(limit)
            found = list(self.session.scalars(query, values | {"programme": self.programme}))
        else:
            found = rows_in(self.session, self.programme, table, columns, order=order, limit=limit)
        self._held.update({(row.id, table.__name__): row for row in found})
        return found

    def gather(self, table: type[Row], about: Iterable[str]) -> None:
        """Load the rows of `table` about each of these in one query, before they are needed."""
        missing = [one for one in dict.fromkeys(about) if (table, one) not in self._gathered]
        if not (self.asks_once and missing):
            return
        self._gathered.update({(table, one): [] for one in missing})
        column = ABOUT[table]
        for row in rows_in(self.session, self.programme, table, {column: missing}):
            self._gathered[table, getattr(row, column)].append(row)
            self._held[row.id, table.__name__] = row

    def gather_rows(self, table: type[Row], ids: Iterable[str]) -> None:
        """Load the rows with these ids in one query, before they are needed one by one."""
        missing = {one for one in ids if (one, table.__name__) not in self._held}
        if self.asks_once and missing:
            self.rows(table, id=missing)

    def last_fact(self, subject: str, *verbs: str) -> FactSummary | None:
        """The last fact with one of `verbs` on `subject`, or None."""
        return last_fact(self.session, self.programme, subject, verbs)

    def changes_since(self, table: type[Row], seq: int) -> Sequence[RowChange]:
        """The changes that facts after number `seq` made in `table`, the oldest first."""
        name = str(table.__tablename__)
        first, known = self._changes_since.get(name, (seq, None))
        # Every report in one look goes back to its own day, and reads the same facts.
        if known is None or seq < first or not self.asks_once:
            first, known = seq, changes_since(self.session, self.programme, name, seq)
            self._changes_since[name] = first, known
        return [change for _, change in known[bisect_right(known, seq, key=itemgetter(0)) :]]

    def everybody(self) -> Sequence[Person]:
        """Everybody in the directory by UPN, including those who have left; read once."""
        if self._everybody is None:
            self._everybody = self.rows(Person)
        return self._everybody

    def cached_holders(
        self, post: str, on: date, work_out: Callable[[], list[Person]]
    ) -> list[Person]:
        """The holders of `post` on that day, which `work_out` computes only once for a reader."""
        if self._post_holders is None:
            return work_out()
        if (post, on) not in self._post_holders:
            self._post_holders[post, on] = work_out()
        return self._post_holders[post, on]

    @property
    def today(self) -> date:
        """The date of this moment in the authority's time zone."""
        if self._today is None or self._today[0] is not self.at:
            self._today = (self.at, self.calendar.local(self.at).date())
        return self._today[1]

    @property
    def calendar(self) -> Calendar:
        """The calendar, with this programme's closure days and added bank holidays."""
        if self._calendar is None:
            days = {"closure": {}, "bank": {}}  # type: dict[str, dict[Any, str]]
            for closure in self.rows(Closure):
                days[closure.kind][closure.on] = closure.name
            zone = self.profile.programme.zone
            self._calendar = Calendar(closures=days["closure"], added=days["bank"], zone=zone)
        return self._calendar

    def forget_calendar(self) -> None:
        """Read the closure days again at the next use, because one has just been added."""
        self._calendar = self._today = None

    @property
    def profile_id(self) -> str:
        """The version of the profile in force."""
        return self._current_profile()[0]

    @property
    def profile(self) -> Profile:
        """The rules in force."""
        return self._current_profile()[1]

    def profiles(self) -> Sequence[str]:
        """Every version of the profile that was ever in force; read once."""
        if self._profiles is None:
            self._profiles = [row.id for row in self.rows(ProfileText)]
        return self._profiles

    def profile_of(self, clock: HasProfile) -> Profile:
        """The profile version that set a running clock; later versions never change that clock."""
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
        """Private text, or None if it was never given or has been disposed of.

        Raises `Unready` if the data key does not open it.
        """
        if sealed_id is None:
            return None
        found = self.texts.get(Sealed, (self.programme, sealed_id))
        return None if found is None else self._opened(found)

    def unseal_many(self, sealed_ids: Iterable[str]) -> dict[str, str]:
        """The private texts that are still there, by id, read together.

        Raises `Unready` if the data key does not open one.
        """
        ids, texts = sorted(set(sealed_ids)), dict[str, str]()
        for start in range(0, len(ids), MANY):
            wanted = select(Sealed).where(
                col(Sealed.programme) == self.programme,
                col(Sealed.id).in_(ids[start : start + MANY]),
            )
            texts |= {row.id: self._opened(row) for row in self.texts.exec(wanted)}
        return texts

    def once(self, what: str, work_out: Callable[[], T]) -> T:
        """What `work_out` gives, worked out once for a reader; a unit asks each time anew.

        It must follow from rows of the record and this moment alone, and nobody may change it.
        """
        if self._once is None:
            return work_out()
        if what not in self._once:
            self._once[what] = work_out()
        return cast("T", self._once[what])

    def _opened(self, found: Sealed) -> str:
        try:
            return open_sealed(self.ledger.key, found)
        except InvalidTag:
            raise Unready(
                "Private text cannot be read, because it was sealed with another data key. "
                "Check SIGHTLINE_DATA_KEY or the key file."
            ) from None
