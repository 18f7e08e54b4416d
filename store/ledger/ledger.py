"""The one door to the record: looks at a programme, and units of work that change it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from store.ledger.database import for_writing
from store.ledger.queries import query_of, shape_of, values_of
from store.ledger.randomness import Chance
from store.ledger.reader import Reader
from store.ledger.sealed import DataKey
from store.ledger.unit import SYSTEM, Actor, Unit, WritingSession, within
from store.programme.profile import Profile
from store.tables import Head, ProfileText, Row

__all__ = ("SYSTEM", "Actor", "Ledger", "Reader", "Unit", "WritingSession", "within")


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
