"""A completed audit that was handed in, as each of its readers sees it: grades and dates alone."""

from dataclasses import dataclass

from sqlmodel import col

from store.ledger import Reader
from store.tables import Action, Audit, Return
from store.views.brief import Brief, brief
from store.views.due import Due, due_by, moment_in_words, working_days_late
from store.views.people_in_words import Named, named

READERS = ("moderator", "practitioner", "team_manager")


@dataclass(frozen=True, slots=True)
class Returned:
    """A return without a word of what it says. `reader` is who looks: one of `READERS` or team."""

    audit: Brief
    reader: str
    grade: str
    inadequate: bool
    below_good: bool
    auditor: Named
    returned_on: str
    late: int
    in_time: bool
    actions: int
    document_link: str
    moderate_by: Due | None = None


def returned(reader: Reader, audit_id: str, upn: str) -> Returned | None:
    """The last return of an audit as `upn` sees it; nothing where there is none."""
    audit = reader.get(Audit, audit_id)
    found = reader.rows(
        Return, col(Return.audit) == audit.id, order=col(Return.submitted_at).desc(), most=1
    )
    if not found:
        return None
    last = found[0]
    grade = reader.profile.grades.get(last.grade)
    first_at, due = audit.returned_at or last.submitted_at, audit.due
    return Returned(
        audit=brief(reader, audit),
        reader=next((role for role in READERS if getattr(audit, role) == upn), "team"),
        grade=last.grade,
        inadequate=grade is not None and grade.inadequate,
        below_good=grade is not None and grade.below_good,
        auditor=named(reader, last.auditor),
        returned_on=moment_in_words(reader, last.submitted_at),
        late=0 if due is None else working_days_late(reader, due, first_at),
        in_time=due is None or first_at <= due,
        actions=len(reader.rows(Action, col(Action.audit) == audit.id)),
        document_link=reader.unseal(last.document_link) or "",
        moderate_by=due_by(reader, audit.id, "moderation.decide"),
    )
