"""When a rehearsal looks for what it counts by name in its report (contract.md §6)."""

from bot.rehearsal.checks.months_after import (
    first_told_on_the_due_day,
    late_and_in_no_digest,
    looked_at_again_twice,
)
from bot.rehearsal.checks.observations import Observations
from store.ledger import Reader


def look_at_digest(found: Observations, reader: Reader, digest: str) -> None:
    """As a digest is issued: whether everybody who must hear of what is late reads it there."""
    found.count("late_and_in_no_digest", late_and_in_no_digest(reader, digest))


def look_at_the_end(found: Observations, reader: Reader) -> None:
    """At the end: what was looked at again twice in one round, and what was told too late."""
    found.count("first_told_on_the_due_day", first_told_on_the_due_day(reader))
    found.count("looked_at_again_twice", looked_at_again_twice(reader))
