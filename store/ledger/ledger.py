"""The entry point to the record: readers of a programme, and units of work that change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session, col, select

from store.ledger.actor import SYSTEM, Actor
from store.ledger.base import LedgerBase
from store.ledger.held import telling_held
from store.ledger.own_words import in_own_words
from store.ledger.reader import Reader
from store.ledger.unit import Unit, committing
from store.ledger.writing_session import WritingSession
from store.tables import Head

__all__ = ("SYSTEM", "Actor", "Ledger", "Reader", "Unit", "WritingSession", "committing")


class Ledger(LedgerBase):
    """A database of programmes, which opens readers and units of work on them."""

    @contextmanager
    def unit(self, programme: str, *, actor: Actor, at: datetime) -> Iterator[Unit]:
        """One transaction on `programme`, committed as a whole or not at all.

        It locks the head row first, so the acts of one programme run one after another. Raises
        `Stale` if somebody else changed a row in the meantime (an optimistic lock), and `Held` if
        the ledger was held all the time that it waited.
        """
        with (
            telling_held(),
            WritingSession(self.writes, expire_on_commit=False) as session,
            committing(Unit(self, session, programme, at, actor)) as unit,
            in_own_words(unit),
        ):
            yield unit

    @contextmanager
    def read(self, programme: str, *, at: datetime) -> Iterator[Reader]:
        """A consistent view of `programme` as it is now; rules take `at` for the present moment.

        Raises `Held` if the ledger could not be read because something else held it.
        """
        with telling_held(), Session(self.engine, autoflush=False) as session:
            reader = Reader(self, session, programme, at)
            with in_own_words(reader):
                yield reader

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
