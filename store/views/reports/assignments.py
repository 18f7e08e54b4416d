"""Assignments as the digest counts them: each audit once, at its due date (programme.md §5)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.duties.outbox import DELIVERED
from store.ledger import Reader
from store.people.posts import service_of
from store.tables import Audit, Cycle, Message

OUT = ("drawn", "allocated", "reallocating", "swapped", "voided")
"""States in which an audit is nobody's assignment, as when it is exempted or voided (§5)."""

NEVER_SENT = "queued"
"""The delivery of an allocation that has no message yet."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One audit that somebody has to return, and how its allocation was delivered."""

    audit: Audit
    service: str
    due: datetime
    delivery: str

    @property
    def reached(self) -> bool:
        """Whether the auditor got the allocation: one who did not is not responsible for it."""
        return self.delivery == DELIVERED

    def fell_due(self, as_of: datetime) -> bool:
        """Whether its due date had passed by then, so that it counts."""
        return self.due <= as_of

    def is_in(self, as_of: datetime) -> bool:
        """Whether it had been returned by then.

        The first return counts, even if it was sent back later. A return that its auditor took
        back before the check does not count (programme.md §2.8).
        """
        return self.audit.returned_at is not None and self.audit.returned_at <= as_of

    @property
    def in_time(self) -> bool:
        """Whether the first return came in time."""
        return self.audit.returned_at is not None and self.audit.returned_at <= self.due


def cycles_in_force(reader: Reader, as_of: datetime, wanted: Sequence[str] = ()) -> list[Cycle]:
    """The cycles that a digest covers: those in `wanted`, or else the current ones.

    These are the issued cycles of the month of `as_of` and of the month before, and older ones
    that still have an audit out.
    """
    if wanted:
        return [reader.get(Cycle, cycle) for cycle in wanted]
    today = reader.calendar.local(as_of).date()
    this_month = today.year * 12 + today.month
    issued = [
        cycle
        for cycle in reader.rows(Cycle, order="service")
        if cycle.issued_at is not None and cycle.issued_at <= as_of
    ]
    recent = {
        cycle.id
        for cycle in issued
        if this_month - (cycle.month.year * 12 + cycle.month.month) <= 1
    }
    older = [cycle.id for cycle in issued if cycle.id not in recent]
    out = {
        audit.cycle
        for audit in _full_audits_of(reader, older)
        if audit.returned_at is None and audit.state not in OUT
    }
    return [cycle for cycle in issued if cycle.id in recent | out]


def assignments(
    reader: Reader, cycles: Iterable[Cycle], *, kinds: Sequence[str] | None = None
) -> list[Assignment]:
    """Every audit of `cycles` that somebody has to return; a reallocated one counts once.

    Of the kinds that rates count, or of `kinds`.
    """
    ids = [cycle.id for cycle in cycles]
    wanted = reader.profile.counted_kinds if kinds is None else kinds
    found = reader.rows(Audit, cycle=sorted(ids), kind=sorted(wanted)) if ids else ()
    audits = [audit for audit in found if audit.state not in OUT]
    deliveries = _deliveries(reader, {audit.id for audit in audits})
    return [
        Assignment(
            audit,
            service_of(reader, audit),
            audit.due,
            deliveries.get((audit.id, audit.auditor), NEVER_SENT),
        )
        for audit in audits
        if audit.due is not None
    ]


def _full_audits_of(reader: Reader, cycles: Collection[str]) -> Sequence[Audit]:
    kinds = reader.profile.counted_kinds
    return reader.rows(Audit, cycle=sorted(cycles), kind=kinds) if cycles else ()


def _deliveries(reader: Reader, audits: set[str]) -> dict[tuple[str, str | None], str]:
    """The state of the last allocation message of each audit to each auditor."""
    found = reader.rows(Message, kind="allocation", subject=sorted(audits), order="queued_at")
    return {(message.subject, message.to): message.state for message in found}
