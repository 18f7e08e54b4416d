"""Who has looked at which page of the board, and done what there, from the facts."""

import json
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from store.ledger import Reader
from store.tables import Fact


def has_looked(reader: Reader, upn: str, page: str, *, days: int = 1) -> bool:
    """Whether `upn` has looked at `page` today, or within the last `days` days with today."""
    query = select(Fact.fields).where(
        col(Fact.programme) == reader.programme,
        col(Fact.subject) == upn,
        col(Fact.verb) == "page.looked",
        col(Fact.at) >= _since(reader, reader.today - timedelta(days=days - 1)),
    )
    return any(json.loads(text)["page"] == page for text in reader.session.scalars(query))


def has_done(reader: Reader, upn: str, verb: str, subject: str) -> bool:
    """Whether `upn` did the act on that subject today."""
    query = select(Fact.seq).where(
        col(Fact.programme) == reader.programme,
        col(Fact.subject) == subject,
        col(Fact.verb) == verb,
        col(Fact.actor) == upn,
        col(Fact.at) >= _since(reader, reader.today),
    )
    return reader.session.scalars(query.limit(1)).first() is not None


def _since(reader: Reader, day: date) -> datetime:
    zone = reader.calendar.local(reader.at).tzinfo
    return datetime.combine(day, time(), tzinfo=zone)
