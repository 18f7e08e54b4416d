"""What the audit team fills in when it adds an audit beside what was drawn (programme.md §6)."""

from bot.rehearsal.forms.form import Answering, Given
from store.acts.audit_list.adding import added_kinds
from store.allocation.independence import AUDITING
from store.people.posts import covers, has_left, is_absent
from store.tables import Audit, Case, Cycle


def added(form: Answering) -> Given:
    """A kind with something left to look at; a practice audit is somebody's who is not trained."""
    assert isinstance(form.row, Cycle)
    kinds, learners = added_kinds(form.reader), _learners(form)
    left = {
        kind: cases
        for kind, rule in kinds.items()
        if (cases := _left(form, kind, rule.subject)) and (rule.trained or learners)
    }
    if not left:
        return {"kind": next(iter(kinds)), "case_ref": "", "reason": form.staff("Asked for")}
    kind = form.draw.one(list(left))
    return {
        "kind": kind,
        "case_ref": form.draw.one(left[kind]),
        "auditor": None if kinds[kind].trained else form.draw.one(learners),
        "reason": form.staff("Asked for"),
    }


def _left(form: Answering, kind: str, subject: str) -> list[str]:
    """What a kind could look at in the cycle and does not yet."""
    assert isinstance(form.row, Cycle)
    taken = {audit.case_ref for audit in form.reader.rows(Audit, cycle=form.row.id, kind=kind)}
    return [
        case.id
        for case in form.reader.rows(Case, subject=subject)
        if covers(form.row, case.service) and case.closed_on is None and case.id not in taken
    ]


def _learners(form: Answering) -> list[str]:
    """Those who might audit and are not trained yet, and are here."""
    return [
        person.id for person in form.reader.everybody()
        if person.trained_on is None and not AUDITING.isdisjoint(person.roles)
        and not has_left(person, form.today) and not is_absent(person, form.today)
    ]  # fmt: skip
