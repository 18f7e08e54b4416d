"""The Performance Team's scorecard of a month or of some cycles (programme.md §5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from store.ledger import Reader
from store.tables import Audit, Cycle, Digest, Dispute, Exemption, Return
from store.views.parts.due import moment_in_words
from store.views.reports.as_recorded import PastReader
from store.views.reports.assignments import Assignment, assignments
from store.views.reports.grades import grades
from store.views.reports.suppression import is_small, unless_small
from store.vocabulary.dates_in_words import say_month


def scorecard(reader: Reader, cycles: Sequence[str] = (), *, full: bool = False) -> dict[str, Any]:
    """`{"as_of", "head", "rows": [{"cycle", "service", "month", "allocated", "exempted", …}]}`.

    Without cycles, each that was issued. `first_grade` and `moderated_grade` are counts by
    grade, as `grades` tells them. What is counted of work (allocated, exempted, returned, in time,
    moderated, challenged) is always told; of children (grades, feedback) a small count is None
    with `"suppressed": true`, unless `full`: for the audit team alone. Raises `NotFound`.
    """
    chosen = (
        [reader.get(Cycle, cycle) for cycle in cycles]
        if cycles
        else [cycle for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    )
    return {
        "as_of": reader.at,
        "head": reader.head()[1],
        "rows": [_row(reader, cycle, full=full) for cycle in chosen],
    }


def _row(reader: Reader, cycle: Cycle, *, full: bool) -> dict[str, Any]:
    out = assignments(reader, [cycle])
    returned = [one for one in out if one.is_in(reader.at)]
    ids = [one.audit.id for one in out]
    last = _last_returns(reader, [one.audit.id for one in returned])
    children = {
        "family_feedback": sum(one.family_heard for one in last.values()),
        "practitioner_feedback": sum(
            one.practitioner_involved == "practitioner" for one in last.values()
        ),
    }
    small = not full and any(is_small(n) for n in children.values())
    graded = _graded(reader, cycle, full=full)
    disputes = reader.rows(Dispute, audit=ids)
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": cycle.month,
        "allocated": len(out),
        "exempted": _exempted(reader, cycle),
        "returned": len(returned),
        "in_time": sum(one.in_time for one in returned),
        "moderated": _moderated(returned),
        "first_grade": graded.get("first", {}),
        "moderated_grade": graded.get("moderated", {}),
        **(children if full else {name: unless_small(n) for name, n in children.items()}),
        "challenged": len({dispute.audit for dispute in disputes}),
        **({"suppressed": True} if small or graded.get("suppressed") else {}),
    }


def _moderated(returned: Sequence[Assignment]) -> int:
    return sum(one.audit.moderated is not None for one in returned)


def _graded(reader: Reader, cycle: Cycle, *, full: bool) -> dict[str, Any]:
    """The cycle's row in the report of grades, so that neither reveals what the other hides."""
    rows = grades(reader, [cycle.id], full=full)["rows"]
    return next((row for row in rows if row["kind"] == "full"), {})


def _last_returns(reader: Reader, audits: Sequence[str]) -> dict[str, Return]:
    """The last return of each audit that its auditor did not take back."""
    found = reader.rows(Return, audit=audits, order="submitted_at")
    return {row.audit: row for row in found if row.recalled_at is None}


def _exempted(reader: Reader, cycle: Cycle) -> int:
    ids = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    asked = reader.rows(Exemption, audit=ids)
    return sum(row.state == "approved" for row in asked)


@dataclass(frozen=True, slots=True)
class Scores:
    """One service's month. A count of children that is too small to be shown is None."""

    service: str
    allocated: int
    exempted: int
    returned: int
    in_time: int
    moderated: int
    challenged: int
    first: tuple[tuple[str, int | None], ...]
    after: tuple[tuple[str, int | None], ...]
    family: int | None
    practitioner: int | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A month's scorecard as of its digest."""

    month: str
    as_of: str
    services: tuple[Scores, ...]


def month_closed(reader: Reader) -> date:
    """The last month whose last working day has come: that of a digest at the month's end."""
    today = reader.calendar.local(reader.at).date()
    if today >= reader.calendar.last_of_month(today.year, today.month):
        return today.replace(day=1)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def scorecard_read(reader: Reader, digest_id: str, _upn: str) -> Scorecard | None:
    """The scorecard of the month that the digest closes; None if that month had no cycle."""
    row = reader.get(Digest, digest_id)
    past = PastReader(reader, row.head_seq, row.as_of)
    month = month_closed(past)
    cycles = [
        cycle.id
        for cycle in past.rows(Cycle, month=month, order="service")
        if cycle.issued_at is not None
    ]
    if not cycles:
        return None
    return Scorecard(
        month=say_month(month),
        as_of=moment_in_words(reader, row.as_of),
        services=tuple(_scores(one) for one in scorecard(past, cycles)["rows"]),
    )


def _scores(row: dict[str, Any]) -> Scores:
    return Scores(
        service=row["service"],
        allocated=row["allocated"],
        exempted=row["exempted"],
        returned=row["returned"],
        in_time=row["in_time"],
        moderated=row["moderated"],
        challenged=row["challenged"],
        first=tuple((grade, one["n"]) for grade, one in row["first_grade"].items()),
        after=tuple((grade, one["n"]) for grade, one in row["moderated_grade"].items()),
        family=row["family_feedback"],
        practitioner=row["practitioner_feedback"],
    )
