"""A new auditor's practice audit: talked through one to one; passing it makes them trained (§1)."""

from datetime import date

from store.allocation.independence_today import is_practice
from store.audits.practice_audits import PRACTICE, practice_outcome
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import today
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import in_post, post
from store.registry import Words, act
from store.relations.kinds import FEEDBACK_GIVER
from store.rules.progress import keep_progress
from store.tables import Audit, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Passed(Fields):
    """The day of the conversation in which the audit was talked through."""

    feedback_on: date


class Again(Fields):
    """What still has to be learnt, after the same conversation."""

    feedback_on: date
    reason: StaffText


def _not_to_be_settled(reader: Reader, audit: Audit) -> str | None:
    if not is_practice(reader, audit):
        return "This is no practice audit."
    return (
        None if practice_outcome(reader, audit) is None else "What came of it is settled already."
    )


@act(
    "practice.pass",
    on=Audit,
    by=FEEDBACK_GIVER,
    source={"moderated"},
    fields=Passed,
    closed_because=_not_to_be_settled,
    words=Words(
        story="passed the practice audit",
        dialog="The practice audit",
        asks={"practice.decide": "Record the feedback…"},
    ),
)
def passes(unit: Unit, audit: Audit, given: Passed) -> None:
    """From today they are a trained auditor, and drawn audits may come to them."""
    _settle(unit, audit, given.feedback_on, "passed", None)
    person = unit.get(Person, audit.auditor or "")
    person.trained_on = person.trained_on or today(unit)


@act(
    "practice.again",
    on=Audit,
    by=FEEDBACK_GIVER,
    source={"moderated"},
    fields=Again,
    closed_because=_not_to_be_settled,
    words=Words(story="asked for another practice audit", dialog="Another practice audit"),
)
def again(unit: Unit, audit: Audit, given: Again) -> None:
    """Another practice audit first: the audit team adds one."""
    _settle(unit, audit, given.feedback_on, "again", sealed_text(unit, given.reason))


def _settle(unit: Unit, audit: Audit, on: date, outcome: str, reason: str | None) -> None:
    if on > today(unit):
        raise Invalid(
            "The day of the conversation is in the future: hold it first.",
            {"feedback_on": "is in the future"},
        )
    keep_progress(unit, audit, PRACTICE, on=on, content=reason, outcome=outcome)
    queue(unit, post("audit_team"), "practised", audit.id)
    if audit.auditor is not None and in_post(unit, audit.auditor):
        queue(unit, audit.auditor, "practised", audit.id)
