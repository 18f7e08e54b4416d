"""The sufficiency check: the audit team passes a return or sends it back (programme.md §2.9)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from store.acts.audit_month.return_ import withdraw_actions
from store.allocation.independence_today import auditor_breaks
from store.clock.given_days import DueDay
from store.duties.copies import queue_copies
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_to_be_moderated, today
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, blank_to_none, sealed_text
from store.people.posts import has_left
from store.registry import Words, act, perform_after
from store.relations.audit_month import CHECKER
from store.rules.timescale import refuse_timescale
from store.tables import Audit, Person, SendBack
from store.views.parts.due import by_day
from store.views.parts.people_in_words import named
from store.vocabulary.fields import Fields


def listed(value: object) -> object:
    """Several choices of a form or of the command line come joined by commas."""
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


CheckReason = Literal[
    "parts_missing", "no_analysis", "inconsistent_grading", "kloes_missed", "actions_miss_issues"
]


class SentBack(Fields):
    """Why it goes back, from the list; the note is for the auditor and leaves names out.

    `amend_by` is a day of the audit team's own for the rework, instead of the profile's days.
    """

    reasons: Annotated[list[CheckReason], BeforeValidator(listed)] = Field(min_length=1)
    amend_by: Annotated[DueDay | None, BeforeValidator(blank_to_none)] = None
    note: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


def _checked_already(_reader: Reader, audit: Audit) -> str | None:
    return (
        None
        if audit.checked is None
        else "It has passed the check already, and the moderator decides next."
    )


def _nobody_to_amend(reader: Reader, audit: Audit) -> str | None:
    """The auditor amends it, unless they have left or are no longer independent (§2.3, §2.10)."""
    person = reader.find(Person, audit.auditor)
    instead = (
        "its moderator may refer it instead"
        if is_to_be_moderated(reader, audit)
        else "nobody moderates it, so pass it as it stands"
    )
    if person is None or has_left(person, today(reader)):
        return f"The auditor has left, so nobody can amend it: {instead}."
    if auditor_breaks(reader, audit):
        return f"The auditor is no longer independent: {instead}."
    return _checked_already(reader, audit)


def _passed(_reader: Reader, audit: Audit) -> str:
    if audit.state == "complete":
        return f"Passed. {audit.case_ref} is complete; it is outside the share that is moderated."
    return f"Passed. The moderator of {audit.case_ref} decides next."


def _returned_to_auditor(reader: Reader, audit: Audit) -> str:
    by = by_day(reader, audit.id, "return.rectify")
    return f"Sent back. {named(reader, audit.auditor).name} amends {audit.case_ref}{by}."


@act(
    "check.pass",
    on=Audit,
    by=CHECKER,
    source={"returned"},
    target=("returned", "complete"),
    closed_because=_checked_already,
    words=Words(
        story="passed the return as complete",
        asks={"return.check": "It is complete"},
        receipt=_passed,
        met="Passed",
        together=True,
    ),
)
def passes(unit: Unit, audit: Audit, _fields: object) -> None:
    """The moderator may decide it now; an audit outside the moderated share is complete."""
    audit.checked = "passed"
    if not is_to_be_moderated(unit, audit):
        audit.state = "complete"
        perform_after(unit, "grade.stand", audit)


@act(
    "check.send_back",
    on=Audit,
    by=CHECKER,
    source={"returned"},
    target="rectifying",
    fields=SentBack,
    closed_because=_nobody_to_amend,
    words=Words(
        story="sent the return back to be completed",
        button="Send it back…",
        dialog="Send it back",
        submit="Send it back",
        receipt=_returned_to_auditor,
        met="Sent back",
    ),
)
def send_back(unit: Unit, audit: Audit, given: SentBack) -> None:
    """Back to the auditor with a timescale, the auditor's Head of Service copied (guide §7)."""
    refuse_timescale(unit, given.amend_by)
    sent = sent_back(unit, audit, "check", given.reasons, note=given.note, amend_by=given.amend_by)
    queue_copies(unit, unit.profile.copies.sent_back, audit, "sent_back_copy", sent.id)


def sent_back(
    unit: Unit,
    audit: Audit,
    step: str,
    reasons: Sequence[str],
    *,
    note: StaffText | None,
    spoke_on: date | None = None,
    amend_by: date | None = None,
) -> SendBack:
    """Record why it goes back, and notify the auditor, who amends their own audit (§2.10)."""
    kept = unit.add(
        SendBack(
            programme=unit.programme,
            id=f"{audit.id}.b{unit.next_seq}",
            audit=audit.id,
            step=step,
            sent_by=unit.actor.upn,
            reasons=list(reasons),
            note=sealed_text(unit, note),
            spoke_on=spoke_on,
            amend_by=amend_by,
            sent_at=unit.at,
        )
    )
    withdraw_actions(unit, audit)
    if audit.auditor is not None:
        queue(unit, audit.auditor, "sent_back", kept.id)
    return kept
