"""What the audit team fills in when it adds an audit to those that were drawn (programme.md §6)."""

from bot.rehearsal.forms.form import FieldValues, OpenForm
from store.acts.audit_list.adding import added_kinds
from store.allocation.independence import AUDITING
from store.people.posts import covers, has_left, is_absent
from store.tables import Audit, Case, Cycle


def added(form: OpenForm) -> FieldValues:
    """An audit of a kind that still has cases; a practice audit goes to an untrained auditor."""
    assert isinstance(form.row, Cycle)
    kinds, learners = added_kinds(form.reader), _learners(form)
    left = {
        kind: cases
        for kind, rule in kinds.items()
        if (cases := _left(form, kind, rule.subject)) and (rule.trained or learners)
    }
    if not left:
        return {"kind": next(iter(kinds)), "case_ref": "", "reason": form.staff("Asked for")}
    kind = form.draw.choice(list(left))
    return {
        "kind": kind,
        "case_ref": form.draw.choice(left[kind]),
        "auditor": None if kinds[kind].trained else form.draw.choice(learners),
        "reason": form.staff("Asked for"),
    }


def _left(form: OpenForm, kind: str, subject: str) -> list[str]:
    """The open cases of the cycle that have no audit of this kind yet."""
    assert isinstance(form.row, Cycle)
    taken = {audit.case_ref for audit in form.reader.rows(Audit, cycle=form.row.id, kind=kind)}
    return [
        case.id
        for case in form.reader.rows(Case, subject=subject)
        if covers(form.row, case.service) and case.closed_on is None and case.id not in taken
    ]


def _learners(form: OpenForm) -> list[str]:
    """Auditors who are not trained yet, and who are in post and not away."""
    return [
        person.id
        for person in form.reader.everybody()
        if person.trained_on is None
        and not AUDITING.isdisjoint(person.roles)
        and not has_left(person, form.today)
        and not is_absent(person, form.today)
    ]
