"""What profiles may ask of work below good, and who owns what it asks for (programme.md §3)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from store.audits.action_owners import UNFINISHED, confirmer_of
from store.audits.governing_grade import is_below_good, is_gone, is_inadequate
from store.audits.learning import next_piece
from store.audits.uopp_meetings import decider_of, held_meetings, is_not_in_post
from store.ledger import Reader
from store.people.posts import post, service_of
from store.tables import Action, Audit, Cycle, Duty, Progress, Row
from store.vocabulary.states import DECIDED

DIP_REAUDIT = "dip_reaudit"
"""The kind of an audit's dip re-audit, and of what it found."""


# ---- meetings ------------------------------------------------------------------------------------


def changed_since(_reader: Reader, audit: Audit) -> bool:
    """Whether a lock or a dispute gave another grade than the one before it."""
    before = audit.third_lock or audit.moderated
    locked = audit.third_lock not in {None, audit.moderated}
    return locked or audit.disputed not in {None, before}


def awaits_uopp(reader: Reader, audit: Audit) -> bool:
    """Whether work below good still waits for its meeting, led as its grade asks."""
    if not is_below_good(reader, audit):
        return False
    kinds = {meeting.kind for meeting in held_meetings(reader, audit)}
    return not (kinds - {"uopp"} if is_inadequate(reader, audit) else kinds)


def awaits_second(reader: Reader, audit: Audit) -> bool:
    """Whether an Inadequate has had its first meeting and not the second."""
    held = held_meetings(reader, audit)
    return is_inadequate(reader, audit) and bool(held) and held[0].kind == "uopp_inadequate"


def _work_manager(reader: Reader, audit: Audit) -> str:
    """The Team Manager; if they have left, the Head of Service of the service audited."""
    head = post("head_of_service", service_of(reader, audit))
    return head if is_not_in_post(reader, audit.team_manager) else audit.team_manager


def _sharer(reader: Reader, audit: Audit) -> str:
    """The chair of the last meeting; the audit team if the chair has left."""
    held = held_meetings(reader, audit)
    chair = held[0].chair if held else audit.auditor
    return post("audit_team") if chair is None or is_not_in_post(reader, chair) else chair


# ---- actions and their closing -------------------------------------------------------------------


def actions_under_way(reader: Reader, audit: Audit) -> bool:
    """Whether one of its actions is still to be done or to be confirmed."""
    return bool(reader.rows(Action, audit=audit.id, state=UNFINISHED, limit=1))


def to_be_supervised(reader: Reader, audit: Audit) -> bool:
    """Whether it is below good and its closure is not recorded yet."""
    return is_below_good(reader, audit) and audit.closed_at is None


def last_supervision(reader: Reader, audit: Audit) -> datetime | None:
    """The morning of the latest supervision that is recorded on it, whenever that was recorded."""
    found = reader.rows(Progress, audit=audit.id, kind="supervision")
    days = [row.on for row in found if row.on is not None]
    return reader.calendar.day_starts(max(days)) if days else None


def to_be_closed(reader: Reader, audit: Audit) -> bool:
    """Whether the last action of work below good is closed and that is not recorded yet.

    Where no action was ever agreed, only work that has improved is closed.
    """
    if not to_be_supervised(reader, audit) or audit.state not in DECIDED:
        return False
    if actions_under_way(reader, audit):
        return False
    closed = reader.rows(Action, audit=audit.id, state=("confirmed", "signed_off"), limit=1)
    return bool(closed) or audit.improved_at is not None


# ---- looking again -------------------------------------------------------------------------------


def delayed_or_below_good(reader: Reader, audit: Audit) -> bool:
    """Whether its dip re-audit named a delay, or found the work still below good."""
    found = reader.rows(Progress, audit=audit.id, kind=DIP_REAUDIT, order="-recorded_at", limit=1)
    if not found:
        return False
    grade = reader.profile.grades.get(found[0].details["grade"])
    return found[0].details["delayed"] > 0 or (grade is not None and grade.below_good)


def reaudits_drawn(reader: Reader, cycle: Cycle) -> bool:
    """Whether some of its work below good is re-audited, so that there is impact to report."""
    looked_at = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    return bool(looked_at) and bool(reader.rows(Audit, kind="reaudit", looks_at=looked_at, limit=1))


def pieces_left(reader: Reader, cycle: Cycle) -> bool:
    """Whether a Monday's piece of its learning is planned and not sent."""
    return next_piece(reader, cycle.id) is not None


def to_be_escalated(reader: Reader, audit: Audit) -> bool:
    """Whether it is below good, has not improved and has not been escalated yet."""
    if not is_below_good(reader, audit) or audit.improved_at is not None:
        return False
    return not reader.rows(Progress, audit=audit.id, kind="escalation", limit=1)


def is_re_audited(reader: Reader, audit: Audit) -> bool:
    """Whether a re-audit has looked at it, whatever it found."""
    return bool(reader.rows(Audit, kind="reaudit", looks_at=audit.id, limit=1))


def was_to_be_escalated(reader: Reader, audit: Audit) -> bool:
    """Whether its escalation was owed before, so that it keeps the date it had."""
    return bool(reader.rows(Duty, kind="improvement.escalate", subject=audit.id, limit=1))


OF_AUDITS: Mapping[str, Callable[[Reader, Audit], bool]] = {
    "changed_since": changed_since,
    "changed_to_inadequate": lambda reader, audit: (
        changed_since(reader, audit) and is_inadequate(reader, audit)
    ),
    "awaits_uopp": awaits_uopp,
    "awaits_second": awaits_second,
    "not_improved": lambda reader, audit: (
        is_below_good(reader, audit) and audit.improved_at is None
    ),
    "to_be_supervised": to_be_supervised,
    "to_be_closed": to_be_closed,
    "inadequate_with_actions": lambda reader, audit: (
        is_inadequate(reader, audit) and actions_under_way(reader, audit)
    ),
    "delayed_or_below_good": delayed_or_below_good,
    "to_be_escalated": to_be_escalated,
    "re_audited": is_re_audited,
    "relapsed": was_to_be_escalated,
}
OF_ACTIONS: Mapping[str, Callable[[Reader, Action], bool]] = {
    "reopened": lambda _reader, action: action.state == "open" and action.done_at is not None,
    "tabled": lambda _reader, action: action.board_on is not None,
}
PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    **OF_AUDITS, **OF_ACTIONS, "reaudits_drawn": reaudits_drawn, "pieces_left": pieces_left,
}  # fmt: skip
OWNERS_OF_AUDITS: Mapping[str, Callable[[Reader, Audit], str | None]] = {
    "work_manager": _work_manager,
    "uopp_lead": lambda reader, audit: (
        post("audit_team") if is_gone(reader, audit.auditor) else audit.auditor
    ),
    "uopp_sharer": _sharer,
    "progression_decider": decider_of,
}
OWNERS_OF_ACTIONS: Mapping[str, Callable[[Reader, Action], str | None]] = {
    "action_owner": lambda _reader, action: action.owner,
    "second_person": confirmer_of,
}
OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    **OWNERS_OF_AUDITS, **OWNERS_OF_ACTIONS,
}  # fmt: skip

MOMENTS: Mapping[str, Callable[[Reader, Any], datetime | None]] = {
    "last_supervision": last_supervision
}
MOMENTS_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(MOMENTS, (Audit,))
OWNED_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(
    OWNERS_OF_AUDITS, (Audit,)
) | dict.fromkeys(OWNERS_OF_ACTIONS, (Action,))
ASKED_OF: Mapping[str, tuple[type[Row], ...]] = (
    dict.fromkeys(OF_AUDITS, (Audit,))
    | dict.fromkeys(OF_ACTIONS, (Action,))
    | dict.fromkeys(("reaudits_drawn", "pieces_left"), (Cycle,))
)
