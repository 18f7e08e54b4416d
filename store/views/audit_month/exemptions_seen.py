"""Requests to be exempt, for who leads and for who asked (programme.md §2.7, §6)."""

from dataclasses import dataclass
from datetime import datetime

from store.ledger import Reader
from store.tables import Audit, Exemption
from store.views.parts.due import day_in_words
from store.views.parts.people_in_words import named
from store.views.parts.where_audits_stand import Viewer, may_see, may_see_ref
from store.vocabulary.states import ExemptionState


@dataclass(frozen=True, slots=True)
class ExemptionSeen:
    """One request; the reason itself is read where it is decided, and stands on no page."""

    audit: str
    case_ref: str
    service: str
    asked_by: str
    category: str
    asked: str
    at: datetime
    state: ExemptionState
    decided: str


def exemptions_seen(reader: Reader, viewer: Viewer) -> tuple[ExemptionSeen, ...]:
    """Those of this viewer's scope and their own, the newest first."""
    found = []
    for row in reader.rows(Exemption, order="-asked_at id"):
        audit = reader.get(Audit, row.audit)
        if row.asked_by == viewer.upn or (viewer.leads and may_see(reader, viewer, audit)):
            found.append(_seen(reader, viewer, row, audit))
    return tuple(found)


def _seen(reader: Reader, viewer: Viewer, row: Exemption, audit: Audit) -> ExemptionSeen:
    knows = may_see(reader, viewer, audit) and may_see_ref(viewer, audit)
    decided = ""
    if row.decided_at is not None:
        who = named(reader, row.decided_by).name
        decided = f"{day_in_words(reader, row.decided_at)} by {who}"
    return ExemptionSeen(
        audit=audit.id if knows else "",
        case_ref=audit.case_ref if knows else "",
        service=audit.team,
        asked_by=named(reader, row.asked_by).name,
        category=row.category,
        asked=day_in_words(reader, row.asked_at),
        at=row.asked_at,
        state=row.state,
        decided=decided,
    )
