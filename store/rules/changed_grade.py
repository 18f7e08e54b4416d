"""What follows when another grade governs an audit, whoever changed it (programme.md §2.11)."""

from store.audits.governing_grade import governing_grade
from store.duties.outbox import queue
from store.ledger import Unit
from store.people.posts import in_post
from store.registry import perform_after
from store.rules.inadequate import tell_if_inadequate
from store.rules.reaudit import judge_what_it_looks_at
from store.tables import Audit


def follow_change(unit: Unit, audit: Audit, before: str | None) -> None:
    """Open and cancel the duties that differ between the two grades (programme.md §2.11)."""
    now = governing_grade(audit)
    if now == before or before is None or now is None:
        return
    perform_after(unit, "grade.change", audit)
    grades = unit.profile.grades
    if grades[now].below_good and not grades[before].below_good:
        perform_after(unit, "grade.fall", audit)
        judge_what_it_looks_at(unit, audit)
    if grades[before].below_good and not grades[now].below_good:
        perform_after(unit, "grade.rise", audit)
        judge_what_it_looks_at(unit, audit)


def tell_of_change(unit: Unit, audit: Audit, before: str | None) -> None:
    """Tell everybody who worked on the audit that its grade changed (§2.11, §2.12)."""
    told = tell_if_inadequate(unit, audit, before)
    follow_change(unit, audit, before)
    if governing_grade(audit) == before:
        return
    for upn in dict.fromkeys(
        (audit.auditor, audit.moderated_by, audit.practitioner, audit.team_manager)
    ):
        if upn is not None and upn not in told and in_post(unit, upn):
            queue(unit, upn, "grade_changed", audit.id)
