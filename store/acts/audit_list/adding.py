"""Audits added to those drawn: practice, themed, of other subjects (programme.md §6)."""

from typing import Annotated

from pydantic import BeforeValidator

from store.allocation.allocating import best_reallocation
from store.allocation.independence_today import (
    broken_rules,
    is_practice,
    needs_moderator,
    prove_independence,
    refuse_needless_moderator,
)
from store.allocation.standing import out_of_bounds
from store.duties.predicates.closed_lists import today
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, blank_to_none
from store.people.posts import covers
from store.programme.kinds import FULL, REAUDIT, KindRule, one
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.tables import Audit, Case, Cycle, Person
from store.vocabulary.errors import Invalid, NobodyFree
from store.vocabulary.fields import Fields

DRAWN = (FULL, REAUDIT)
"""Kinds that only the seeded draw brings, so that nobody picks whose work is audited (§2.2)."""

Blank = Annotated[str | None, BeforeValidator(blank_to_none)]


class Added(Fields):
    """The kind, its subject and the reason; auditor and moderator if they are settled."""

    kind: str
    case_ref: str
    auditor: Blank = None
    moderator: Blank = None
    reason: StaffText


def added_kinds(reader: Reader) -> dict[str, KindRule]:
    """The kinds that may be added, by name."""
    return {name: rule for name, rule in reader.profile.kinds.items() if name not in DRAWN}


def _added(_reader: Reader, cycle: Cycle) -> str:
    if cycle.state == "issued":
        return "Added. Its auditor has been notified."
    return "Added to the list. It is issued with the rest of the list."


@act(
    "audit.add",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"allocated", "changes_asked", "confirmed", "issued"},
    fields=Added,
    words=Words(
        button="Add an audit…", dialog="Add an audit", submit="Add the audit", receipt=_added
    ),
)
def add(unit: Unit, cycle: Cycle, given: Added) -> None:
    """Add an audit that is as independent as any other; an issued list issues it at once."""
    rule = added_kinds(unit).get(given.kind)
    if rule is None:
        raise Invalid(
            "An audit of that kind cannot be added.",
            {"kind": f"choose one of {', '.join(added_kinds(unit))}"},
        )
    case = _subject(unit, cycle, given, rule)
    audit = unit.add(
        Audit(
            programme=unit.programme,
            id=_id(unit, cycle, case, given.kind),
            cycle=cycle.id,
            kind=given.kind,
            case_ref=case.id,
            team=case.team,
            practitioner=case.practitioner,
            team_manager=case.team_manager,
            quota="+".join(rule.by) or None,
            auditor=_person(unit, "auditor", given.auditor),
            moderator=_person(unit, "moderator", given.moderator),
            state="allocated",
        )
    )
    _refuse_trained(unit, audit)
    refuse_needless_moderator(unit, audit)
    _fill(unit, audit, given)
    if rules := broken_rules(unit, audit):
        raise Invalid(
            "That would not be independent: " + "; ".join(rules) + ".",
            {"auditor": "; ".join(rules)},
        )
    audit.independence = prove_independence(unit, audit)
    audit.to_moderate = needs_moderator(unit, audit)
    if cycle.state == "issued":
        perform_after(unit, "allocation.issue", audit)


def _subject(unit: Unit, cycle: Cycle, given: Added, rule: KindRule) -> Case:
    case = unit.find(Case, given.case_ref)
    if case is None or not covers(cycle, case.service):
        raise Invalid(
            "That reference is not in this service.",
            {"case_ref": f"choose {one(rule.subject)} of {cycle.service}"},
        )
    if case.subject != rule.subject:
        raise Invalid(
            f"This kind looks at {one(rule.subject)}, and {case.id} is {one(case.subject)}.",
            {"case_ref": f"choose {one(rule.subject)}"},
        )
    if why := out_of_bounds(unit, cycle, case, kind=given.kind):
        raise Invalid(
            f"{case.id} may not stand in this cycle: {why}. Choose another case.", {"case_ref": why}
        )
    return case


def _id(unit: Unit, cycle: Cycle, case: Case, kind: str) -> str:
    made = f"{case.id}-{cycle.month:%Y-%m}-{kind.replace('_', '-')}"
    if unit.find(Audit, made) is not None:
        raise Invalid(
            "This cycle already has an audit of this kind for that reference.",
            {"case_ref": f"has {made}"},
        )
    return made


def _person(unit: Unit, field: str, upn: str | None) -> str | None:
    if upn is not None and unit.find(Person, upn.lower()) is None:
        raise Invalid(
            "That person is not in the people file: choose somebody who is.",
            {field: "is not in the people file"},
        )
    return None if upn is None else upn.lower()


def _refuse_trained(unit: Unit, audit: Audit) -> None:
    """A practice audit needs a named auditor who is not trained yet (§1)."""
    if not is_practice(unit, audit):
        return
    person = unit.find(Person, audit.auditor)
    if person is None:
        raise Invalid("Choose whose practice audit it is.", {"auditor": "is needed"})
    if person.trained_on is not None and person.trained_on <= today(unit):
        raise Invalid(
            f"{person.name} is already trained, so they need no practice audit.",
            {"auditor": "is already trained"},
        )


def _fill(unit: Unit, audit: Audit, given: Added) -> None:
    """Find the people not named, by the hard rules and soft constraints of allocation (§2.3)."""
    moderated = needs_moderator(unit, audit)
    if given.auditor and (given.moderator or not moderated):
        return
    named = prove_independence(unit, audit).get("auditor", {})
    if wrong := [rule for rule, kept in named.items() if not kept]:
        raise Invalid(
            "That auditor would not be independent: " + "; ".join(wrong) + ".",
            {"auditor": "; ".join(wrong)},
        )
    found = best_reallocation(unit, audit, auditor=audit.auditor)
    if found is None:
        raise NobodyFree(
            "Nobody who is independent of it is free: name an auditor and a moderator."
        )
    audit.auditor = found.auditor
    audit.moderator = found.moderator if moderated else None
    audit.deputy = found.deputy if moderated else None
