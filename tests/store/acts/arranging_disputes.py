"""How the tests of disputes, concerns and dip samples arrange things."""

from datetime import UTC, datetime

from store.tables import Audit, Concern, Dispute, Message
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.council import MANAGER, OFFICER, Council

CHECKED = datetime(2026, 12, 9, 10, tzinfo=UTC)
MODERATED = datetime(2026, 12, 14, 10, tzinfo=UTC)
"""Monday; a grade may be disputed until Mon 21 Dec: Tue 15, Wed 16, Thu 17, Fri 18, Mon 21."""
RAISED = datetime(2026, 12, 16, 11, tzinfo=UTC)
"""Wednesday; answered by Mon 21 Dec: Thu 17, Fri 18, Mon 21."""
ANSWERED = datetime(2026, 12, 17, 15, tzinfo=UTC)
"""Thursday; taken further by Tue 22 Dec: Fri 18, Mon 21, Tue 22."""
REFERRED = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday; settled by Thu 31 Dec: Wed 23, Thu 24, Tue 29, Wed 30, Thu 31, over Christmas."""

REASON = {"reason": "The second visit is in the record and was not looked at."}
RESOLVED = {"answer": "We went through it together.", "outcome": "resolved"}
HAND_ON = {"answer": "We see it differently.", "outcome": "refer"}
SETTLED = {"grade": "Good", "rationale": "The second visit bears it out."}


def moderated(
    council: Council, audit: Audit | None = None, *, at: datetime = MODERATED, grade: str = "RI"
) -> Audit:
    """An audit that was returned, checked and moderated."""
    audit = audit or council.audits()[0]
    submit_return(council, audit, grade=grade)
    council.do("check.pass", audit.id, by=OFFICER, at=CHECKED)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=at)
    return council.audit(audit.id)


def disputed(council: Council, audit: Audit | None = None, *, by: str | None = None) -> Audit:
    """A moderated audit whose grade its Team Manager, or `by`, disputes."""
    audit = audit or moderated(council)
    council.do("dispute.raise", audit.id, REASON, by=by or audit.team_manager, at=RAISED)
    return council.audit(audit.id)


def handed_on(council: Council, audit: Audit | None = None) -> Audit:
    """A dispute that the moderator handed on to be settled."""
    audit = disputed(council, audit)
    council.do("dispute.answer", audit.id, HAND_ON, by=audit.moderator or "", at=ANSWERED)
    return council.audit(audit.id)


def the_dispute(council: Council) -> Dispute:
    """The last dispute there is."""
    with council.read() as reader:
        return reader.rows(Dispute)[-1]


def apart_from_the_audit_manager(council: Council) -> Audit:
    """An audit that the Audit Manager has no part in, so that they hear concerns about it."""
    return next(audit for audit in council.audits() if MANAGER not in (
        audit.auditor, audit.moderator, audit.team_manager,
    ))  # fmt: skip


def concern_about(
    council: Council, audit: Audit, *, by: str | None = None, at: datetime = RETURNED
) -> Concern:
    """A concern that the practitioner, or `by`, raised about how the audit was done."""
    raiser = by or audit.practitioner
    given = {"audit": audit.id, "text": "CANARY-concern: nobody spoke with me."}
    council.do("concern.raise", raiser, given, by=raiser, at=at)
    return the_concern(council)


def the_concern(council: Council) -> Concern:
    """The last concern there is."""
    with council.read() as reader:
        return max(reader.rows(Concern), key=lambda concern: concern.raised_at)


def dips(council: Council) -> list[Audit]:
    """The dip samples of the cycle, by id."""
    with council.read() as reader:
        return list(reader.rows(Audit, Audit.kind == "dip"))


def told(council: Council, kind: str) -> set[str]:
    """Who is owed messages of a kind, people or posts."""
    return {to for to, _ in council.messages(kind)}


def the_message(council: Council, kind: str, to: str) -> Message:
    """The newest message of a kind to somebody."""
    with council.read() as reader:
        found = [m for m in reader.rows(Message) if m.kind == kind and m.to == to]
    return max(found, key=lambda message: (message.queued_at, message.id))
