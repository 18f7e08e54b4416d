"""A request to be exempt, and its decision (Tower Hamlets guide §7, programme.md §2.7)."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import exempting_authority
from store.registry import Words, act, perform_after
from store.relations.audit_month import EXEMPTING_AUTHORITY, asked_together, open_exemption
from store.relations.basic import AUDITOR
from store.tables import Audit, Exemption
from store.views.parts.due import by_day
from store.views.parts.people_in_words import named, owner_in_words
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import OPEN_TO_AUDITOR
from store.vocabulary.verbs import Verb


class Request(Fields):
    """Why the auditor asks; the Head of Service who decides reads it, and no report shows it.

    `also` are their other audits for which the same reason holds: one request, one decision.
    """

    category: Literal["leave", "sickness", "workload", "other"]
    reason: StaffText
    also: list[str] = Field(default_factory=list)


class Agreement(Fields):
    """Nothing, or a word to the auditor, who reads it."""

    reason: StaffText | None = None


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
    if len(asked_together(unit, exemption)) == 1:  # the card for the first has the others too
        queue(unit, exempting_authority(unit, unit.actor.upn), "exemption", exemption.id)
    for other in _others(unit, audit, asked.also):
        given = {"category": asked.category, "reason": asked.reason}
        perform_after(unit, "exemption.request", other, given)


def _others(unit: Unit, audit: Audit, also: Sequence[str]) -> list[Audit]:
    """The other audits of a request. Raises `Invalid` for one that is not theirs to ask about."""
    found = [unit.find(Audit, one) for one in dict.fromkeys(also) if one != audit.id]
    others = [
        one
        for one in found
        if one is not None and one.auditor == audit.auditor and one.state in OPEN_TO_AUDITOR
    ]
    if len(others) < len(found):
        raise Invalid(
            "One of those audits is not with you any more: choose among those that are.",
            {"also": "names an audit that is not yours to ask about"},
        )
    return others


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
    for other in asked_together(unit, asked)[:1]:  # the card of this one had the others too
        queue(unit, exempting_authority(unit, asked.asked_by), "exemption", other.id)


@act(
    "exemption.approve",
    on=Audit,
    by=EXEMPTING_AUTHORITY,
    source={"exemption_asked"},
    target="reallocating",
    fields=Agreement,
    words=Words(
        together=True,
        story="agreed to the exemption",
        button="Agree",
        dialog="Agree to the exemption",
        submit="Agree",
        asks={"exemption.decide": "Agree to the exemption"},
        receipt=lambda _reader, audit: (
            f"Agreed. The {terms.AUDIT_TEAM} confirms who audits {audit.case_ref} instead."
        ),
        met="Agreed",
    ),
)
def approve(unit: Unit, audit: Audit, given: Agreement) -> None:
    """Auditor and audit team are notified, and the next auditor is proposed in the same commit.

    What was asked for together is decided together.
    """
    asked = _asked(unit, audit)
    _decide_the_others(unit, asked, "exemption.approve", given.reason)
    asked.refusal = sealed_text(unit, given.reason)
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
        together=True,
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
    """The auditor is notified why; the due date stands. What was asked together is decided so."""
    asked = _asked(unit, audit)
    _decide_the_others(unit, asked, "exemption.refuse", refusal.reason)
    asked.state, asked.decided_by, asked.decided_at = "refused", unit.actor.upn, unit.at
    asked.refusal = sealed_text(unit, refusal.reason)
    audit.state, audit.resumes = audit.resumes or "issued", None
    queue(unit, asked.asked_by, "not_exempted", asked.id)


def _decide_the_others(unit: Unit, asked: Exemption, verb: Verb, reason: str | None) -> None:
    """Decide alike what was asked for together with `asked`: the next one, which leads on."""
    given = {} if reason is None else {"reason": reason}
    for other in [one for one in asked_together(unit, asked) if one.id != asked.id][:1]:
        perform_after(unit, verb, unit.get(Audit, other.audit), given)


def _asked(unit: Unit, audit: Audit) -> Exemption:
    asked = open_exemption(unit, audit)
    if asked is None:
        raise Invalid("No request about this audit waits for a decision: open your newest card.")
    return asked
