"""An audit that lost its auditor gets another by the same rules (programme.md §2.7)."""

from store.allocation.allocating import best_reallocation
from store.allocation.independence_today import broken_rules, needs_moderator, prove_independence
from store.duties.outbox import queue
from store.ledger import Unit
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.basic import TEAM_APART
from store.tables import Audit, Conflict, Exemption, Person
from store.views.parts.people_in_words import named
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import BEING_DECIDED, OPEN_TO_AUDITOR


class Confirmation(Fields):
    """Nothing, or the name of another lawful auditor than the one proposed."""

    auditor: str | None = None


@act(
    "reallocation.propose",
    on=Audit,
    source={"reallocating"},
    target="reallocating",
    words=Words(story="proposed another auditor"),
)
def propose(unit: Unit, audit: Audit, _fields: object) -> None:
    """Propose the next lawful auditor, never one who gave it up.

    Where nobody is free, the audit team is notified and names somebody or swaps the case.
    """
    if audit.auditor is not None:
        audit.barred = [*audit.barred, audit.auditor]
    # The next auditor's own grade is the audit's first (§2.8); every return keeps its grade.
    audit.first = audit.amended = None
    audit.reallocated_at = unit.at
    found = best_reallocation(unit, audit)
    audit.auditor = None if found is None else found.auditor
    if found is not None:
        if needs_moderator(unit, audit):
            audit.moderator, audit.deputy = found.moderator, found.deputy
        audit.independence = prove_independence(unit, audit)
    for exemption in unit.rows(Exemption, audit=audit.id, state="approved"):
        exemption.replacement = exemption.replacement or audit.auditor
    queue(unit, post("audit_team"), "reallocation", audit.id)


@act(
    "leaver.release",
    on=Audit,
    source=OPEN_TO_AUDITOR | BEING_DECIDED | {"allocated"},
    target="reallocating",
    words=Words(story="took the audit from an auditor who has left"),
)
def release(unit: Unit, audit: Audit, _fields: object) -> None:
    """Its auditor has left: another is proposed by the same rules (§4).

    So it is too with a row whose auditor left before the confirmed list was issued.
    """
    for asked in unit.rows(Exemption, audit=audit.id, state="asked"):
        asked.state = "withdrawn"
    for conflict in unit.rows(Conflict, audit=audit.id, state="declared"):
        conflict.state = "reallocate"
    audit.resumes = None
    perform_after(unit, "reallocation.propose", audit)


@act(
    "reallocation.offer",
    on=Audit,
    source={"reallocating"},
    target="reallocating",
    words=Words(story="offered the swapped row for confirmation"),
)
def offer(unit: Unit, audit: Audit, _fields: object) -> None:
    """After a swap the audit team confirms the row as it now stands."""
    queue(unit, post("audit_team"), "reallocation", audit.id)


@act(
    "reallocation.confirm",
    on=Audit,
    by=TEAM_APART,
    source={"reallocating"},
    target="reallocating",
    fields=Confirmation,
    words=Words(
        story="confirmed the new auditor",
        dialog="Choose the auditor",
        submit="Confirm this auditor",
        receipt=lambda reader, audit: (
            f"{named(reader, audit.auditor).name} audits {audit.case_ref} now and has been "
            "notified."
        ),
        met="Confirmed",
    ),
)
def confirm(unit: Unit, audit: Audit, given: Confirmation) -> None:
    """The audit team confirms the new auditor, who then gets the allocation."""
    if given.auditor is not None:
        person = unit.find(Person, given.auditor.lower())
        if person is None:
            raise Invalid(
                "That person is not in the people file: choose somebody from the list.",
                {"auditor": "is not known"},
            )
        if person.id in audit.barred:
            raise Invalid(
                f"{person.name} has given this audit up: choose somebody else.",
                {"auditor": "gave this audit up"},
            )
        audit.auditor = person.id
    if audit.auditor is None:
        raise Invalid(
            "Nobody is free who is independent of this case: name an auditor or swap the case.",
            {"auditor": "is needed"},
        )
    if rules := broken_rules(unit, audit):
        raise Invalid(
            "That auditor is not independent: " + "; ".join(rules) + ". Choose somebody else.",
            {"auditor": "; ".join(rules)},
        )
    if audit.deputy == audit.auditor:
        audit.deputy = None
    audit.independence = prove_independence(unit, audit)
    perform_after(unit, "allocation.issue", audit)
