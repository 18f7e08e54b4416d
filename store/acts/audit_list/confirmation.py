"""The list goes to the Head of Service, who confirms it or asks for changes (§2.4, §2.5)."""

from collections.abc import Collection

from store.acts.audit_list.issuing import issue_list
from store.allocation.drawing import moderation_sample
from store.allocation.independence_today import broken_rules, is_practice, needs_moderator
from store.allocation.standing import broken_standing
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import owner_named, today
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import list_confirmer, post
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM, HEAD_OF_SERVICE
from store.rules.issuing import issues_on
from store.tables import Audit, Cycle, ListChange
from store.vocabulary import terms
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class ChangeAsked(Fields):
    """One row of the list that the Head of Service wants changed."""

    audit: str
    reason: StaffText


@act(
    "list.propose",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"allocated", "changes_asked"},
    target="proposed",
    words=Words(
        story=f"sent the list to the {terms.HEAD_OF_SERVICE}",
        button="Send the list",
        asks={"list.propose": "Send the list"},
        lists=frozenset({"cycle"}),
        met="Sent",
    ),
)
def propose(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """Send the list to the Head of Service; copy Group Managers and the Learning Academy.

    A list that could not be confirmed as it stands is refused: people may have left or moved.
    """
    _refuse_broken(unit, cycle, "Swap them before you send the list.")
    for change in _open_changes(unit, cycle):
        change.state = "answered"
        redraw_about(unit, change.id)
    queue(unit, list_confirmer(unit, cycle), "list", cycle.id)
    for name in unit.profile.copies.list_proposed:
        copied = owner_named(unit, name, cycle)
        if copied is not None:
            queue(unit, copied, "list_copy", cycle.id)


@act(
    "list.change",
    on=Cycle,
    by=HEAD_OF_SERVICE,
    source={"proposed", "changes_asked"},
    target="changes_asked",
    fields=ChangeAsked,
    words=Words(
        story="asked for a change to the list",
        button="Ask for a change…",
        dialog="Ask for a change",
        submit="Ask for this change",
        receipt=f"Sent. The {terms.AUDIT_TEAM} answers, and the list then comes to you again.",
    ),
)
def change(unit: Unit, cycle: Cycle, asked: ChangeAsked) -> None:
    """Keep the change to one row with its reason, and send it to the audit team."""
    audit = unit.find(Audit, asked.audit)
    if audit is None or audit.cycle != cycle.id or audit.kind not in unit.profile.kinds:
        raise Invalid(
            "That audit is not on this list: choose one of its rows.",
            {"audit": "is not on the list"},
        )
    row = unit.add(
        ListChange(
            programme=unit.programme,
            id=f"{audit.id}.l{unit.next_seq}",
            cycle=cycle.id,
            audit=audit.id,
            asked_by=unit.actor.upn,
            reason=sealed_text(unit, asked.reason) or "",
            state="asked",
        )
    )
    queue(unit, post("audit_team"), "list_change", row.id)


@act(
    "list.confirm",
    on=Cycle,
    by=HEAD_OF_SERVICE,
    source={"proposed"},
    target=("confirmed", "issued"),
    words=Words(
        story="confirmed the list",
        button="Confirm the list",
        asks={"list.confirm": "Confirm the list"},
        met="Confirmed",
    ),
)
def confirm(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """Confirm the list, and issue its audits in the same commit if their day has come (guide §7).

    Confirmed early, its audits stay allocated until the sweep of that day issues them (§2.5).
    """
    listed = unit.rows(Audit, cycle=cycle.id, state="allocated")
    _refuse_broken(unit, cycle, f"Ask the {terms.AUDIT_TEAM} to change them.")
    cycle.confirmed_by = unit.actor.upn
    # The audit team is notified that the audits are out, or when they go out (programme.md §2.5).
    queue(unit, post("audit_team"), "list_confirmed", cycle.id)
    sampled = moderation_sample(
        [a for a in listed if needs_moderator(unit, a)],
        unit.profile.moderation.share,
        seed=cycle.allocation_seed or 0,
    )
    for audit in listed:
        audit.to_moderate = sample(unit, audit, sampled)
    if issues_on(unit, cycle) > today(unit):
        cycle.state = "confirmed"
        return
    cycle.state = "issued"
    issue_list(unit, cycle)


def sample(reader: Reader, audit: Audit, sampled: Collection[str]) -> bool:
    """Whether it is moderated: if it is in the seeded share, or a practice audit (§1, §2.10)."""
    return is_practice(reader, audit) or (needs_moderator(reader, audit) and audit.id in sampled)


def _refuse_broken(unit: Unit, cycle: Cycle, remedy: str) -> None:
    """Refuse a list that has rows which are not lawful today (programme.md §2.2, §2.3)."""
    listed = unit.rows(Audit, cycle=cycle.id, state="allocated")
    if standing := broken_standing(unit, cycle, listed):
        cases = ", ".join(sorted(audit.case_ref for audit in listed if audit.id in standing))
        raise Invalid(f"Some cases may no longer stand in this cycle: {cases}. {remedy}", standing)
    broken = {a.id: "; ".join(rules) for a in listed if (rules := broken_rules(unit, a))}
    if broken:
        cases = ", ".join(sorted(audit.case_ref for audit in listed if audit.id in broken))
        raise Invalid(f"Some rows are no longer independent: {cases}. {remedy}", broken)


def _open_changes(unit: Unit, cycle: Cycle) -> list[ListChange]:
    return list(unit.rows(ListChange, cycle=cycle.id, state="asked"))
