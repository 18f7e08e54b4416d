"""Audits beside what was drawn: practice audits, themed ones, other subjects (programme.md §6)."""

from typing import Annotated

from pydantic import BeforeValidator

from store.allocation.allocating import best_reallocation
from store.allocation.independence_today import (
    broken_rules,
    is_practice,
    needs_moderator,
    prove_independence,
)
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
"""Kinds that the seeded draw brings, so that nobody chooses whose work is looked at (§2.2)."""

Blank = Annotated[str | None, BeforeValidator(blank_to_none)]


class Added(Fields):
    """Which kind, what it looks at, and who does it where that is settled; and why it is done."""

    kind: str
    case_ref: str
    auditor: Blank = None
    moderator: Blank = None
    reason: StaffText


def added_kinds(reader: Reader) -> dict[str, KindRule]:
    """The kinds that may be added, by name."""
    return {name: rule for name, rule in reader.profile.kinds.items() if name not in DRAWN}


@act(
    "audit.add",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"allocated", "changes_asked", "issued"},
    fields=Added,
    words=Words(dialog="Add an audit"),
)
def add(unit: Unit, cycle: Cycle, given: Added) -> None:
    """Independent as any other; on an issued list it reaches its auditor at once."""
    rule = added_kinds(unit).get(given.kind)
    if rule is None:
        raise Invalid(
            "No audit of that kind can be added.",
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
    return case


def _id(unit: Unit, cycle: Cycle, case: Case, kind: str) -> str:
    made = f"{case.id}-{cycle.month:%Y-%m}-{kind.replace('_', '-')}"
    if unit.find(Audit, made) is not None:
        raise Invalid(
            "There is an audit of this kind for it in this cycle already.",
            {"case_ref": f"has {made}"},
        )
    return made


def _person(unit: Unit, field: str, upn: str | None) -> str | None:
    if upn is not None and unit.find(Person, upn.lower()) is None:
        raise Invalid("That person is not in the people file.", {field: "is not known"})
    return None if upn is None else upn.lower()


def _refuse_trained(unit: Unit, audit: Audit) -> None:
    """A practice audit is for somebody in particular, who is not trained yet (§1)."""
    if not is_practice(unit, audit):
        return
    person = unit.find(Person, audit.auditor)
    if person is None:
        raise Invalid("Say whose practice audit it is.", {"auditor": "is needed"})
    if person.trained_on is not None and person.trained_on <= today(unit):
        raise Invalid(
            f"{person.name} is trained already, so they need no practice audit.",
            {"auditor": "is trained already"},
        )


def _fill(unit: Unit, audit: Audit, given: Added) -> None:
    """Whoever was not named is found by the rules and wishes of the whole allocation (§2.3)."""
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
            "Nobody is free who is independent of it: name an auditor and a moderator."
        )
    audit.auditor = found.auditor
    audit.moderator = found.moderator if moderated else None
    audit.deputy = found.deputy if moderated else None
