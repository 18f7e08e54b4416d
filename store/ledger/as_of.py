"""What was known at the end of a day: a ledger in memory, of the facts up to then and no later.

What steers deliveries (claims, waits, redraws) stands in no fact: each message counts as waiting
since it was queued.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection, insert
from sqlmodel import Session, SQLModel

from store.ledger import chain
from store.ledger.database import open_engine
from store.ledger.evening import Evening, evening_of
from store.ledger.ledger import Ledger
from store.ledger.own_words import in_own_words
from store.ledger.proof import put_rows
from store.ledger.reader import Reader
from store.tables import Fact, Head

AT_ONCE = 1000
"""Facts that are copied in one statement."""


class PastLedger:
    """A programme as it was known on an evening; private text is read where it is kept."""

    def __init__(self, today: Ledger, source: Reader, evening: Evening) -> None:
        self._programme, self._at, self._today = source.programme, evening.at, today
        self._engine = open_engine("sqlite://")
        self._ledger = Ledger(self._engine, key=today.key, randomness=today.randomness)
        self._take(source.session.connection(), evening.last)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader of that evening; only the thread that made this may ask for one.

        Private text is read from today's ledger, so what has been disposed of is gone here too.
        """
        with (
            Session(self._engine, autoflush=False) as session,
            Session(self._today.engine, autoflush=False) as texts,
        ):
            reader = Reader(self._ledger, session, self._programme, self._at)
            reader.texts = texts
            with in_own_words(reader):
                yield reader

    def close(self) -> None:
        """Close the database in memory that holds the past day."""
        self._engine.dispose()

    def _take(self, source: Connection, last: int) -> None:
        """Copy the facts up to number `last`, and fold them into rows."""
        folded = chain.Fold()
        SQLModel.metadata.create_all(self._engine)
        with self._engine.begin() as here:
            known = chain.facts_between(source, self._programme, 1, last)
            while some := list(islice(known, AT_ONCE)):
                for fact in some:
                    folded.take(fact)
                here.execute(insert(Fact), [fact._asdict() for fact in some])
            head = {"programme": self._programme, "seq": folded.seq, "hash": folded.head}
            here.execute(insert(Head), head)
            put_rows(here, self._ledger.key, self._programme, folded)


def ledger_as_of(ledger: Ledger, programme: str, day: date, *, now: datetime) -> PastLedger:
    """The programme as it was known at the end of `day`; raises as `evening_of`."""
    with ledger.read(programme, at=now) as reader:
        return PastLedger(ledger, reader, evening_of(reader, day))
