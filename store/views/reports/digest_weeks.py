"""How returns came in from digest to digest, for the line that a digest draws (§5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col

from store.ledger import Reader
from store.tables import Digest
from store.views.parts.due import day_in_words
from store.views.reports.assignments import Assignment

MOST = 8
"""Digests that the line goes back."""
FEWEST = 2
"""Points that make a line."""


@dataclass(frozen=True, slots=True)
class Week:
    """How many of the digest's audits were due and how many were in on the day of a digest.

    `day` is written as 2026-12-21, `words` as "Mon 21 Dec".
    """

    day: str
    words: str
    due: int
    returned: int


def weeks_of(reader: Reader, row: Digest, out: Sequence[Assignment]) -> tuple[Week, ...]:
    """The digests up to `row` since the first of these audits was due or in; () without a line."""
    before = reader.rows(Digest, col(Digest.as_of) <= row.as_of, order="-as_of", limit=MOST)
    weeks = [
        Week(
            f"{reader.calendar.local(one.as_of):%Y-%m-%d}",
            day_in_words(reader, one.as_of),
            sum(assignment.fell_due(one.as_of) for assignment in out),
            sum(assignment.is_in(one.as_of) for assignment in out),
        )
        for one in reversed(before)
    ]
    told = [week for week in weeks if week.due or week.returned]
    return tuple(told) if len(told) >= FEWEST else ()
