"""A conflict, declared by the auditor or found: the audit team resolves it (§2.7)."""

from typing import Literal

from store.allocation.independence_today import auditor_breaks
from store.duties.outbox import queue
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.audit_month import CONFLICT_RESOLVER
from store.relations.basic import AUDITOR
from store.tables import Audit, Conflict
from store.views.parts.due import by_day
from store.views.parts.people_in_words import named
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import OPEN_TO_AUDITOR


class Declaration(Fields):
    """How the auditor is involved; the audit team reads it."""

    reason: StaffText


class Resolution(Fields):
    """Whether somebody else audits the case, and why."""

    outcome: Literal["reallocate", "keep"]
    reason: StaffText


def _declared(reader: Reader, audit: Audit) -> str:
    by = by_day(reader, audit.id, "conflict.resolve")
    return f"Declared. The {terms.AUDIT_TEAM} decides{by} who audits {audit.case_ref}."


def _resolved(reader: Reader, audit: Audit) -> str:
    if audit.state in OPEN_TO_AUDITOR:
        return f"Recorded. {audit.case_ref} stays with {named(reader, audit.auditor).name}."
    return f"Recorded. {audit.case_ref} goes to somebody else: please confirm the new auditor."


@act(
    "conflict.declare",
    on=Audit,
    by=AUDITOR,
    source=OPEN_TO_AUDITOR,
    target="conflict_declared",
    fields=Declaration,
    words=Words(
        story="declared a conflict",
        dialog="Declare a conflict",
        submit="Declare the conflict",
        receipt=_declared,
    ),
)
def declare(unit: Unit, audit: Audit, declared: Declaration) -> None:
    """Work on the audit stops until the audit team has decided."""
    _open(unit, audit, unit.actor.upn, sealed_text(unit, declared.reason) or "")


@act(
    "conflict.found",
    on=Audit,
    source=OPEN_TO_AUDITOR,
    target="conflict_declared",
    words=Words(story="found that the auditor is no longer independent"),
)
def found(unit: Unit, audit: Audit, _fields: object) -> None:
    """People or cases moved, and its auditor is no longer independent (programme.md §2.3)."""
    _open(unit, audit, audit.auditor or "", "")


def _open(unit: Unit, audit: Audit, declared_by: str, reason: str) -> None:
    """The audit waits; `reason` is sealed, and empty where nobody declared it."""
    audit.resumes = audit.state
    conflict = unit.add(
        Conflict(
            programme=unit.programme,
            id=f"{audit.id}.c{unit.next_seq}",
            audit=audit.id,
            declared_by=declared_by,
            reason=reason,
            state="declared",
        )
    )
    queue(unit, post("audit_team"), "conflict", conflict.id)


@act(
    "conflict.resolve",
    on=Audit,
    by=CONFLICT_RESOLVER,
    source={"conflict_declared"},
    target=("reallocating", "issued", "accepted"),
    fields=Resolution,
    words=Words(
        story="resolved the conflict",
        dialog="Resolve the conflict",
        asks={"conflict.resolve": "Resolve the conflict"},
        submit="Record the decision",
        receipt=_resolved,
        met="Resolved",
    ),
)
def resolve(unit: Unit, audit: Audit, resolution: Resolution) -> None:
    """Another lawful auditor is proposed, or the audit stays where it is; the reason is kept."""
    found = unit.rows(Conflict, audit=audit.id, state="declared")
    if not found:
        raise Invalid("No conflict about this audit waits to be resolved: open your newest card.")
    conflict = found[0]
    conflict.state, conflict.resolved_by = resolution.outcome, unit.actor.upn
    queue(unit, conflict.declared_by, "conflict_resolved", conflict.id)
    if resolution.outcome == "keep":
        # The declaration no longer counts; every other rule of independence still does.
        unit.session.flush()
        if broken := auditor_breaks(unit, audit):
            raise Invalid(
                "The auditor is no longer independent of this audit: give it to somebody else.",
                {"outcome": "; ".join(broken)},
            )
        audit.state = audit.resumes or "issued"
    else:
        audit.state = "reallocating"
        perform_after(unit, "reallocation.propose", audit)
    audit.resumes = None
