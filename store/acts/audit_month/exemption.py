"""Asking to be exempt, and deciding it (Tower Hamlets guide §7, programme.md §2.7)."""

from typing import Literal

from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import exempting_authority
from store.registry import Words, act, perform_after
from store.relations.basic import AUDITOR, EXEMPTING_AUTHORITY, open_exemption
from store.tables import Audit, Exemption
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

ASKABLE = frozenset({"issued", "accepted"})


class Request(Fields):
    """Why the auditor asks. The Head of Service reads the words; no report shows them."""

    category: Literal["leave", "sickness", "workload", "other"]
    reason: StaffText


class ExemptionRefusal(Fields):
    """Why the Head of Service says no; the auditor reads it."""

    reason: StaffText


@act(
    "exemption.request",
    on=Audit,
    by=AUDITOR,
    source=ASKABLE,
    target="exemption_asked",
    fields=Request,
    words=Words(story="asked to be exempt", dialog="Ask to be exempt"),
)
def request(unit: Unit, audit: Audit, asked: Request) -> None:
    """The auditor's own Head of Service is asked; the due date stands meanwhile."""
    if asked.category not in unit.profile.exemption.categories:
        choices = ", ".join(unit.profile.exemption.categories)
        raise Invalid(
            "This programme knows other reasons.", {"category": f"choose one of {choices}"}
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
    words=Words(story="withdrew the request"),
)
def withdraw(unit: Unit, audit: Audit, _fields: object) -> None:
    """The way back while nothing has been decided."""
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
        story="agreed to the exemption", asks={"exemption.decide": "Agree to the exemption"}
    ),
)
def approve(unit: Unit, audit: Audit, _fields: object) -> None:
    """Auditor and audit team hear at once, and the case is reallocated in this same commit."""
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
    words=Words(story="refused the exemption", dialog="Refuse the request"),
)
def refuse(unit: Unit, audit: Audit, refusal: ExemptionRefusal) -> None:
    """The auditor hears why; the due date stands."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "refused", unit.actor.upn, unit.at
    asked.refusal = sealed_text(unit, refusal.reason)
    audit.state, audit.resumes = audit.resumes or "issued", None
    queue(unit, asked.asked_by, "not_exempted", asked.id)


def _asked(unit: Unit, audit: Audit) -> Exemption:
    asked = open_exemption(unit, audit)
    if asked is None:
        raise Invalid("No request waits for a decision.")
    return asked
