"""A declared involvement: no exemption; the audit team resolves it (programme.md §2.7)."""

from typing import Literal

from store.allocation.independence_today import auditor_breaks
from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.basic import AUDITOR, CONFLICT_RESOLVER
from store.tables import Audit, Conflict
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Declaration(Fields):
    """How the auditor is involved; the audit team reads it."""

    reason: StaffText


class Resolution(Fields):
    """Whether the case goes to somebody else, and why."""

    outcome: Literal["reallocate", "keep"]
    reason: StaffText


@act(
    "conflict.declare",
    on=Audit,
    by=AUDITOR,
    source={"issued", "accepted"},
    target="conflict_declared",
    fields=Declaration,
    words=Words(story="declared a conflict", dialog="Declare a conflict"),
)
def declare(unit: Unit, audit: Audit, declared: Declaration) -> None:
    """Work on the audit stops until the audit team has looked."""
    audit.resumes = audit.state
    conflict = unit.add(
        Conflict(
            programme=unit.programme,
            id=f"{audit.id}.c{unit.next_seq}",
            audit=audit.id,
            declared_by=unit.actor.upn,
            reason=sealed_text(unit, declared.reason) or "",
            state="declared",
        )
    )
    queue(unit, post("audit_team"), "conflict", conflict.id)


@act(
    "conflict.found",
    on=Audit,
    source={"issued", "accepted"},
    target="conflict_declared",
    words=Words(story="found that the auditor is no longer independent"),
)
def found(unit: Unit, audit: Audit, _fields: object) -> None:
    """People or cases moved, and its auditor is no longer independent (programme.md §2.3)."""
    audit.resumes = audit.state
    conflict = unit.add(
        Conflict(
            programme=unit.programme,
            id=f"{audit.id}.c{unit.next_seq}",
            audit=audit.id,
            declared_by=audit.auditor or "",
            reason="",
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
    ),
)
def resolve(unit: Unit, audit: Audit, resolution: Resolution) -> None:
    """The case goes to another lawful auditor, or stays where it is with the reason kept."""
    found = unit.rows(Conflict, audit=audit.id, state="declared")
    if not found:
        raise Invalid("No conflict waits to be resolved.")
    conflict = found[0]
    conflict.state, conflict.resolved_by = resolution.outcome, unit.actor.upn
    queue(unit, conflict.declared_by, "conflict_resolved", conflict.id)
    if resolution.outcome == "keep":
        # The declaration itself no longer counts; whatever else stands in the way still does.
        unit.session.flush()
        if broken := auditor_breaks(unit, audit):
            raise Invalid(
                "It cannot stay: the auditor is not independent of it any more.",
                {"outcome": "; ".join(broken)},
            )
        audit.state = audit.resumes or "issued"
    else:
        audit.state = "reallocating"
        perform_after(unit, "reallocation.propose", audit)
    audit.resumes = None
