"""The list goes to the Head of Service, who confirms it or asks for changes (§2.4 and §2.5)."""

from collections.abc import Collection

from store.acts.audit_month.appraisals import open_appraisals
from store.acts.audit_month.dips import report_id
from store.allocation.allocating import best_reallocation
from store.allocation.drawing import REAUDIT, moderation_sample
from store.allocation.independence_today import (
    broken_rules,
    is_practice,
    needs_moderator,
    prove_independence,
)
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import covers, list_confirmer, post
from store.programme.kinds import one
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM, HEAD_OF_SERVICE, TEAM_APART
from store.rules.reaudit import left_of, reaudit_id
from store.tables import Audit, Case, Cycle, KloeReport, ListChange, Person
from store.vocabulary.errors import Invalid, NobodyFree
from store.vocabulary.fields import Fields


class ChangeAsked(Fields):
    """One row of the list that the Head of Service wants changed."""

    audit: str
    reason: StaffText


class RowSwap(Fields):
    """What to put in place of a case, auditor or moderator; a swap needs a reason (§2.2)."""

    case_ref: str | None = None
    auditor: str | None = None
    moderator: str | None = None
    reason: StaffText


@act(
    "list.propose",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"allocated", "changes_asked"},
    target="proposed",
    words=Words(
        story="sent the list to the Head of Service",
        asks={"list.propose": "Send the list"},
        lists=frozenset({"cycle"}),
    ),
)
def propose(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """The list goes to the Head of Service; Group Managers and Learning Academy are copied.

    One that could not be confirmed as it stands is not sent: people may have left or moved since.
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
    words=Words(story="asked for a change to the list", dialog="Ask for a change"),
)
def change(unit: Unit, cycle: Cycle, asked: ChangeAsked) -> None:
    """Row by row: each change is kept with its reason and goes to the audit team."""
    audit = unit.find(Audit, asked.audit)
    if audit is None or audit.cycle != cycle.id or audit.kind not in unit.profile.kinds:
        raise Invalid("That audit is not on this list.", {"audit": "choose a row of the list"})
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
    target="issued",
    words=Words(story="confirmed the list", asks={"list.confirm": "Confirm the list"}),
)
def confirm(unit: Unit, cycle: Cycle, _fields: object) -> None:
    """The Head of Service confirms, and the audits are issued in the same commit (guide §7)."""
    listed = unit.rows(Audit, cycle=cycle.id, state="allocated")
    _refuse_broken(unit, cycle, "Ask the audit team to change them.")
    cycle.confirmed_by, cycle.issued_at = unit.actor.upn, unit.at
    # Whoever sent it hears that the audits are out, and need not look (programme.md §2.5).
    queue(unit, post("audit_team"), "list_confirmed", cycle.id)
    sampled = moderation_sample(
        [a for a in listed if needs_moderator(unit, a)],
        unit.profile.moderation.share,
        seed=cycle.allocation_seed or 0,
    )
    for audit in listed:
        audit.to_moderate = sample(unit, audit, sampled)
    for audit in listed:
        perform_after(unit, "allocation.issue", audit)
    open_appraisals(unit, cycle)
    for number, _ in enumerate(cycle.kloes, 1):
        report = unit.add(
            KloeReport(
                programme=unit.programme,
                id=report_id(cycle, number),
                cycle=cycle.id,
                kloe=number,
                state="open",
            )
        )
        perform_after(unit, "dip.open", report)


def sample(reader: Reader, audit: Audit, sampled: Collection[str]) -> bool:
    """Whether it is moderated: in the seeded share; a practice audit always is (§1, §2.10)."""
    return is_practice(reader, audit) or (needs_moderator(reader, audit) and audit.id in sampled)


@act(
    "list.swap",
    on=Audit,
    by=TEAM_APART,
    shell=True,
    source={"drawn", "allocated", "reallocating"},
    target=("drawn", "allocated", "reallocating", "swapped"),
    fields=RowSwap,
    words=Words(story="swapped the case, auditor or moderator", dialog="Swap a row"),
)
def swap(unit: Unit, audit: Audit, wanted: RowSwap) -> None:
    """Another case, auditor or moderator for one row, lawful as the first was, for a reason."""
    if unit.get(Cycle, audit.cycle).state == "proposed":
        # Nobody can edit the drawn list unseen (programme.md §2.2).
        raise Invalid(
            "The list is with the Head of Service: they can ask for this row to be changed.",
            {"audit": "is on a list that waits to be confirmed"},
        )
    if not (wanted.case_ref or wanted.auditor or wanted.moderator):
        raise Invalid(
            "Say what to put in its place.", {"case_ref": "give a case, an auditor or a moderator"}
        )
    if audit.state == "drawn":
        _swap_drawn(unit, audit, wanted)
        return
    row = audit if wanted.case_ref is None else _with_case(unit, audit, wanted.case_ref)
    _put_people(unit, row, wanted)
    if row.auditor is None or broken_rules(unit, row):
        if wanted.auditor or wanted.moderator:
            rules = broken_rules(unit, row)
            raise Invalid(
                "That would not be independent: " + "; ".join(rules) + ".",
                {"auditor": "; ".join(rules)},
            )
        _fill(unit, row)
    row.deputy = None if row.deputy in (row.auditor, row.moderator) else row.deputy
    row.independence = prove_independence(unit, row)
    if row is not audit:
        row.state, audit.state = audit.state, "swapped"
    if row.state == "reallocating":
        perform_after(unit, "reallocation.offer", row)


def _put_people(unit: Unit, row: Audit, wanted: RowSwap) -> None:
    """Whoever was named instead, as long as the people file knows them."""
    for field, upn in (("auditor", wanted.auditor), ("moderator", wanted.moderator)):
        if upn is not None:
            if unit.find(Person, upn.lower()) is None:
                raise Invalid("That person is not in the people file.", {field: "is not known"})
            setattr(row, field, upn.lower())


def _swap_drawn(unit: Unit, audit: Audit, wanted: RowSwap) -> None:
    """Another case before anybody is allocated: what is left where no lawful allocation exists."""
    if (
        audit.kind not in unit.profile.kinds
        or wanted.case_ref is None
        or wanted.auditor
        or wanted.moderator
    ):
        raise Invalid(
            "Nobody is allocated yet, so only the case of a full audit can be swapped.",
            {"case_ref": "give another case"},
        )
    row = _with_case(unit, audit, wanted.case_ref)
    row.state, audit.state = "drawn", "swapped"


def _with_case(unit: Unit, audit: Audit, case_ref: str) -> Audit:
    """A row like `audit` for another case of the same service."""
    cycle, case = unit.get(Cycle, audit.cycle), unit.find(Case, case_ref)
    if case is None or not covers(cycle, case.service):
        raise Invalid(
            "That case is not in this service.", {"case_ref": f"choose a case of {cycle.service}"}
        )
    wanted = unit.profile.kinds[audit.kind].subject
    if case.subject != wanted:
        raise Invalid(
            f"{case.id} is {one(case.subject)}, and this audit looks at {one(wanted)}.",
            {"case_ref": f"choose {one(wanted)}"},
        )
    looks_at = _looks_at(unit, audit, case.id)
    new_id = reaudit_id(cycle, case.id) if looks_at else f"{case.id}-{cycle.month:%Y-%m}"
    if unit.find(Audit, new_id) is not None:
        raise Invalid("That case is on the list already.", {"case_ref": "is on the list"})
    return unit.add(
        Audit(
            programme=unit.programme,
            id=new_id,
            cycle=cycle.id,
            kind=audit.kind,
            case_ref=case.id,
            team=case.team,
            practitioner=case.practitioner,
            team_manager=case.team_manager,
            quota=audit.quota,
            auditor=audit.auditor,
            moderator=audit.moderator,
            deputy=audit.deputy,
            state=audit.state,
            due=audit.due,
            reallocated_at=audit.reallocated_at,
            barred=list(audit.barred),
            to_moderate=audit.to_moderate,
            looks_at=looks_at,
        )
    )


def _looks_at(unit: Unit, audit: Audit, case_ref: str) -> str | None:
    """A re-audit is swapped for another case of the same work below good (programme.md §3)."""
    if audit.kind != REAUDIT or audit.looks_at is None:
        return None
    former = unit.get(Cycle, unit.get(Audit, audit.looks_at).cycle)
    left = {other.case_ref: other.id for other in left_of(unit, former)}
    if case_ref not in left:
        raise Invalid(
            "That case is none of the work that fell below good and is left to re-audit.",
            {"case_ref": f"choose one of {', '.join(sorted(left)) or 'none'}"},
        )
    return left[case_ref]


def _fill(unit: Unit, row: Audit) -> None:
    """The next lawful auditor and moderator for a row that has none."""
    found = best_reallocation(unit, row)
    if found is None:
        raise NobodyFree("Nobody is free who is independent of that case: choose another.")
    row.auditor, row.moderator, row.deputy = found.auditor, found.moderator, found.deputy
    if not needs_moderator(unit, row):
        row.moderator = row.deputy = None


def _refuse_broken(unit: Unit, cycle: Cycle, remedy: str) -> None:
    """Refuse a list with rows that are not lawful as people stand today (programme.md §2.3)."""
    listed = unit.rows(Audit, cycle=cycle.id, state="allocated")
    broken = {a.id: "; ".join(rules) for a in listed if (rules := broken_rules(unit, a))}
    if broken:
        cases = ", ".join(sorted(audit.case_ref for audit in listed if audit.id in broken))
        raise Invalid(f"Some rows are no longer independent: {cases}. {remedy}", broken)


def _open_changes(unit: Unit, cycle: Cycle) -> list[ListChange]:
    return list(unit.rows(ListChange, cycle=cycle.id, state="asked"))
