"""The non-submission digest (programme.md §5; contract.md §6: `sightline report digest`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col

from store.ledger import Reader
from store.people.posts import AUTHORITY, service_of
from store.rules.unreached import REACH
from store.tables import Audit, Cycle, DigestLine, Duty, Exemption
from store.views.parts.due import working_days_late
from store.views.reports.assignments import OUT, Assignment, assignments, cycles_in_force
from store.views.reports.digest_after_return import (
    actions_overdue,
    in_rework,
    inadequate,
    moderation_backlog,
)
from store.views.reports.still_open import Owed, audits_still_open, late_rows, owed_at

ASKED_FOR = {"asked": "asked", "approved": "given", "refused": "refused"}
"""What became of an exemption, in the digest's words. A withdrawn request does not count."""


def digest(
    reader: Reader, cycles: Sequence[str] = (), *, as_of: datetime | None = None
) -> dict[str, Any]:
    """`{"as_of", "head", "head_seq", "services", "not_returned", "moderation_backlog", …}`.

    People are UPNs, times datetimes; `rate_in_time` is a whole percentage, or None if nothing has
    fallen due. An `as_of` before the reader's moment counts what was so then. It says by whom and
    when a failure was addressed, never in which words. Raises `NotFound` for an unknown cycle.

    Returns are counted of the cycles in force (`cycles_in_force`). What is open and late is told of
    every cycle, for as long as it is.
    """
    moment = as_of or reader.at
    chosen = cycles_in_force(reader, moment, cycles)
    out = assignments(reader, chosen)
    audits = audits_of(reader, chosen)
    owed = owed_of(owed_at(reader, moment), cycles)
    seq, head = reader.head()
    return {
        "as_of": moment,
        "head": head,
        "head_seq": seq,
        "services": services_of(reader, chosen, out, moment),
        "not_returned": [_not_returned(reader, one, moment) for one in _missing(out, moment)],
        "rework": in_rework(reader, owed, moment),
        "moderation_backlog": moderation_backlog(reader, owed, moment),
        "inadequate": inadequate(reader, with_open_ones(reader, audits, owed), moment),
        "actions_overdue": actions_overdue(reader, cycles, moment),
        "exemptions": exemptions_asked(reader, every_audit_of(reader, chosen), moment),
        "not_told": _not_told(reader, moment),
        "open": len(owed),
        "late": late_rows(reader, owed, moment),
    }


def owed_of(owed: Sequence[Owed], cycles: Sequence[str]) -> list[Owed]:
    """Those of these cycles; all of them where none is named."""
    return [one for one in owed if not cycles or one.duty.cycle in cycles]


def with_open_ones(reader: Reader, audits: Sequence[Audit], owed: Sequence[Owed]) -> list[Audit]:
    """These audits, and those of earlier cycles about which something is still open."""
    known = {audit.id for audit in audits}
    kinds = set(reader.profile.counted_kinds)
    earlier = [
        audit
        for audit in audits_still_open(owed)
        if audit.id not in known and audit.kind in kinds and audit.state not in OUT
    ]
    return [*sorted(earlier, key=lambda audit: (audit.due is None, audit.due, audit.id)), *audits]


def with_the_audit_team(reader: Reader, cycles: Sequence[Cycle]) -> list[Audit]:
    """Audits between two auditors, which the audit team has to give to somebody."""
    return [audit for audit in every_audit_of(reader, cycles) if audit.state == "reallocating"]


def names_not_in(reader: Reader) -> list[str]:
    """The audits that a digest issued now names: due, not in, and delivered to their auditor.

    An allocation that could not be delivered is counted apart: nobody failed (programme.md §5).
    """
    out = assignments(reader, cycles_in_force(reader, reader.at))
    return [one.audit.id for one in _missing(out, reader.at) if one.reached]


def _missing(out: Sequence[Assignment], moment: datetime) -> list[Assignment]:
    """What had fallen due and was not in, the longest overdue first."""
    missing = [one for one in out if one.fell_due(moment) and not one.is_in(moment)]
    return sorted(missing, key=lambda one: (one.due, one.service, one.audit.id))


def services_of(
    reader: Reader, cycles: Sequence[Cycle], out: Sequence[Assignment], moment: datetime
) -> list[dict[str, Any]]:
    """Each audited service of these cycles with its returns of `out`, as they stood at `moment`."""
    exempted = exempted_in(reader, cycles, moment)
    rows = []
    audited = [c.service for c in cycles if c.service != AUTHORITY]
    for service in dict.fromkeys([*audited, *sorted({one.service for one in out}), *exempted]):
        allocated, in_time, late, missing = map(len, returns_in(out, service, moment).values())
        rows.append(
            {
                "service": service,
                "allocated": allocated,
                "exempted": len(exempted.get(service, ())),
                "returned_in_time": in_time,
                "returned_late": late,
                "not_returned": missing,
                "rate_in_time": _percent(in_time, in_time + late + missing),
            }
        )
    return rows


def returns_in(
    out: Sequence[Assignment], service: str, moment: datetime
) -> dict[str, list[Assignment]]:
    """What each count of a service's returns is of: of what had fallen due, how it came back."""
    own = [one for one in out if one.service == service]
    due = [one for one in own if one.fell_due(moment)]
    return {
        "allocated": own,
        "returned_in_time": [one for one in due if one.is_in(moment) and one.in_time],
        "returned_late": [one for one in due if one.is_in(moment) and not one.in_time],
        "not_returned": [one for one in due if not one.is_in(moment)],
    }


def _percent(part: int, whole: int) -> int | None:
    """A whole percentage, halves rounded up; None of nothing."""
    return None if not whole else (200 * part + whole) // (2 * whole)


def exempted_in(
    reader: Reader, cycles: Sequence[Cycle], moment: datetime
) -> dict[str, list[Exemption]]:
    """The exemptions given by then on these cycles' audits, by service."""
    audits = {audit.id: service_of(reader, audit) for audit in every_audit_of(reader, cycles)}
    given: dict[str, list[Exemption]] = {}
    for row in reader.rows(Exemption, audit=sorted(audits)):
        if row.state == "approved" and row.decided_at is not None and row.decided_at <= moment:
            given.setdefault(audits[row.audit], []).append(row)
    return given


def _not_returned(reader: Reader, one: Assignment, moment: datetime) -> dict[str, Any]:
    line = reader.find(DigestLine, f"{one.audit.id}.late.{one.audit.auditor}")
    addressed = None
    if line is not None and line.addressed_by is not None:
        addressed = {"by": line.addressed_by, "at": line.addressed_at}
    return {
        "audit": one.audit.id,
        "auditor": one.audit.auditor,
        "service": one.service,
        "due": one.due,
        "working_days_late": working_days_late(reader, one.due, moment),
        "delivery": one.delivery,
        "addressed": addressed,
    }


def _not_told(reader: Reader, moment: datetime) -> list[dict[str, Any]]:
    """Those whom Teams did not reach and who were not told another way by `moment` (trust.md §1).

    The Director reads of them in case Teams does not reach the audit team either.
    """
    owed = reader.rows(Duty, kind=REACH, order="opened_at")
    return [
        {
            "person": duty.subject,
            "since": duty.opened_at,
            "due": duty.due_at,
            "working_days_late": working_days_late(reader, duty.due_at, moment),
        }
        for duty in owed
        if duty.opened_at <= moment and (duty.closed_at is None or duty.closed_at > moment)
    ]


def exemptions_asked(
    reader: Reader, audits: Sequence[Audit], moment: datetime
) -> list[dict[str, Any]]:
    """Each request to be exempt, and its state at `moment`."""
    known = {audit.id for audit in audits}
    asked = reader.rows(Exemption, col(Exemption.asked_at) <= moment, order="asked_at")
    return [
        {
            "audit": row.audit,
            "asked_by": row.asked_by,
            "category": row.category,
            "asked": row.asked_at,
            "state": ASKED_FOR[row.state] if _decided(row, moment) else "asked",
            "decided_by": row.decided_by if _decided(row, moment) else None,
            "decided": row.decided_at if _decided(row, moment) else None,
        }
        for row in asked
        if row.audit in known and row.state in ASKED_FOR
    ]


def _decided(row: Exemption, moment: datetime) -> bool:
    return row.decided_at is not None and row.decided_at <= moment


def audits_of(reader: Reader, cycles: Sequence[Cycle]) -> list[Audit]:
    """The full audits of `cycles` that were ever issued, without those that were voided."""
    found = every_audit_of(reader, cycles)
    return [audit for audit in found if audit.state not in set(OUT) - {"reallocating"}]


def every_audit_of(reader: Reader, cycles: Sequence[Cycle]) -> Sequence[Audit]:
    """The full audits of `cycles` in whatever state: an exemption was asked even if one is void."""
    ids = [cycle.id for cycle in cycles]
    return reader.rows(Audit, cycle=ids, kind=reader.profile.counted_kinds)
