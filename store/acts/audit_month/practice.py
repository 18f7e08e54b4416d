"""A new auditor's practice audit: one-to-one feedback, and whether they are trained now (§1)."""

from datetime import date

from store.allocation.independence_today import is_practice
from store.audits.practice_audits import PRACTICE, practice_outcome
from store.clock.given_days import PastDay
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import today
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import in_post, post
from store.registry import Words, act
from store.relations.audit_month import FEEDBACK_GIVER
from store.rules.progress import keep_progress
from store.tables import Audit, Person
from store.views.parts.people_in_words import named
from store.vocabulary import terms
from store.vocabulary.fields import Fields


class Passed(Fields):
    """The day of the one-to-one feedback."""

    feedback_on: PastDay


class Again(Fields):
    """The day of the one-to-one feedback, and what is still to be learnt."""

    feedback_on: PastDay
    reason: StaffText


def _not_to_be_settled(reader: Reader, audit: Audit) -> str | None:
    if not is_practice(reader, audit):
        return "This is not a practice audit."
    if practice_outcome(reader, audit) is None:
        return None
    return "Its outcome has been recorded already."


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
        receipt=lambda reader, audit: (
            f"Passed. {named(reader, audit.auditor).name} is trained and has been notified."
        ),
    ),
)
def passes(unit: Unit, audit: Audit, given: Passed) -> None:
    """From today they are a trained auditor, so drawn audits may be allocated to them."""
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
    words=Words(
        story="asked for another practice audit",
        button="Another one first…",
        dialog="Another practice audit",
        submit="Ask for another one",
        receipt=lambda reader, audit: (
            f"Recorded. {named(reader, audit.auditor).name} and the {terms.AUDIT_TEAM} have "
            f"been notified."
        ),
    ),
)
def again(unit: Unit, audit: Audit, given: Again) -> None:
    """They need another practice audit first; the audit team is notified and adds one."""
    _settle(unit, audit, given.feedback_on, "again", sealed_text(unit, given.reason))


def _settle(unit: Unit, audit: Audit, on: date, outcome: str, reason: str | None) -> None:
    keep_progress(unit, audit, PRACTICE, on=on, content=reason, outcome=outcome)
    queue(unit, post("audit_team"), "practised", audit.id)
    if audit.auditor is not None and in_post(unit, audit.auditor):
        queue(unit, audit.auditor, "practised", audit.id)
