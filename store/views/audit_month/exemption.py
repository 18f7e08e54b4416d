"""A request to be exempt, as the person who asked and those who decide see it."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.tables import Audit, Exemption
from store.views.audit_month.allocation import AllocatedAudit, allocation, is_news
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.states import ExemptionState

OFFERED = ("exemption.approve", "exemption.refuse")
"""What a request offers while it waits; a decided request offers nothing of a later one."""


@dataclass(frozen=True, slots=True)
class ExemptionAsked:
    """A request, what was decided, and where the audit is now.

    `goes_to` names the proposed auditor until the audit team has confirmed, `now_with` the new
    auditor afterwards. Where it was refused, `still_theirs` is the allocation, and `is_news` says
    that nothing has been done about the audit since. `reallocated_due` is the profile's rule for
    the due date of a reallocated return.
    """

    audit: Brief
    state: ExemptionState
    asked_by: NamedPerson
    category: str
    reason: str
    asked_on: str
    decide_by: Due | None = None
    decided_by: NamedPerson | None = None
    decided_on: str = ""
    refusal: str = ""
    goes_to: str = ""
    now_with: str = ""
    still_theirs: AllocatedAudit | None = None
    is_news: bool = False
    reallocated_due: str = ""
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def asked(reader: Reader, exemption_id: str, upn: str) -> ExemptionAsked:
    """The request as `upn` sees it now."""
    row = reader.get(Exemption, exemption_id)
    audit = reader.get(Audit, row.audit)
    refused = row.state == "refused" and upn == row.asked_by
    waits = audit.state == "reallocating"
    with_whom = "" if audit.auditor is None else named(reader, audit.auditor).name
    return ExemptionAsked(
        audit=brief(reader, audit),
        state=row.state,
        asked_by=named(reader, row.asked_by),
        category=row.category,
        reason=reader.unseal(row.reason) or "",
        asked_on=moment_in_words(reader, row.asked_at),
        decide_by=due_by(reader, audit.id, "exemption.decide"),
        decided_by=None if row.decided_by is None else named(reader, row.decided_by),
        decided_on="" if row.decided_at is None else moment_in_words(reader, row.decided_at),
        refusal=reader.unseal(row.refusal) or "",
        goes_to=with_whom if waits else "",
        now_with="" if waits or audit.auditor == row.asked_by else with_whom,
        still_theirs=allocation(reader, audit.id, upn) if refused else None,
        is_news=refused and is_news(reader, audit, "exemption.refuse"),
        reallocated_due=_reallocated_due(reader),
        viewer=upn,
        may=may_now(reader, audit, upn, OFFERED) if row.state == "asked" else frozenset(),
    )


def _reallocated_due(reader: Reader) -> str:
    rule = reader.profile.duty.get("return.submit")
    deadline = None if rule is None else rule.due.get("reallocated")
    return "" if deadline is None else deadline.text
