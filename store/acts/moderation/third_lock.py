"""The third lock: the Head of QA confirms or changes every moderated grade (§2.11)."""

from store.acts.moderation.decision import record_decision, refuse_unknown_grade
from store.acts.moderation.receipts import grade_locked
from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText
from store.registry import NoFields, Words, act
from store.relations.moderation import THIRD_LOCK
from store.rules.changed_grade import tell_of_change
from store.tables import Audit
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class LockChange(Fields):
    """Another grade, and why."""

    grade: str
    rationale: PrivateText


def _locked(_reader: Reader, audit: Audit) -> str | None:
    if audit.disputed is not None:
        return "A dispute about this audit has been settled, and that is final."
    return None if audit.locked_at is None else "The third lock has been set already."


@act(
    "lock.confirm",
    on=Audit,
    by=THIRD_LOCK,
    source={"moderated"},
    closed_because=_locked,
    words=Words(
        story="confirmed the grade as third lock",
        receipt="Confirmed. There is nothing more for you to do.",
        asks={"lock.confirm": "Confirm the grade"},
        met="Confirmed",
    ),
)
def confirm(unit: Unit, audit: Audit, given: NoFields) -> None:
    """The moderated grade stands. No deadline moves, because none waits for the third lock."""
    grade = audit.moderated or ""
    record_decision(unit, audit, given, step="lock", outcome="agree", grade=grade)
    audit.third_lock, audit.locked_by, audit.locked_at = grade, unit.actor.upn, unit.at


@act(
    "lock.change",
    on=Audit,
    by=THIRD_LOCK,
    source={"moderated"},
    fields=LockChange,
    closed_because=_locked,
    words=Words(
        story="changed the grade as third lock",
        button="Change the grade…",
        dialog="Change the grade",
        submit="Change the grade",
        receipt=grade_locked,
        met="Changed",
    ),
)
def change(unit: Unit, audit: Audit, given: LockChange) -> None:
    """Another grade opens or cancels the duties that differ, counted from the change."""
    refuse_unknown_grade(unit, given.grade)
    if given.grade == audit.moderated:
        raise Invalid(
            "The audit was moderated as that grade: choose another or confirm it.",
            {"grade": "is the moderated grade"},
        )
    before = governing_grade(audit)
    record_decision(unit, audit, given, step="lock", outcome="change", grade=given.grade)
    audit.third_lock, audit.locked_by, audit.locked_at = given.grade, unit.actor.upn, unit.at
    tell_of_change(unit, audit, before)
