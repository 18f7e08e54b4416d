"""Progress on work below good: supervision, weekly reports, closure, escalation (§3)."""

from datetime import date

from store.audits.action_owners import UNFINISHED
from store.audits.governing_grade import is_below_good, today
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import holds, owner_named
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_model
from store.registry import Words, act
from store.relations.below_good import AUDITED_HEAD, ESCALATOR, SUPERVISOR
from store.rules.progress import keep_progress
from store.tables import Action, Audit
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.message_kinds import MessageKind
from store.vocabulary.states import DECIDED


class Supervision(Fields):
    """The day of the supervision, and how far the work has come."""

    on: date
    progress: PrivateText


class Weekly(Fields):
    """What has moved this week, and what has not."""

    text: PrivateText


class ClosureRecord(Fields):
    """When it was put on the child's record, and the supervision that looked at it."""

    recorded_on: date
    supervision_on: date


class Escalation(Fields):
    """Why the work has not improved, and what will be tried that is new."""

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


def _not_to_be_closed(reader: Reader, audit: Audit) -> str | None:
    if why := _not_supervised(reader, audit):
        return why
    left = len(reader.rows(Action, audit=audit.id, state=UNFINISHED))
    if left:
        many = "1 of its actions is" if left == 1 else f"{left} of its actions are"
        return f"{many} not closed yet. Whoever it is with closes it, and a second person confirms."
    if holds(reader, "to_be_closed", audit):
        return None
    return "No action was ever agreed for this work, and it has not improved yet."


def _improved(reader: Reader, audit: Audit) -> str | None:
    if holds(reader, "not_improved", audit):
        return None
    return "This work is good or has improved since, so it is not escalated."


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
        asks={"supervision.record": "Record the supervision…"},
    ),
)
def supervised(unit: Unit, audit: Audit, given: Supervision) -> None:
    """The Head of Service drives progress in supervision with the Team Manager (guide §10)."""
    _not_in_future(unit, on=given.on)
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
        asks={"progress.report": "Report the week…"},
    ),
)
def reported(unit: Unit, audit: Audit, given: Weekly) -> None:
    """To Divisional Director, Head of the Learning Academy and Audit Manager (guide §10)."""
    row = keep_progress(unit, audit, "weekly", content=sealed_model(unit, given))
    _tell(unit, audit, unit.profile.copies.progress_reported, "progress", row.id)


@act(
    "closure.recorded",
    on=Audit,
    by=AUDITED_HEAD,
    source=DECIDED,
    fields=ClosureRecord,
    closed_because=_not_to_be_closed,
    words=Words(
        story="recorded the closure on the child's record",
        dialog="Record the closure",
        asks={"closure.record": "Record the closure…"},
    ),
)
def closed(unit: Unit, audit: Audit, given: ClosureRecord) -> None:
    """On the child's record, citing the supervision; the Audit Manager hears (Bromley, §3)."""
    _not_in_future(unit, recorded_on=given.recorded_on, supervision_on=given.supervision_on)
    audit.closed_at = unit.at
    keep_progress(
        unit, audit, "closure", on=given.recorded_on,
        supervision_on=given.supervision_on.isoformat(),
    )  # fmt: skip
    _tell(unit, audit, unit.profile.copies.closed, "closed", audit.id)


@act(
    "improvement.escalated",
    on=Audit,
    by=ESCALATOR,
    source=DECIDED,
    fields=Escalation,
    closed_because=_improved,
    words=Words(
        story="escalated the work, for it has not improved",
        dialog="Escalate it",
        asks={"improvement.escalate": "Escalate it…"},
    ),
)
def escalated(unit: Unit, audit: Audit, given: Escalation) -> None:
    """To understand the reasons why not and to take a fresh approach (Tower Hamlets guide §15)."""
    row = keep_progress(unit, audit, "escalation", content=sealed_model(unit, given))
    _tell(unit, audit, unit.profile.copies.escalated, "escalated", row.id)


def _tell(
    unit: Unit, audit: Audit, names: tuple[str, ...], kind: MessageKind, subject: str
) -> None:
    for name in names:
        to = owner_named(unit, name, audit)
        if to is not None:
            queue(unit, to, kind, subject)


def _not_in_future(unit: Unit, **days: date) -> None:
    """What is recorded has happened."""
    wrong = {name: "is in the future" for name, day in days.items() if day > today(unit)}
    if wrong:
        raise Invalid("That day is still to come: record it once it has been.", wrong)
