"""Requests to be exempt, for who leads and for who asked (programme.md §2.7, §6)."""

from dataclasses import dataclass
from datetime import datetime

from store.ledger import Reader
from store.tables import Audit, Exemption
from store.views.parts.due import day_in_words
from store.views.parts.offers import OpenAct, open_acts
from store.views.parts.people_in_words import named
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import may_see, may_see_ref
from store.vocabulary.states import ExemptionState
from store.vocabulary.verbs import Verb


@dataclass(frozen=True, slots=True)
class ExemptionSeen:
    """One request; its reason is read where it is decided. `may` is what its viewer may do."""

    audit: str
    case_ref: str
    service: str
    asked_by: str
    category: str
    asked: str
    at: datetime
    state: ExemptionState
    decided: str
    may: tuple[OpenAct, ...]


DECIDES: tuple[Verb, ...] = ("exemption.approve", "exemption.refuse", "exemption.withdraw")


def exemptions_seen(reader: Reader, viewer: Viewer) -> tuple[ExemptionSeen, ...]:
    """Those of this viewer's scope, their own and those theirs to decide, the newest first."""
    found = []
    for row in reader.rows(Exemption, order="-asked_at id"):
        audit = reader.get(Audit, row.audit)
        may: tuple[OpenAct, ...] = ()
        if row.state == "asked" and viewer.today is None:
            may = tuple(open_acts(reader, audit, viewer.upn, DECIDES))
        if may or row.asked_by == viewer.upn or (viewer.leads and may_see(reader, viewer, audit)):
            found.append(_seen(reader, viewer, row, audit, may))
    return tuple(found)


def _seen(
    reader: Reader, viewer: Viewer, row: Exemption, audit: Audit, may: tuple[OpenAct, ...]
) -> ExemptionSeen:
    knows = bool(may) or (may_see(reader, viewer, audit) and may_see_ref(viewer, audit))
    decided = ""
    if row.decided_at is not None:
        who = named(reader, row.decided_by).name
        decided = f"{day_in_words(reader, row.decided_at)} by {who}"
    return ExemptionSeen(
        audit=audit.id if may_see(reader, viewer, audit) and knows else "",
        case_ref=audit.case_ref if knows else "",
        service=audit.team,
        asked_by=named(reader, row.asked_by).name,
        category=row.category,
        asked=day_in_words(reader, row.asked_at),
        at=row.asked_at,
        state=row.state,
        decided=decided,
        may=may,
    )
