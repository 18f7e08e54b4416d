"""What a digest counts after the return: moderation, rework, Inadequates, actions (§5)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.people.posts import service_of
from store.tables import Action, Audit, Cycle, Duty, Meeting
from store.views.parts.action_deadlines import action_deadlines, overdue
from store.views.parts.due import working_days_late
from store.views.reports.still_open import Owed


def moderation_backlog(
    reader: Reader, owed: Sequence[Owed], moment: datetime
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
        for duty in _of_kind(owed, "moderation.decide")
    ]


def in_rework(reader: Reader, owed: Sequence[Owed], moment: datetime) -> list[dict[str, Any]]:
    """Audits that were back with their auditor; the first return says whether it was in time."""
    kinds = set(reader.profile.counted_kinds)
    return [
        {
            "audit": duty.subject,
            "auditor": duty.owner,
            "service": service_of(reader, audit),
            "sent_back": duty.opened_at,
            "due": duty.due_at,
            "working_days_late": _late(reader, duty, moment),
        }
        for duty in _of_kind(owed, "return.rectify")
        if (audit := reader.get(Audit, duty.subject)).kind in kinds
    ]


def _of_kind(owed: Sequence[Owed], kind: str) -> list[Duty]:
    found = [one.duty for one in owed if one.duty.kind == kind]
    return sorted(found, key=lambda duty: (duty.due_at, duty.id))


def _late(reader: Reader, duty: Duty, moment: datetime) -> int:
    return working_days_late(reader, duty.due_at, moment, closures=duty.closures)


def inadequate(reader: Reader, audits: Sequence[Audit], moment: datetime) -> list[dict[str, Any]]:
    """Audits graded Inadequate: when each was or has to be moderated, and its UoPP meeting held.

    It also says whether the meeting was in time (programme.md §5).
    """
    grades = reader.profile.grades
    due = _due(reader, audits, "moderation.decide")
    meet_by, held = _due(reader, audits, "uopp.hold"), _first_meetings(reader, audits, moment)
    return [
        {
            "audit": audit.id,
            "auditor": audit.auditor,
            "moderator": audit.moderator,
            "grade": grade,
            "returned": audit.returned_at,
            "moderated": _by(audit.moderated_at, moment),
            "moderation_due": due.get(audit.id),
            "meeting_due": meet_by.get(audit.id),
            "meeting_held": held.get(audit.id),
            "meeting_in_time": _in_time(reader, meet_by.get(audit.id), held.get(audit.id), moment),
        }
        for audit in audits
        if _by(audit.returned_at, moment) is not None
        and (grade := governing_grade(audit)) is not None
        and grade in grades
        and grades[grade].inadequate
    ]


def _by(done: datetime | None, moment: datetime) -> datetime | None:
    return done if done is not None and done <= moment else None


def _first_meetings(reader: Reader, audits: Sequence[Audit], moment: datetime) -> dict[str, date]:
    """The day on which the first meeting about each audit was held."""
    found: dict[str, date] = {}
    for meeting in reader.rows(Meeting, about=[audit.id for audit in audits]):
        recorded = meeting.recorded_at
        if meeting.held_on is None or recorded is None or recorded > moment:
            continue
        before = found.get(meeting.about)
        found[meeting.about] = meeting.held_on if before is None else min(before, meeting.held_on)
    return found


def _in_time(
    reader: Reader, due: datetime | None, held: date | None, moment: datetime
) -> bool | None:
    """Whether the meeting was held by its day; None while that day is ahead."""
    if due is None:
        return None
    if held is not None:
        return held <= reader.calendar.local(due).date()
    return False if moment > due else None


def _due(reader: Reader, audits: Sequence[Audit], kind: str) -> dict[str, datetime]:
    """When the last duty of that kind on each audit is or was due."""
    duties = reader.rows(Duty, kind=kind, subject=[audit.id for audit in audits], order="opened_at")
    return {duty.subject: duty.due_at for duty in duties}


def actions_overdue(
    reader: Reader, cycles: Sequence[str], moment: datetime
) -> list[dict[str, Any]]:
    """Improvement actions that are open past their date, the oldest first.

    Those of these cycles, or of all if none is given: actions outlive their audit month by far.
    """
    known = (
        reader.rows(Action, cycle=list(cycles), order="due_on")
        if cycles
        else reader.rows(Action, order="due_on")
    )
    late = overdue(reader, known, moment)
    due = action_deadlines(reader, late)
    late.sort(key=lambda action: (due[action.id].at, action.id))
    return [
        {
            "action": action.id,
            "audit": action.audit,
            "service": _service_of(reader, action),
            "owner": action.owner,
            "due": due[action.id].on,
            "working_days_late": due[action.id].late(reader, moment),
        }
        for action in late
    ]


def _service_of(reader: Reader, action: Action) -> str:
    cycle = reader.find(Cycle, action.cycle)
    return "" if cycle is None else cycle.service
