"""What follows when a lock or a dispute changes the governing grade (programme.md §2.11).

No deadline waits for either. Duties that only one of the two grades asks for open or close when
the grade changes.
"""

from store.acts.below_good.uopp import call_off
from store.ledger import Unit
from store.registry import Words, act, perform_after
from store.tables import Audit
from store.vocabulary.states import DECIDED


@act(
    "grade.stand", on=Audit, source={"complete"}, words=Words(story="let the auditor's grade stand")
)
def stood(unit: Unit, audit: Audit, _fields: object) -> None:
    """Outside the share that is moderated, the auditor's own grade stands (programme.md §2.10).

    What work below good asks for opens now. Then the audit is shared.
    """
    perform_after(unit, "audit.share", audit)


@act("grade.change", on=Audit, source=DECIDED, words=Words(story="found that the grade changed"))
def changed(unit: Unit, audit: Audit, _fields: object) -> None:
    """Another grade governs. A meeting that was arranged for the former grade is called off."""
    call_off(unit, audit)


@act(
    "grade.fall",
    on=Audit,
    source=DECIDED,
    words=Words(story="found that the work is below good now"),
)
def fell(_unit: Unit, _audit: Audit, _fields: object) -> None:
    """Work that was good is below good now: all that such work asks for opens."""


@act("work.improve", on=Audit, source=DECIDED, words=Words(story="counted the work as improved"))
def improved(unit: Unit, audit: Audit, _fields: object) -> None:
    """Good or better at dip re-audit, re-audit or confirmed progression (programme.md §3).

    The first time counts; the governing grade stays.
    """
    audit.improved_at = audit.improved_at or unit.at


@act(
    "work.relapse",
    on=Audit,
    source=DECIDED,
    words=Words(story="found that the work has not improved after all"),
)
def relapsed(_unit: Unit, audit: Audit, _fields: object) -> None:
    """The latest look at it finds it below good: a dip re-audit, re-audit or progression (§3)."""
    audit.improved_at = None


@act("grade.rise", on=Audit, source=DECIDED, words=Words(story="found that the work is good now"))
def rose(_unit: Unit, _audit: Audit, _fields: object) -> None:
    """Work that was below good is good now: nothing more is asked for because of its grade."""
