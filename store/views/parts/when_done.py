"""When something was done and by whom, as its fact says."""

from dataclasses import dataclass
from datetime import datetime

from store.ledger import Reader
from store.tables.columns import instant
from store.views.parts.due import moment_in_words
from store.views.parts.people_in_words import actor_in_words


@dataclass(frozen=True, slots=True)
class WasDone:
    """One act: the moment, its words, and who did it."""

    at: datetime
    on: str
    by: str
    upn: str


def last_done(reader: Reader, verb: str, subject: str) -> WasDone | None:
    """The last time that `verb` was done on `subject`, if it ever was."""
    found = reader.last_fact(subject, verb)
    if found is None:
        return None
    at, by = instant(found.at), actor_in_words(reader, found.actor)
    return WasDone(at, moment_in_words(reader, at), by, found.actor)
