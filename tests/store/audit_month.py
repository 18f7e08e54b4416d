"""What happens to an audit once it is issued, in short words: hand in, check, moderate, dispute."""

from datetime import datetime
from typing import Any

from store.tables import Audit
from tests.store.council import ISSUED, OFFICER, Council, a_return


def hand_in(council: Council, audit: Audit, *, at: datetime = ISSUED, **given: Any) -> Audit:
    """The auditor submits the return; returns the audit as it is then."""
    council.do(
        "return.submit", audit.id, a_return(today=at.date(), **given), by=audit.auditor or "", at=at
    )
    return council.audit(audit.id)


def check(council: Council, audit: Audit, *, at: datetime = ISSUED) -> Audit:
    """An Audit Officer, who never audits here, passes the check."""
    council.do("check.pass", audit.id, by=OFFICER, at=at)
    return council.audit(audit.id)


def send_back(council: Council, audit: Audit, *, at: datetime = ISSUED) -> Audit:
    """The check sends the return back."""
    council.do("check.send_back", audit.id, {"reasons": "no_analysis"}, by=OFFICER, at=at)
    return council.audit(audit.id)


def refer(council: Council, audit: Audit, *, at: datetime = ISSUED) -> Audit:
    """The moderator refers it to the audit team."""
    council.do(
        "moderation.refer",
        audit.id,
        {"reason": "Nobody spoke with them"},
        by=audit.moderator or "",
        at=at,
    )
    return council.audit(audit.id)


def moderate(
    council: Council, audit: Audit, *, at: datetime = ISSUED, to: str | None = None, **given: Any
) -> Audit:
    """Submitted, checked and moderated: the grade is agreed, or changed to `to`."""
    check(council, hand_in(council, audit, at=at, **given), at=at)
    if to is None:
        verb, fields = "moderation.agree", {}
    else:
        verb = "moderation.change"
        fields = {"grade": to, "rationale": "It shows more", "spoke_on": at.date().isoformat()}
    council.do(verb, audit.id, fields, by=audit.moderator or "", at=at)
    return council.audit(audit.id)


def dispute(council: Council, audit: Audit, *, at: datetime = ISSUED) -> Audit:
    """The Team Manager raises a dispute with the moderator."""
    council.do(
        "dispute.raise", audit.id, {"reason": "It misses the visits"}, by=audit.team_manager, at=at
    )
    return council.audit(audit.id)


def answer(council: Council, audit: Audit, outcome: str, *, at: datetime = ISSUED) -> Audit:
    """The moderator answers the dispute: `resolved` or `refer`."""
    council.do(
        "dispute.answer",
        audit.id,
        {"answer": "They were read", "outcome": outcome},
        by=audit.moderator or "",
        at=at,
    )
    return council.audit(audit.id)
