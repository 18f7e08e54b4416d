"""What was known at the end of a day: a ledger in memory, of the facts up to then and no later.

A fact counts as known from the day on which it was recorded. Facts stand in the order in which
they were recorded, so the first one dated after the day ends what was known; one that was recorded
later and dated back stands behind it, and is left out. What steers deliveries (claims, waits,
redraws) stands in no fact: each message counts as waiting since it was queued.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select
from sqlmodel import Session, SQLModel

from store.ledger import chain
from store.ledger.database import open_engine
from store.ledger.ledger import Ledger
from store.ledger.own_words import in_own_words
from store.ledger.proof import put_rows
from store.ledger.reader import Reader
from store.tables import Fact, Head
from store.tables.columns import instant, plain
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid

AT_ONCE = 1000
"""Facts that are copied in one statement."""


class PastLedger:
    """A programme as it was known at the end of a day; private text is read where it is kept."""

    def __init__(self, today: Ledger, programme: str, at: datetime) -> None:
        self.programme, self.at, self._today = programme, at, today
        self._engine = open_engine("sqlite://")
        self._ledger = Ledger(self._engine, key=today.key, randomness=today.randomness)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader of that evening; only the thread that made this may ask for one.

        Private text is read from today's ledger, so what has been disposed of is gone here too.
        """
        with (
            Session(self._engine, autoflush=False) as session,
            Session(self._today.engine, autoflush=False) as texts,
        ):
            reader = Reader(self._ledger, session, self.programme, self.at)
            reader.texts = texts
            with in_own_words(reader):
                yield reader

    def close(self) -> None:
        """Let go of the memory."""
        self._engine.dispose()

    def take(self, source: Connection, last: int) -> None:
        """Fold the facts up to number `last` of `source` into rows, beside the facts themselves."""
        folded = chain.Fold()
        SQLModel.metadata.create_all(self._engine)
        with self._engine.begin() as here:
            known = chain.facts_between(source, self.programme, 1, last)
            while some := list(islice(known, AT_ONCE)):
                for fact in some:
                    folded.take(fact)
                here.execute(insert(Fact), [fact._asdict() for fact in some])
            head = {"programme": self.programme, "seq": folded.seq, "hash": folded.head}
            here.execute(insert(Head), head)
            put_rows(here, self._ledger.key, self.programme, folded)


def ledger_as_of(ledger: Ledger, programme: str, day: date, *, now: datetime) -> PastLedger:
    """The programme as it was known at the end of `day` in the authority's zone.

    Of the day of `now` it is what is known by then. Raises `Invalid` for a day that neither the
    clock nor the record has reached, and for one before the first fact.
    """
    with ledger.read(programme, at=now) as reader:
        zone = ZoneInfo(reader.profile.programme.zone)
        connection, head = reader.session.connection(), reader.head()[0]
        first, last = (
            instant(fact.at).astimezone(zone).date()
            for seq in (1, head)
            for fact in chain.facts_between(connection, programme, seq, seq)
        )
        if day > max(reader.today, last):
            raise _refused(f"{_said(day)} is still to come. Give a day up to today.")
        if day < first:
            raise _refused(
                f"Nothing was known on {_said(day)}: the record begins on {_said(first)}."
            )
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        at = now if day == reader.today else end.astimezone(UTC) - timedelta(microseconds=1)
        past = PastLedger(ledger, programme, at)
        past.take(connection, min(head, _first_after(connection, programme, end) - 1))
    return past


def _first_after(connection: Connection, programme: str, end: datetime) -> int:
    """The number of the first fact that was recorded at `end` or later; past all, if none was."""
    table: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    later = select(func.min(table.c.seq)).where(
        table.c.programme == programme, table.c.at >= plain(end)
    )
    found = connection.execute(later).scalar_one()
    return sys.maxsize if found is None else int(found)


def parse_day(text: str) -> date:
    """A day as `2026-11-30`. Raises `ValueError` with a sentence for anything else."""
    with suppress(ValueError):
        # Python reads `20261130` and `2026-W48-1` too.
        if len(text) == len("2026-11-30") and text[4:8:3] == "--":
            return date.fromisoformat(text)
    raise ValueError(f"{text[:20]!r} is not a day. Give it as 2026-11-30.")


def _said(day: date) -> str:
    return say_day(day, year=True)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, {"as_of": "is no day that can be looked back to"})
