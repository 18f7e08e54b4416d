"""Swapping a row of the list: another case, auditor or moderator, with a reason (§2.2, §2.3)."""

from store.allocation.allocating import best_reallocation
from store.allocation.drawing import REAUDIT
from store.allocation.independence_today import (
    broken_rules,
    needs_moderator,
    prove_independence,
    refuse_needless_moderator,
)
from store.allocation.standing import out_of_bounds
from store.ledger import Unit
from store.ledger.private import StaffText
from store.people.posts import covers
from store.programme.kinds import one
from store.registry import Words, act, perform_after
from store.relations.basic import TEAM_APART
from store.rules.reaudit import left_for, reaudit_id
from store.tables import Audit, Case, Cycle, Person
from store.vocabulary import terms
from store.vocabulary.errors import Invalid, NobodyFree
from store.vocabulary.fields import Fields


class RowSwap(Fields):
    """The new case, auditor or moderator; a swap needs a reason (§2.2)."""

    case_ref: str | None = None
    auditor: str | None = None
    moderator: str | None = None
    reason: StaffText


@act(
    "list.swap",
    on=Audit,
    by=TEAM_APART,
    shell=True,
    source={"drawn", "allocated", "reallocating"},
    target=("drawn", "allocated", "reallocating", "swapped"),
    fields=RowSwap,
    words=Words(
        story="swapped the case, auditor or moderator",
        button="Swap it…",
        dialog="Swap a row",
        submit="Swap it",
        receipt="Swapped. The swap and its reason are recorded.",
    ),
)
def swap(unit: Unit, audit: Audit, wanted: RowSwap) -> None:
    """Replace one row's case, auditor or moderator by a lawful one, with a reason."""
    state = unit.get(Cycle, audit.cycle).state
    if state == "confirmed":
        raise Invalid(
            "The list is confirmed as it stands: once it is issued, this row can be reallocated.",
            {"audit": "is on a list that is confirmed and goes out when its month begins"},
        )
    if state == "proposed":
        # Nobody can edit the drawn list unseen (programme.md §2.2).
        raise Invalid(
            f"The list is with the {terms.HEAD_OF_SERVICE}, who can ask for a change to this row.",
            {"audit": "is on a list that waits to be confirmed"},
        )
    if not (wanted.case_ref or wanted.auditor or wanted.moderator):
        raise Invalid(
            "Choose another case, auditor or moderator.",
            {"case_ref": "give a case, an auditor or a moderator"},
        )
    if audit.state == "drawn":
        _swap_drawn(unit, audit, wanted)
        return
    row = audit if wanted.case_ref is None else _with_case(unit, audit, wanted.case_ref)
    _put_people(unit, row, wanted)
    if wanted.moderator:
        refuse_needless_moderator(unit, row)
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
    """Set the auditor and moderator named; each must be in the people file."""
    for field, upn in (("auditor", wanted.auditor), ("moderator", wanted.moderator)):
        if upn is not None:
            if unit.find(Person, upn.lower()) is None:
                raise Invalid(
                    "That person is not in the people file: choose somebody who is.",
                    {field: "is not in the people file"},
                )
            setattr(row, field, upn.lower())


def _swap_drawn(unit: Unit, audit: Audit, wanted: RowSwap) -> None:
    """Swap the case before allocation, which can make a lawful allocation possible."""
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
    _refuse_out_of_bounds(unit, cycle, audit, case)
    new_id = reaudit_id(cycle, case.id) if looks_at else f"{case.id}-{cycle.month:%Y-%m}"
    if unit.find(Audit, new_id) is not None:
        raise Invalid(
            "That case is already on the list: choose another.", {"case_ref": "is on the list"}
        )
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


def _refuse_out_of_bounds(unit: Unit, cycle: Cycle, audit: Audit, case: Case) -> None:
    """The rules of the draw hold for a swap too (programme.md §2.2); a re-audit has its own."""
    if audit.kind == REAUDIT:
        return
    if why := out_of_bounds(unit, cycle, case, kind=audit.kind, besides={audit.id}):
        raise Invalid(
            f"{case.id} may not stand in this cycle: {why}. Choose another case.", {"case_ref": why}
        )


def _looks_at(unit: Unit, audit: Audit, case_ref: str) -> str | None:
    """The earlier audit that the new re-audit looks at (programme.md §3); none for other kinds."""
    if audit.kind != REAUDIT or audit.looks_at is None:
        return None
    former = unit.get(Cycle, unit.get(Audit, audit.looks_at).cycle)
    into = unit.get(Cycle, audit.cycle)
    left = {other.case_ref: other.id for other in left_for(unit, former, into)}
    if case_ref not in left:
        raise Invalid(
            "That case is not among the work below good that is left to re-audit.",
            {"case_ref": f"choose one of {', '.join(sorted(left)) or 'none'}"},
        )
    return left[case_ref]


def _fill(unit: Unit, row: Audit) -> None:
    """Give the row the next lawful auditor and moderator."""
    found = best_reallocation(unit, row)
    if found is None:
        raise NobodyFree("Nobody who is independent of that case is free: choose another case.")
    row.auditor, row.moderator, row.deputy = found.auditor, found.moderator, found.deputy
    if not needs_moderator(unit, row):
        row.moderator = row.deputy = None
