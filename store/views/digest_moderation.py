"""What a digest tells of work after the return: moderation, rework, Inadequates, actions (§5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from store.ledger import Reader
from store.predicates import governing_grade
from store.tables import Action, Audit, Cycle, Duty
from store.views.due import working_days_late


def moderation_backlog(
    reader: Reader, cycles: Sequence[Cycle], moment: datetime
) -> list[dict[str, Any]]:
    """Audits whose moderation was owed at `moment`, the first due first."""
    return [
        {
            "audit": duty.subject,
            "moderator": duty.owner,
            "returned": duty.opened_at,
            "due": duty.due_at,
            "working_days_late": _late(reader, duty, moment),
        }
        for duty in _owed(reader, "moderation.decide", cycles, moment)
    ]


def in_rework(
    reader: Reader, cycles: Sequence[Cycle], audits: Sequence[Audit], moment: datetime
) -> list[dict[str, Any]]:
    """Audits that were back with their auditor; "in time" is judged by the first submission."""
    known = {audit.id: audit for audit in audits}
    service = {cycle.id: cycle.service for cycle in cycles}
    return [
        {
            "audit": duty.subject,
            "auditor": duty.owner,
            "service": service[known[duty.subject].cycle],
            "sent_back": duty.opened_at,
            "due": duty.due_at,
            "working_days_late": _late(reader, duty, moment),
        }
        for duty in _owed(reader, "return.rectify", cycles, moment)
        if duty.subject in known
    ]


def _owed(reader: Reader, kind: str, cycles: Sequence[Cycle], moment: datetime) -> list[Duty]:
    found = reader.rows(Duty, kind=kind, cycle=[cycle.id for cycle in cycles])
    owed = [
        duty
        for duty in found
        if duty.opened_at <= moment and (duty.closed_at is None or duty.closed_at > moment)
    ]
    return sorted(owed, key=lambda duty: (duty.due_at, duty.id))


def _late(reader: Reader, duty: Duty, moment: datetime) -> int:
    return working_days_late(reader, duty.due_at, moment, closures=duty.closures)


def inadequate(reader: Reader, audits: Sequence[Audit], moment: datetime) -> list[dict[str, Any]]:
    """Audits whose governing grade is Inadequate, whether moderated, and by when that is due."""
    grades = reader.profile.grades
    due = _moderation_due(reader, audits)
    return [
        {
            "audit": audit.id,
            "auditor": audit.auditor,
            "moderator": audit.moderator,
            "grade": grade,
            "returned": audit.returned_at,
            "moderated": _by(audit.moderated_at, moment),
            "moderation_due": due.get(audit.id),
        }
        for audit in audits
        if _by(audit.returned_at, moment) is not None
        and (grade := governing_grade(audit)) is not None
        and grade in grades
        and grades[grade].inadequate
    ]


def _by(done: datetime | None, moment: datetime) -> datetime | None:
    return done if done is not None and done <= moment else None


def _moderation_due(reader: Reader, audits: Sequence[Audit]) -> dict[str, datetime]:
    """When the last moderation duty of each audit is or was due."""
    duties = reader.rows(
        Duty,
        kind="moderation.decide",
        subject=[audit.id for audit in audits],
        order="opened_at",
    )
    return {duty.subject: duty.due_at for duty in duties}


def actions_overdue(
    reader: Reader, audits: Sequence[Audit], moment: datetime
) -> list[dict[str, Any]]:
    """Improvement actions that are open past their date, the oldest first."""
    today = reader.calendar.local(moment).date()
    known = [audit.id for audit in audits]
    late = reader.rows(Action, audit=known, order="due_on")
    return [
        {
            "action": action.id,
            "audit": action.audit,
            "owner": action.owner,
            "due": action.due_on,
            "working_days_late": reader.calendar.working_days_between(action.due_on, today),
        }
        for action in late
        if action.state == "open" and action.due_on < today
    ]
