"""A completed audit as it is shared: grades, dates and a link (programme.md §2.14)."""

from dataclasses import dataclass

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import acting, post
from store.rules.sharing import sharers
from store.tables import Audit, Case, Return
from store.views.parts.brief import Brief, brief
from store.views.parts.due import day_in_words
from store.views.parts.grades_of import GradeGiven, grades_of, may_still_change
from store.vocabulary.states import DECIDED


@dataclass(frozen=True, slots=True)
class Shared:
    """Grades and dates without anything from the return.

    `reader` is the reader's title in the case, or "service". `services` are the services involved;
    `by_hand` those that have nobody in the people file. `may_change` says that the grade is not
    final yet.
    """

    audit: Brief
    reader: str
    grade: str
    given: tuple[GradeGiven, ...]
    returned_on: str
    completed_on: str
    services: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    document_link: str = ""
    may_change: str = ""


def shared(reader: Reader, audit_id: str, upn: str) -> Shared | None:
    """The completed audit as `upn` reads it; None for somebody it is not shared with."""
    audit = reader.get(Audit, audit_id)
    return _shared(reader, audit, upn) if upn in sharers(reader, audit)[0] else None


def share_by_hand(reader: Reader, audit_id: str, upn: str) -> Shared | None:
    """The same for the audit team, who send it to services that have nobody in the people file."""
    audit = reader.get(Audit, audit_id)
    return _shared(reader, audit, upn) if upn in acting(reader, post("audit_team")) else None


def _shared(reader: Reader, audit: Audit, upn: str) -> Shared | None:
    returns = reader.rows(Return, audit=audit.id, order=NEWEST, limit=1)
    if audit.state not in DECIDED or not returns:
        return None
    given = grades_of(reader, audit)
    decided = [one for one in given if one.decision]
    case = reader.get(Case, audit.case_ref)
    titles = (
        (reader.profile.title("iro"), case.iro),
        (reader.profile.title("cp_chair"), case.cp_chair),
    )
    last = returns[0]
    return Shared(
        audit=brief(reader, audit),
        reader=next((title for title, own in titles if upn == own), "service"),
        grade=governing_grade(audit) or "",
        given=given,
        returned_on=day_in_words(reader, audit.returned_at or last.submitted_at),
        completed_on=day_in_words(reader, decided[-1].at) if decided else "",
        services=tuple(last.services_involved),
        by_hand=tuple(sharers(reader, audit)[1]),
        document_link=reader.unseal(last.document_link) or "",
        may_change=may_still_change(reader, audit),
    )
