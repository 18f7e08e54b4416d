"""Asking to be exempt, and deciding it (Tower Hamlets guide §7, programme.md §2.7)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import exempting_authority
from store.registry import act, follow
from store.relations.basic import AUDITOR, EXEMPTING_AUTHORITY, open_exemption
from store.tables import Audit, Exemption
from store.vocabulary.errors import Invalid

ASKABLE = frozenset({"issued", "accepted"})


class Request(BaseModel):
    """Why the auditor asks. The Head of Service reads the words; no report shows them."""

    model_config = ConfigDict(extra="forbid")
    category: Literal["leave", "sickness", "workload", "other"]
    reason: StaffText


class Refusal(BaseModel):
    """Why the Head of Service says no; the auditor reads it."""

    model_config = ConfigDict(extra="forbid")
    reason: StaffText


@act(
    "exemption.request", on=Audit, by=AUDITOR, source=ASKABLE, target="exemption_asked",
    fields=Request,
)  # fmt: skip
def request(unit: Unit, audit: Audit, asked: Request) -> None:
    """The auditor's own Head of Service is asked; the due date stands meanwhile."""
    if asked.category not in unit.profile.exemption.categories:
        choices = ", ".join(unit.profile.exemption.categories)
        message = "This programme knows other reasons."
        raise Invalid(message, {"category": f"choose one of {choices}"})
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
    "exemption.withdraw", on=Audit, by=AUDITOR, source={"exemption_asked"},
    target=("issued", "accepted"),
)  # fmt: skip
def withdraw(unit: Unit, audit: Audit, _fields: object) -> None:
    """The way back while nothing has been decided."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "withdrawn", unit.actor.upn, unit.at
    audit.state, audit.resumes = audit.resumes or "issued", None


@act(
    "exemption.approve", on=Audit, by=EXEMPTING_AUTHORITY, source={"exemption_asked"},
    target="reallocating",
)  # fmt: skip
def approve(unit: Unit, audit: Audit, _fields: object) -> None:
    """Auditor and audit team hear at once, and the case is reallocated in this same commit."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "approved", unit.actor.upn, unit.at
    audit.resumes = None
    queue(unit, asked.asked_by, "exempted", asked.id)
    follow(unit, "reallocation.propose", audit)


@act(
    "exemption.refuse", on=Audit, by=EXEMPTING_AUTHORITY, source={"exemption_asked"},
    target=("issued", "accepted"), fields=Refusal,
)  # fmt: skip
def refuse(unit: Unit, audit: Audit, refusal: Refusal) -> None:
    """The auditor hears why; the due date stands."""
    asked = _asked(unit, audit)
    asked.state, asked.decided_by, asked.decided_at = "refused", unit.actor.upn, unit.at
    asked.refusal = sealed_text(unit, refusal.reason)
    audit.state, audit.resumes = audit.resumes or "issued", None
    queue(unit, asked.asked_by, "not_exempted", asked.id)


def _asked(unit: Unit, audit: Audit) -> Exemption:
    asked = open_exemption(unit, audit)
    if asked is None:
        message = "No request waits for a decision."
        raise Invalid(message)
    return asked
