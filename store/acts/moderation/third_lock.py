"""The third lock: the Head of QA reads every moderated audit (programme.md §2.11)."""

from store.acts.moderation.moderation import record_decision
from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText
from store.registry import NoFields, Words, act
from store.relations.after_return import THIRD_LOCK
from store.rules.grading import tell_of_change
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
        story="confirmed the grade as third lock", asks={"lock.confirm": "Confirm the grade"}
    ),
)
def confirm(unit: Unit, audit: Audit, given: NoFields) -> None:
    """The moderated grade stands; later clocks never waited for it."""
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
    words=Words(story="changed the grade as third lock", dialog="Change the grade"),
)
def change(unit: Unit, audit: Audit, given: LockChange) -> None:
    """A changed grade opens or cancels what differs, counted from the change."""
    if given.grade not in unit.profile.grades or given.grade == audit.moderated:
        raise Invalid(
            "Choose another grade of this programme, or confirm the moderated one.",
            {"grade": f"choose one of {', '.join(unit.profile.grades)}"},
        )
    before = governing_grade(audit)
    record_decision(unit, audit, given, step="lock", outcome="change", grade=given.grade)
    audit.third_lock, audit.locked_by, audit.locked_at = given.grade, unit.actor.upn, unit.at
    tell_of_change(unit, audit, before)
