"""A look at one programme at one moment: what views, cards and predicates read from."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, cast

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from store.clock.calendar import Calendar
from store.ledger.base import LedgerBase
from store.ledger.facts import Changed, Happened, changes_since, last_fact
from store.ledger.queries import meets, put_in_order, shape_of
from store.ledger.sealed import opened
from store.programme.profile import Profile
from store.tables import (
    Action,
    Closure,
    Conflict,
    Dispute,
    Draft,
    Duty,
    Exemption,
    GradeDecision,
    Head,
    Invitation,
    Meeting,
    Person,
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

ABOUT: dict[type[Row], str] = {
    Action: "audit",
    Conflict: "audit",
    Dispute: "audit",
    Draft: "audit",
    Duty: "subject",
    Exemption: "audit",
    GradeDecision: "audit",
    Invitation: "about",
    Meeting: "about",
    Progress: "audit",
    Progression: "audit",
    Referral: "audit",
    Return: "audit",
    Section: "audit",
    SendBack: "audit",
}
"""By which column rows belong to what they are about: a card asks for the same few many times."""


class HasProfile(Protocol):
    """A duty, which names the version of the profile that its clock came from."""

    profile: str


class Reader:
    """A look at one programme at one moment. Views, cards and predicates take this and no more."""

    asks_once = True
    """What a look has asked for it never asks for again, for nothing changes while one looks."""

    def __init__(self, ledger: LedgerBase, session: Session, programme: str, at: datetime) -> None:
        self.ledger, self.session, self.programme, self.at = ledger, session, programme, at
        # The session lets go of rows that nobody holds, and would ask for them again and again.
        self._held: dict[tuple[str, str], Row] = {}
        self._gathered: dict[tuple[type[Row], str], list[Row]] = {}
        self._everybody: Sequence[Person] | None = None
        self._holding: dict[tuple[str, date], list[Person]] | None = {}
        self._calendar: Calendar | None = None
        self._profile: tuple[str, Profile] | None = None

    def get(self, table: type[R], row_id: str) -> R:
        """The row with this id.

        Raises `NotFound` where the programme has none.
        """
        found = self.find(table, row_id)
        if found is None:
            raise NotFound(
                f"There is no {table.__name__.lower()} {row_id[:60]!r} in this programme."
            )
        return found

    def find(self, table: type[R], row_id: str | None) -> R | None:
        """The row with this id, or nothing."""
        if row_id is None:
            return None
        # A row that is held is the session's own; to ask the session for it costs far more, and
        # where it has to look, its own query is put together each time.
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

        `subject=x` asks for that value, `closed_at=None` for none, `GIVEN` for any, a list, tuple
        or set for any of its values, and `UpTo` for a moment; `where` is for what cannot be said
        so. `order` is `NEWEST`, or one or more columns with spaces between, each with "-" before
        it where the last comes first.
        """
        about = columns.get(ABOUT.get(table, ""))
        if self.asks_once and not where and isinstance(about, str):
            self.gather(table, (about,))
            known = cast("Sequence[R]", self._gathered[table, about])
            shape = shape_of(columns)
            met = [row for row in known if meets(row, shape, columns)]
            return put_in_order(met, order)[:limit]
        query, values = self.ledger.asked(table, columns, order)
        if where:
            query = query.where(*where)
        if limit is not None:
            query = query.limit(limit)
        found = list(self.session.scalars(query, values | {"programme": self.programme}))
        self._held.update({(row.id, table.__name__): row for row in found})
        return found

    def gather(self, table: type[Row], about: Iterable[str]) -> None:
        """Ask once for the rows of `table` about each of these, which are about to be asked for."""
        missing = [one for one in dict.fromkeys(about) if (table, one) not in self._gathered]
        if not (self.asks_once and missing):
            return
        self._gathered.update({(table, one): [] for one in missing})
        column = ABOUT[table]
        query, values = self.ledger.asked(table, {column: missing}, None)
        for row in self.session.scalars(query, values | {"programme": self.programme}):
            self._gathered[table, getattr(row, column)].append(row)
            self._held[row.id, table.__name__] = row

    def gather_rows(self, table: type[Row], ids: Iterable[str]) -> None:
        """Ask once for the rows with these ids, which are about to be asked for one by one."""
        missing = {one for one in ids if (one, table.__name__) not in self._held}
        if self.asks_once and missing:
            self.rows(table, id=missing)

    def last_fact(self, subject: str, *verbs: str) -> Happened | None:
        """The last time that any of `verbs` was done on `subject`, if ever."""
        return last_fact(self.session, self.programme, subject, verbs)

    def changes_since(self, table: type[Row], seq: int) -> Sequence[Changed]:
        """What facts after number `seq` changed in rows of `table`, the first change first."""
        return changes_since(self.session, self.programme, str(table.__tablename__), seq)

    def everybody(self) -> Sequence[Person]:
        """Everybody in the directory, those who have left too, by UPN; read once."""
        if self._everybody is None:
            self._everybody = self.rows(Person)
        return self._everybody

    def holding(self, post: str, on: date, work_out: Callable[[], list[Person]]) -> list[Person]:
        """Who holds `post` on that day; a look works it out once, for many cards ask."""
        if self._holding is None:
            return work_out()
        if (post, on) not in self._holding:
            self._holding[post, on] = work_out()
        return self._holding[post, on]

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
            raise Unready(
                "Private text cannot be read: the data key is not the one it was sealed with. "
                "Check SIGHTLINE_DATA_KEY or the key file."
            ) from None
