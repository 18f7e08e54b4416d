"""Progress on work below good: supervision, weekly reports, closure, escalation (§3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from store.acts.below_good.receipts import about
from store.audits.action_owners import UNFINISHED
from store.audits.governing_grade import is_below_good
from store.clock.given_days import PastDay
from store.duties.copies import queue_copies
from store.duties.predicates.closed_lists import holds
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_model
from store.registry import Words, act
from store.relations.below_good import AUDITED_HEAD, ESCALATOR, SUPERVISOR
from store.rules.progress import keep_progress
from store.tables import Action, Audit
from store.views.parts.due import due_by
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


class Supervision(Fields):
    """The day of the supervision, and how far the work has come."""

    on: PastDay
    progress: PrivateText


class Weekly(Fields):
    """What has moved this week, and what has not."""

    text: PrivateText


class ClosureRecord(Fields):
    """When it was put on the child's record, and the supervision that looked at it."""

    recorded_on: PastDay
    supervision_on: PastDay


class Escalation(Fields):
    """Why the work has not improved, and which new approach will be tried."""

    why_not: PrivateText
    approach: PrivateText


def _not_supervised(reader: Reader, audit: Audit) -> str | None:
    if not is_below_good(reader, audit):
        return "This work is not below good, so no progress is recorded on it."
    return _closed(reader, audit)


def _closed(reader: Reader, audit: Audit) -> str | None:
    if audit.closed_at is None:
        return None
    day = say_day(reader.calendar.local(audit.closed_at).date())
    return f"Its closure was recorded on {day}, so there is nothing left to do."


def _not_reported(reader: Reader, audit: Audit) -> str | None:
    if holds(reader, "inadequate_with_actions", audit):
        return None
    return "Weekly reports end with the last action of work graded Inadequate."


def _cites(reader: Reader, audit: Audit, given: Mapping[str, Any]) -> dict[str, str]:
    """The supervision that a closure cites looked at the work since it was audited (§3)."""
    decided, day = audit.moderated_at or audit.returned_at, given.get("supervision_on")
    try:
        on = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        return {}
    if decided is None or not isinstance(on, date):
        return {}
    first = reader.calendar.local(decided).date()
    if on >= first:
        return {}
    return {"supervision_on": f"is before the grade was decided on {say_day(first)}"}


def _not_to_be_closed(reader: Reader, audit: Audit) -> str | None:
    if why := _not_supervised(reader, audit):
        return why
    left = len(reader.rows(Action, audit=audit.id, state=UNFINISHED))
    if left:
        many = "1 of its actions is" if left == 1 else f"{left} of its actions are"
        return f"{many} still open. The owner completes it, and a second person confirms it."
    if holds(reader, "to_be_closed", audit):
        return None
    return "No action was ever agreed for this work, and it has not improved yet."


def _improved(reader: Reader, audit: Audit) -> str | None:
    if holds(reader, "not_improved", audit):
        return None
    return "This work is good or has improved since, so it is not escalated."


def _supervised_receipt(reader: Reader, audit: Audit) -> str:
    due = due_by(reader, audit.id, "supervision.record")
    after = "" if due is None or audit.closed_at else f" The next one is due {due.on}."
    return f"Recorded for {audit.case_ref}.{after}"


@act(
    "supervision.recorded",
    on=Audit,
    by=SUPERVISOR,
    source=DECIDED,
    fields=Supervision,
    closed_because=_not_supervised,
    words=Words(
        story="recorded supervision on the work",
        dialog="Record the supervision",
        submit="Record it",
        receipt=_supervised_receipt,
        asks={"supervision.record": "Record the supervision…"},
        met="Recorded",
    ),
)
def supervised(unit: Unit, audit: Audit, given: Supervision) -> None:
    """The Head of Service drives progress in supervision with the Team Manager (guide §10)."""
    keep_progress(unit, audit, "supervision", on=given.on, content=sealed_model(unit, given))


@act(
    "progress.reported",
    on=Audit,
    by=AUDITED_HEAD,
    source=DECIDED,
    fields=Weekly,
    closed_because=_not_reported,
    words=Words(
        story="reported the week's progress",
        dialog="This week's progress",
        submit="Send the report",
        receipt=about("Sent for {ref}. Everybody who follows this work has it."),
        asks={"progress.report": "Report the week…"},
        met="Reported",
    ),
)
def reported(unit: Unit, audit: Audit, given: Weekly) -> None:
    """To Divisional Director, Head of the Learning Academy and Audit Manager (guide §10)."""
    row = keep_progress(unit, audit, "weekly", content=sealed_model(unit, given))
    queue_copies(unit, unit.profile.copies.progress_reported, audit, "progress", row.id)


@act(
    "closure.recorded",
    on=Audit,
    by=AUDITED_HEAD,
    source=DECIDED,
    fields=ClosureRecord,
    closed_because=_not_to_be_closed,
    rules=_cites,
    words=Words(
        story="recorded the closure on the child's record",
        dialog="Record the closure",
        submit="Record the closure",
        receipt=about(
            f"Recorded: all actions for {{ref}} are complete. The {terms.AUDIT_TEAM} is notified."
        ),
        asks={"closure.record": "Record the closure…"},
        met="Recorded",
    ),
)
def closed(unit: Unit, audit: Audit, given: ClosureRecord) -> None:
    """It stands on the child's record, citing the supervision (Bromley, programme.md §3)."""
    audit.closed_at = unit.at
    supervision_on = given.supervision_on.isoformat()
    keep_progress(unit, audit, "closure", on=given.recorded_on, supervision_on=supervision_on)
    queue_copies(unit, unit.profile.copies.closed, audit, "closed")


@act(
    "improvement.escalated",
    on=Audit,
    by=ESCALATOR,
    source=DECIDED,
    fields=Escalation,
    closed_because=_improved,
    words=Words(
        story="escalated the work, because it has not improved",
        dialog="Escalate it",
        submit="Escalate it",
        receipt=about(
            f"Escalated: {{ref}} goes to the {terms.DIVISIONAL_DIRECTOR} and to the board."
        ),
        asks={"improvement.escalate": "Escalate it…"},
        met="Escalated",
    ),
)
def escalated(unit: Unit, audit: Audit, given: Escalation) -> None:
    """To understand why it has not improved and take a fresh approach (Tower Hamlets guide §15)."""
    row = keep_progress(unit, audit, "escalation", content=sealed_model(unit, given))
    queue_copies(unit, unit.profile.copies.escalated, audit, "escalated", row.id)
