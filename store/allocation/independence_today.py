"""Independence as the directory stands at this moment: rows and people before the hard rules."""

from typing import Any

from store.allocation.independence import (
    IN_POST,
    NOT_ABSENT,
    AllocationRow,
    Candidate,
    Window,
    auditor_rules,
    moderator_rules,
)
from store.ledger import Reader, Unit
from store.people.posts import has_left
from store.tables import Audit, Case, Conflict, Cycle, Person
from store.vocabulary.errors import Invalid


def is_practice(reader: Reader, audit: Audit) -> bool:
    """Whether its auditor learns by it: the practice audit (programme.md §1)."""
    rule = reader.profile.kinds.get(audit.kind)
    return rule is not None and not rule.trained


def needs_moderator(reader: Reader, audit: Audit) -> bool:
    """Whether anybody is to moderate it: none where the authority or its kind has no moderation."""
    if is_practice(reader, audit):
        return True
    rule = reader.profile.kinds.get(audit.kind)
    return reader.profile.moderates and (rule is None or rule.moderated)


def window_of(reader: Reader, cycle: Cycle) -> Window:
    """The days over which the audit is done: from today, or the month's start, to its end."""
    calendar = reader.calendar
    last = calendar.last_of_month(cycle.month.year, cycle.month.month)
    first = calendar.nth_of_month(cycle.month.year, cycle.month.month, 1)
    today = calendar.local(reader.at).date()
    return max(first, today), max(last, today)


def candidate_of(
    reader: Reader, person: Person, *, audits_before: int = 0, moderations_before: int = 0
) -> Candidate:
    """A person as the rules of this programme see them today."""
    today = reader.calendar.local(reader.at).date()
    absent = () if person.absent_from is None else ((person.absent_from, person.absent_to),)
    return Candidate(
        upn=person.id,
        name=person.name,
        roles=frozenset(person.roles),
        service=person.service,
        team=person.team,
        manager=person.reports_to,
        trained_on=person.trained_on,
        max_audits=person.max_audits,
        absent=absent,
        left=has_left(person, today),
        load_before=audits_before,
        moderations_before=moderations_before,
        senior=frozenset(reader.profile.selection.senior_roles),
    )


def row_of(reader: Reader, audit: Audit) -> AllocationRow:
    """An audit as the rules see it: its case as it stands today, and all who are too close."""
    case = reader.get(Case, audit.case_ref)
    declared = [row for row in reader.rows(Conflict, audit=audit.id) if row.state != "keep"]
    return AllocationRow(
        id=audit.id,
        case_ref=case.id,
        service=case.service,
        team=case.team,
        practitioner=case.practitioner,
        team_manager=case.team_manager,
        iro=case.iro,
        cp_chair=case.cp_chair,
        involved=frozenset(case.involved),
        declared=frozenset(conflict.declared_by for conflict in declared),
        released=frozenset(audit.barred),
        quota=audit.quota,
        practice=is_practice(reader, audit),
    )


def prove(reader: Reader, audit: Audit) -> dict[str, Any]:
    """Each hard rule by its words, for the auditor and the moderator, as of now."""
    row, window = row_of(reader, audit), window_of(reader, reader.get(Cycle, audit.cycle))
    proof: dict[str, Any] = {}
    auditor = reader.find(Person, audit.auditor)
    if auditor is not None:
        proof["auditor"] = auditor_rules(row, candidate_of(reader, auditor), window=window)
    moderator = reader.find(Person, audit.moderator)
    if moderator is not None:
        proof["moderator"] = moderator_rules(
            row, candidate_of(reader, moderator), audit.auditor, window=window
        )
    return proof


def broken_rules(reader: Reader, audit: Audit) -> list[str]:
    """The hard rules that do not hold, in words; none where the row is lawful."""
    proof = prove(reader, audit)
    needed = ("auditor", "moderator") if needs_moderator(reader, audit) else ("auditor",)
    missing = [whom for whom in needed if whom not in proof]
    return [f"{whom}: there is none" for whom in missing] + [
        f"{whom}: {rule}"
        for whom, rules in proof.items()
        for rule, kept in rules.items()
        if not kept
    ]


def refuse_dependence(unit: Unit, audit: Audit) -> None:
    """Refuse the auditor who is no longer independent, for people move (programme.md §2.3).

    An absence that was recorded meanwhile is no reason: whoever presses the button is there.
    """
    if broken := auditor_breaks(unit, audit):
        raise Invalid(
            "Since this was allocated something has changed, and you would no longer be "
            "independent: declare a conflict, and the audit team gives it to somebody else.",
            {"independence": "; ".join(broken)},
        )


def refuse_dependent_moderator(unit: Unit, audit: Audit, upn: str) -> None:
    """Refuse the moderator who is no longer independent, for people move (programme.md §2.3)."""
    if broken := moderator_breaks(unit, audit, upn):
        raise Invalid(
            "Since this was allocated something has changed, and you would no longer be "
            "independent: declare a conflict, and somebody else moderates it.",
            {"independence": "; ".join(broken)},
        )


def moderator_breaks(reader: Reader, audit: Audit, upn: str) -> list[str]:
    """The hard rules that `upn` as moderator would break; being away is none of them."""
    person = reader.find(Person, upn)
    if person is None:
        return [IN_POST]
    row, window = row_of(reader, audit), window_of(reader, reader.get(Cycle, audit.cycle))
    rules = moderator_rules(row, candidate_of(reader, person), audit.auditor, window=window)
    return [rule for rule, kept in rules.items() if not kept and rule != NOT_ABSENT]


def auditor_breaks(reader: Reader, audit: Audit) -> list[str]:
    """The hard rules that its auditor breaks since people or cases moved; absence is none."""
    rules = prove(reader, audit).get("auditor", {})
    return [rule for rule, kept in rules.items() if not kept and rule not in (IN_POST, NOT_ABSENT)]
