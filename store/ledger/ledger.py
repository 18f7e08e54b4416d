"""The one door to the record: looks at a programme, and units of work that change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session, col, select

from store.ledger.base import LedgerBase
from store.ledger.reader import Reader
from store.ledger.unit import SYSTEM, Actor, Unit, WritingSession, within
from store.tables import Head

__all__ = ("SYSTEM", "Actor", "Ledger", "Reader", "Unit", "WritingSession", "within")


class Ledger(LedgerBase):
    """A database of programmes: what was recorded in it, and how more is recorded."""

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
