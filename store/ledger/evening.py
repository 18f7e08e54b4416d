"""The end of a day in the authority's zone, and the last fact that was known by then.

A fact counts as known from the day on which it was recorded. Facts stand in the order in which
they were recorded, so the first one dated after the day ends what was known; one that was recorded
later and dated back stands behind it, and is left out.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from store.ledger import chain
from store.ledger.reader import Reader
from store.tables import Fact
from store.tables.columns import instant, plain
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid


@dataclass(frozen=True, slots=True)
class Evening:
    """The end of a day: the moment, and the number of the last fact that was known by then."""

    at: datetime
    last: int


def evening_of(reader: Reader, day: date) -> Evening:
    """The end of `day` in the authority's zone; of the reader's own day, the reader's moment.

    Raises `Invalid` for a day that neither the clock nor the record has reached, and for one
    before the first fact.
    """
    zone, head = ZoneInfo(reader.profile.programme.zone), reader.head()[0]
    connection, programme = reader.session.connection(), reader.programme
    first, last = (
        instant(fact.at).astimezone(zone).date()
        for seq in (1, head)
        for fact in chain.facts_between(connection, programme, seq, seq)
    )
    if day > max(reader.today, last):
        raise _refused(f"{_said(day)} is still to come. Give a day up to today.")
    if day < first:
        raise _refused(f"Nothing was known on {_said(day)}: the record begins on {_said(first)}.")
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    at = reader.at if day == reader.today else end.astimezone(UTC) - timedelta(microseconds=1)
    return Evening(at, min(head, _first_after(connection, programme, end) - 1))


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
