"""A confirmed list goes out: its audits are issued, and their clocks begin (programme.md §2.5)."""

from store.acts.audit_month.appraisal import open_appraisals
from store.acts.audit_month.dip_sample import report_id
from store.allocation.independence_today import auditor_breaks, moderator_breaks
from store.duties.outbox import redraw_about
from store.duties.predicates.closed_lists import today
from store.ledger import Unit
from store.people.posts import has_left
from store.registry import Words, act, perform_after
from store.tables import Audit, Cycle, KloeReport, Person


@act(
    "list.issue",
    on=Cycle,
    source={"confirmed"},
    target="issued",
    words=Words(story="issued the confirmed list"),
)
def issue(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """The day of a list that was confirmed early has come; its cards say so from now on."""
    issue_list(unit, cycle)
    for audit in unit.rows(Audit, cycle=cycle.id, state="allocated"):
        _look_again(unit, audit)
    redraw_about(unit, cycle.id)


def issue_list(unit: Unit, cycle: Cycle) -> None:
    """Issue the audits, and open the appraisals and the dip samples of the cycle."""
    cycle.issued_at = unit.at
    for audit in unit.rows(Audit, cycle=cycle.id, state="allocated"):
        gone = unit.find(Person, audit.auditor)
        left = gone is not None and has_left(gone, today(unit))
        perform_after(unit, "leaver.release" if left else "allocation.issue", audit)
    open_appraisals(unit, cycle)
    for number, _ in enumerate(cycle.kloes, 1):
        report = unit.add(
            KloeReport(
                programme=unit.programme,
                id=report_id(cycle, number),
                cycle=cycle.id,
                kloe=number,
                state="open",
            )
        )
        perform_after(unit, "dip.open", report)


def _look_again(unit: Unit, audit: Audit) -> None:
    """People may have left or moved since the list was confirmed (programme.md §2.3)."""
    person = unit.find(Person, audit.auditor)
    left = person is not None and has_left(person, today(unit))
    if not left and auditor_breaks(unit, audit):
        perform_after(unit, "conflict.found", audit)
    if audit.moderator is not None and (
        _has_left(unit, audit.moderator) or moderator_breaks(unit, audit, audit.moderator)
    ):
        perform_after(unit, "moderation.pass_on", audit)


def _has_left(unit: Unit, upn: str) -> bool:
    person = unit.find(Person, upn)
    return person is not None and has_left(person, today(unit))
