"""A case that lost its auditor gets another by the same rules (programme.md §2.7)."""

from store.allocation.allocating import best_reallocation
from store.allocation.independence_today import broken_rules, needs_moderator, prove_independence
from store.duties.outbox import queue
from store.ledger import Unit
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.basic import TEAM_APART
from store.tables import Audit, Conflict, Exemption, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


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
    """Name the next lawful auditor; the one who gave it up is never named again.

    Where nobody is free the audit team hears that, and swaps the case or names somebody.
    """
    if audit.auditor is not None:
        audit.barred = [*audit.barred, audit.auditor]
    # A grade that was taken back goes with its auditor: the next one's own is the first (§2.8).
    # Every grade ever given stays in its return.
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
    source={"issued", "accepted", "exemption_asked", "conflict_declared"},
    target="reallocating",
    words=Words(story="took the audit from an auditor who has left"),
)
def release(unit: Unit, audit: Audit, _fields: object) -> None:
    """Its auditor has left: the case is given to somebody else by the same rules (§4)."""
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
    words=Words(story="confirmed the new auditor", dialog="Choose the auditor"),
)
def confirm(unit: Unit, audit: Audit, given: Confirmation) -> None:
    """The audit team confirms the new auditor, who then gets the allocation."""
    if given.auditor is not None:
        person = unit.find(Person, given.auditor.lower())
        if person is None:
            raise Invalid("That person is not in the people file.", {"auditor": "is not known"})
        if person.id in audit.barred:
            raise Invalid(
                f"{person.name} has given this audit up.", {"auditor": "gave this audit up"}
            )
        audit.auditor = person.id
    if audit.auditor is None:
        raise Invalid(
            "Nobody is free who is independent of this case: name an auditor or swap the case.",
            {"auditor": "is needed"},
        )
    if rules := broken_rules(unit, audit):
        raise Invalid(
            "That auditor would not be independent: " + "; ".join(rules) + ".",
            {"auditor": "; ".join(rules)},
        )
    if audit.deputy == audit.auditor:
        audit.deputy = None
    audit.independence = prove_independence(unit, audit)
    perform_after(unit, "allocation.issue", audit)
