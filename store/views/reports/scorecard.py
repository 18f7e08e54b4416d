"""The Performance Team's scorecard of a month or of some cycles (programme.md §5)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from store.ledger import Reader
from store.registry import may
from store.tables import Audit, Cycle, Digest, Dispute, Exemption, Programme, Return, Row
from store.views.parts.due import moment_in_words
from store.views.reports.as_recorded import PastReader
from store.views.reports.assignments import Assignment, assignments
from store.views.reports.shares import shown
from store.vocabulary.dates_in_words import say_month

FEEDBACK = ("family_feedback", "practitioner_feedback")
"""Columns that count children's families and practitioners, not work."""


def scorecard(reader: Reader, cycles: Sequence[str] = (), *, full: bool = True) -> dict[str, Any]:
    """`{"as_of", "head", "rows": [{"cycle", "service", "month", …}], "kinds": [{"cycle", …}]}`.

    Without cycles, each that was issued. A row is of a cycle's audits of every kind that rates
    count; `kinds` has each kind apart, also those that rates do not count. `first_grade` and
    `moderated_grade` count the returned audits of `returned` that carry a grade. It is whole, for
    the Performance Team works with it; without `full` it has the counts of work alone, for papers
    that print what is known of children elsewhere, small counts left out. Raises `NotFound`.
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
        "kinds": [row for cycle in chosen for row in _kinds(reader, cycle, full=full)],
    }


def _row(reader: Reader, cycle: Cycle, *, full: bool) -> dict[str, Any]:
    out = assignments(reader, [cycle])
    counts = {
        name: len(rows)
        for name, rows in scored(reader, cycle, out).items()
        if full or name not in FEEDBACK
    }
    challenged = {"challenged": counts.pop("challenged")}
    returned = [one for one in out if one.is_in(reader.at)]
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": cycle.month,
        **{name: n for name, n in counts.items() if name not in FEEDBACK},
        **(_grades(reader, returned) if full else {}),
        **{name: n for name, n in counts.items() if name in FEEDBACK},
        **challenged,
    }


def scored(reader: Reader, cycle: Cycle, out: Sequence[Assignment]) -> dict[str, Sequence[Row]]:
    """The rows that each column of a cycle's line counts; `out` are its assignments."""
    returned = [one for one in out if one.is_in(reader.at)]
    last = _last_returns(reader, [one.audit.id for one in returned]).values()
    disputes = reader.rows(Dispute, audit=[one.audit.id for one in out])
    return {
        "allocated": [one.audit for one in out],
        "exempted": _exempted(reader, cycle),
        **returned_in(returned),
        "family_feedback": [row for row in last if row.family_heard],
        "practitioner_feedback": [
            row for row in last if row.practitioner_involved == "practitioner"
        ],
        "challenged": list({row.audit: row for row in disputes}.values()),
    }


def returned_in(returned: Sequence[Assignment]) -> dict[str, Sequence[Row]]:
    """Of what was returned: all, what came in time, and what was moderated."""
    return {
        "returned": [one.audit for one in returned],
        "in_time": [one.audit for one in returned if one.in_time],
        "moderated": [one.audit for one in returned if _is_moderated(one)],
    }


def _kinds(reader: Reader, cycle: Cycle, *, full: bool) -> list[dict[str, Any]]:
    """Each kind of audit in the cycle, those that rates count first."""
    rules = reader.profile.kinds
    out = assignments(reader, [cycle], kinds=list(rules))
    by_kind: dict[str, list[Assignment]] = {}
    for one in out:
        by_kind.setdefault(one.audit.kind, []).append(one)
    rows = []
    for kind in sorted(by_kind, key=lambda kind: (not rules[kind].counted, kind)):
        returned = [one for one in by_kind[kind] if one.is_in(reader.at)]
        rows.append(
            {
                "cycle": cycle.id,
                "kind": kind,
                "title": rules[kind].title,
                "counted": rules[kind].counted,
                "graded": rules[kind].graded,
                "allocated": len(by_kind[kind]),
                **{name: len(own) for name, own in returned_in(returned).items()},
                **(_grades(reader, returned) if full and rules[kind].graded else {}),
            }
        )
    return rows


def _is_moderated(one: Assignment) -> bool:
    """Whether a moderator decided: a kind without grades is moderated without one."""
    return one.audit.moderated is not None or one.audit.moderated_at is not None


def _grades(reader: Reader, returned: Sequence[Assignment]) -> dict[str, Any]:
    """The auditors' first grades and the moderators', by grade."""
    given = {
        "first_grade": Counter(one.audit.first for one in returned),
        "moderated_grade": Counter(one.audit.moderated for one in returned),
    }
    return {
        name: shown({grade: counts[grade] for grade in reader.profile.grades}, percent=True)
        for name, counts in given.items()
    }


def _last_returns(reader: Reader, audits: Sequence[str]) -> dict[str, Return]:
    """The last return of each audit that its auditor did not take back."""
    found = reader.rows(Return, audit=audits, order="submitted_at")
    return {row.audit: row for row in found if row.recalled_at is None}


def _exempted(reader: Reader, cycle: Cycle) -> list[Exemption]:
    kinds = reader.profile.counted_kinds
    ids = [audit.id for audit in reader.rows(Audit, cycle=cycle.id, kind=kinds)]
    return [row for row in reader.rows(Exemption, audit=ids) if row.state == "approved"]


Counts = tuple[tuple[str, int], ...]
"""How many audits have each grade, best first."""


@dataclass(frozen=True, slots=True)
class KindScores:
    """One kind of audit in a service's month; `counted` is whether the service's numbers have it.

    A kind without grades has no counts by grade.
    """

    title: str
    counted: bool
    allocated: int
    returned: int
    moderated: int
    first: Counts = ()
    after: Counts = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """One service's month, of every kind of audit that rates count, and each kind apart."""

    service: str
    allocated: int
    exempted: int
    returned: int
    in_time: int
    moderated: int
    challenged: int
    first: Counts
    after: Counts
    family: int
    practitioner: int
    kinds: tuple[KindScores, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A month's scorecard as of its digest; `programme` where its reader may have it as a file."""

    month: str
    as_of: str
    services: tuple[Scores, ...]
    programme: str = ""
    version: int = 0


def month_closed(reader: Reader) -> date:
    """The last month whose last working day has come: that of a digest at the month's end."""
    today = reader.calendar.local(reader.at).date()
    if today >= reader.calendar.last_of_month(today.year, today.month):
        return today.replace(day=1)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def scorecard_read(reader: Reader, digest_id: str, upn: str) -> Scorecard | None:
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
    own = reader.get(Programme, reader.programme)
    return Scorecard(
        month=say_month(month),
        as_of=moment_in_words(reader, row.as_of),
        services=_services(scorecard(past, cycles)),
        programme=own.id if may(reader, "report.issue", own, upn) else "",
        version=own.version,
    )


def _services(found: dict[str, Any]) -> tuple[Scores, ...]:
    return tuple(
        _scores(row, [kind for kind in found["kinds"] if kind["cycle"] == row["cycle"]])
        for row in found["rows"]
    )


def _scores(row: dict[str, Any], kinds: Sequence[dict[str, Any]]) -> Scores:
    return Scores(
        service=row["service"],
        allocated=row["allocated"],
        exempted=row["exempted"],
        returned=row["returned"],
        in_time=row["in_time"],
        moderated=row["moderated"],
        challenged=row["challenged"],
        first=_counts(row["first_grade"]),
        after=_counts(row["moderated_grade"]),
        family=row["family_feedback"],
        practitioner=row["practitioner_feedback"],
        kinds=tuple(
            KindScores(
                title=kind["title"],
                counted=kind["counted"],
                allocated=kind["allocated"],
                returned=kind["returned"],
                moderated=kind["moderated"],
                first=_counts(kind.get("first_grade", {})),
                after=_counts(kind.get("moderated_grade", {})),
            )
            for kind in kinds
        ),
    )


def _counts(by_grade: dict[str, Any]) -> Counts:
    return tuple((grade, one["n"]) for grade, one in by_grade.items())
