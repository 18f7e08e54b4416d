"""Independence as of now: the ledger's rows and people, checked against the hard rules."""

from dataclasses import replace
from datetime import date
from typing import Any

from store.allocation.independence import (
    IN_POST,
    NOT_ABSENT,
    NOT_INVOLVED,
    AllocationRow,
    Candidate,
    Window,
    auditor_rules,
    moderator_rules,
)
from store.ledger import Reader, Unit
from store.people.posts import has_left
from store.tables import Audit, Case, Conflict, Cycle, Person
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid


def is_practice(reader: Reader, audit: Audit) -> bool:
    """Whether this is a practice audit, by which its auditor is trained (programme.md §1)."""
    rule = reader.profile.kinds.get(audit.kind)
    return rule is not None and not rule.trained


def needs_moderator(reader: Reader, audit: Audit) -> bool:
    """Whether the audit needs a moderator: not if the authority or its kind has no moderation."""
    if is_practice(reader, audit):
        return True
    rule = reader.profile.kinds.get(audit.kind)
    return reader.profile.moderates and (rule is None or rule.moderated)


def refuse_needless_moderator(reader: Reader, audit: Audit) -> None:
    """Refuse a moderator for an audit that nobody moderates (programme.md §6)."""
    if audit.moderator is not None and not needs_moderator(reader, audit):
        raise Invalid(
            "Nobody moderates this audit, so it is complete once it is checked: name no moderator.",
            {"moderator": "leave it empty: nobody moderates this audit"},
        )


def window_of(reader: Reader, cycle: Cycle) -> Window:
    """The days of the work: from today, or the start of the month, to the end of the month."""
    calendar = reader.calendar
    last = calendar.last_of_month(cycle.month.year, cycle.month.month)
    first = calendar.nth_of_month(cycle.month.year, cycle.month.month, 1)
    today = calendar.local(reader.at).date()
    return max(first, today), max(last, today)


def candidate_of(
    reader: Reader, person: Person, *, audits_before: int = 0, moderations_before: int = 0
) -> Candidate:
    """A person as the rules see them today."""
    today = reader.today
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
    """An audit as the rules see it today: its case, and everybody who is too close to it."""
    declared = [row for row in reader.rows(Conflict, audit=audit.id) if row.state != "keep"]
    return replace(
        case_row(reader.get(Case, audit.case_ref), audit.id),
        declared=frozenset(conflict.declared_by for conflict in declared),
        released=frozenset(audit.barred),
        quota=audit.quota,
        practice=is_practice(reader, audit),
    )


def case_row(case: Case, row_id: str) -> AllocationRow:
    """A case as the rules see it today, with everybody who works on it."""
    return AllocationRow(
        id=row_id,
        case_ref=case.id,
        service=case.service,
        team=case.team,
        practitioner=case.practitioner,
        team_manager=case.team_manager,
        iro=case.iro,
        cp_chair=case.cp_chair,
        involved=frozenset(case.involved),
    )


def prove_independence(reader: Reader, audit: Audit) -> dict[str, Any]:
    """Each hard rule by name, for the auditor and the moderator, as of now."""
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
    """The names of the hard rules that are broken; none if the row is lawful."""
    proof = prove_independence(reader, audit)
    who, case = {"auditor": audit.auditor, "moderator": audit.moderator}, _case(reader, audit)
    needed = ("auditor", "moderator") if needs_moderator(reader, audit) else ("auditor",)
    missing = [whom for whom in needed if whom not in proof]
    return [f"{whom}: there is none" for whom in missing] + [
        f"{whom}: {named(rule, case, who[whom])}"
        for whom, rules in proof.items()
        for rule, kept in rules.items()
        if not kept
    ]


def require_independent_auditor(unit: Unit, audit: Audit) -> None:
    """Refuse an auditor who is no longer independent, because people move (programme.md §2.3).

    A recorded absence is no reason to refuse: a person who presses the button is present.
    """
    if broken := auditor_breaks(unit, audit):
        raise Invalid(
            "People or cases have moved since this was allocated, and you are no longer "
            f"independent: declare a conflict, and the {terms.AUDIT_TEAM} gives it to "
            f"somebody else.",
            {"independence": "; ".join(broken)},
        )


def require_independent_moderator(unit: Unit, audit: Audit, upn: str) -> None:
    """Refuse a moderator who is no longer independent, because people move (programme.md §2.3)."""
    if broken := moderator_breaks(unit, audit, upn):
        raise Invalid(
            "People or cases have moved since this was allocated, and you are no longer "
            "independent: declare a conflict, and somebody else moderates it.",
            {"independence": "; ".join(broken)},
        )


def moderator_breaks(reader: Reader, audit: Audit, upn: str) -> list[str]:
    """The hard rules that `upn` would break as moderator; an absence does not count."""
    person = reader.find(Person, upn)
    if person is None:
        return [IN_POST]
    row, window = row_of(reader, audit), window_of(reader, reader.get(Cycle, audit.cycle))
    rules = moderator_rules(row, candidate_of(reader, person), audit.auditor, window=window)
    case = _case(reader, audit)
    return [
        named(rule, case, upn) for rule, kept in rules.items() if not kept and rule != NOT_ABSENT
    ]


def auditor_breaks(reader: Reader, audit: Audit) -> list[str]:
    """The hard rules that the auditor breaks since people or cases moved, absences apart."""
    rules, case = prove_independence(reader, audit).get("auditor", {}), _case(reader, audit)
    return [
        named(rule, case, audit.auditor)
        for rule, kept in rules.items()
        if not kept and rule not in (IN_POST, NOT_ABSENT)
    ]


def _case(reader: Reader, audit: Audit) -> Case:
    return reader.get(Case, audit.case_ref)


def named(rule: str, case: Case, upn: str | None) -> str:
    """The rule, with the involvement in the case's extract that breaks it for that person.

    "no declared involvement (allocated case worker from Mon 5 Jan 2026)".
    """
    if rule != NOT_INVOLVED:
        return rule
    told = [_in_words(one) for one in case.involvements or () if one[-1] == upn]
    return f"{rule} ({'; '.join(told)})" if told else rule


def _in_words(one: list[str | None]) -> str:
    _, role, _, since, until, _ = one
    days = [
        f"{word} {say_day(date.fromisoformat(day), year=True)}"
        for word, day in (("from", since), ("to", until))
        if day
    ]
    return " ".join([role or "named on the case", *days])
