"""When something was done and by whom, as its fact says."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from store.columns import instant
from store.ledger import Reader
from store.tables import Fact
from store.views.due import moment_in_words
from store.views.people_in_words import actor_in_words


@dataclass(frozen=True, slots=True)
class WasDone:
    """One act: the moment, its words, and who did it."""

    at: datetime
    on: str
    by: str
    upn: str


def last_done(reader: Reader, verb: str, subject: str) -> WasDone | None:
    """The last time that `verb` was done on `subject`, if it ever was."""
    query = (
        select(Fact.at, Fact.actor)
        .where(
            col(Fact.programme) == reader.programme,
            col(Fact.subject) == subject,
            col(Fact.verb) == verb,
        )
        .order_by(col(Fact.seq).desc())
        .limit(1)
    )
    found = reader.session.execute(query).one_or_none()
    if found is None:
        return None
    at = instant(found[0])
    return WasDone(at, moment_in_words(reader, at), actor_in_words(reader, found[1]), found[1])
