"""A request to be exempt, and its decision (Tower Hamlets guide §7, programme.md §2.7)."""

from typing import Literal

from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import exempting_authority
from store.registry import Words, act, perform_after
from store.relations.audit_month import EXEMPTING_AUTHORITY, open_exemption
from store.relations.basic import AUDITOR
from store.tables import Audit, Exemption
from store.views.parts.due import by_day
from store.views.parts.people_in_words import named, owner_in_words
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import OPEN_TO_AUDITOR


class Request(Fields):
    """Why the auditor asks; the Head of Service who decides reads it, and no report shows it."""

    category: Literal["leave", "sickness", "workload", "other"]
    reason: StaffText


class ExemptionRefusal(Fields):
    """Why the Head of Service refuses; the auditor reads it."""

    reason: StaffText


def _requested(reader: Reader, audit: Audit) -> str:
    decides = owner_in_words(reader, exempting_authority(reader, audit.auditor or ""))
    by = by_day(reader, audit.id, "exemption.decide")
    return f"Sent to {decides}, to decide{by}. The due date of {audit.case_ref} stands meanwhile."


@act(
    "exemption.request",
    on=Audit,
    by=AUDITOR,
    source=OPEN_TO_AUDITOR,
    target="exemption_asked",
    fields=Request,
    words=Words(story="asked to be exempt", dialog="Ask to be exempt", receipt=_requested),
)
def request(unit: Unit, audit: Audit, asked: Request) -> None:
    """The auditor's own Head of Service decides; the due date stands meanwhile."""
    if asked.category not in unit.profile.exemption.categories:
        choices = ", ".join(unit.profile.exemption.categories)
        raise Invalid(
            "This programme has no such kind of reason: choose another.",
            {"category": f"choose one of {choices}"},
        )
    audit.resumes = audit.state
    exemption = unit.add(
        Exemption(
            programme=unit.programme,
            id=f"{audit.id}.x{unit.next_seq}",
            audit=audit.id,
            asked_by=unit.actor.upn,
            asked_at=unit.at,
            category=asked.category,
            reason=sealed_text(unit, asked.reason) or "",
            state="asked",
        )
    )
    queue(unit, exempting_authority(unit, unit.actor.upn), "exemption", exemption.id)


@act(
    "exemption.withdraw",
    on=Audit,
    by=AUDITOR,
    source={"exemption_asked"},
    target=("issued", "accepted"),
    words=Words(
        story="withdrew the request",
        button="Withdraw the request",
        receipt=lambda _reader, audit: f"Withdrawn. {audit.case_ref} stays with you.",
    ),
)
def withdraw(unit: Unit, audit: Audit, _fields: object) -> None:
    """The auditor takes the request back while nothing has been decided."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "withdrawn", unit.actor.upn, unit.at
    audit.state, audit.resumes = audit.resumes or "issued", None


@act(
    "exemption.approve",
    on=Audit,
    by=EXEMPTING_AUTHORITY,
    source={"exemption_asked"},
    target="reallocating",
    words=Words(
        story="agreed to the exemption",
        button="Agree",
        asks={"exemption.decide": "Agree to the exemption"},
        receipt=lambda _reader, audit: (
            f"Agreed. The {terms.AUDIT_TEAM} confirms who audits {audit.case_ref} instead."
        ),
        met="Agreed",
    ),
)
def approve(unit: Unit, audit: Audit, _fields: object) -> None:
    """Auditor and audit team are notified, and the next auditor is proposed in the same commit."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "approved", unit.actor.upn, unit.at
    audit.resumes = None
    queue(unit, asked.asked_by, "exempted", asked.id)
    perform_after(unit, "reallocation.propose", audit)


@act(
    "exemption.refuse",
    on=Audit,
    by=EXEMPTING_AUTHORITY,
    source={"exemption_asked"},
    target=("issued", "accepted"),
    fields=ExemptionRefusal,
    words=Words(
        story="refused the exemption",
        button="Refuse…",
        dialog="Refuse the request",
        submit="Refuse the request",
        receipt=lambda reader, audit: (
            f"Refused. {named(reader, audit.auditor).name} reads your reason, and the due date "
            f"of {audit.case_ref} stands."
        ),
        met="Refused",
    ),
)
def refuse(unit: Unit, audit: Audit, refusal: ExemptionRefusal) -> None:
    """The auditor is notified why; the due date stands."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "refused", unit.actor.upn, unit.at
    asked.refusal = sealed_text(unit, refusal.reason)
    audit.state, audit.resumes = audit.resumes or "issued", None
    queue(unit, asked.asked_by, "not_exempted", asked.id)


def _asked(unit: Unit, audit: Audit) -> Exemption:
    asked = open_exemption(unit, audit)
    if asked is None:
        raise Invalid("No request about this audit waits for a decision: open your newest card.")
    return asked
