"""The workload of a rehearsal: how many acts people did, by month and role."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from store.ledger import Reader
from store.tables import Person

ROLES_BY_SENIORITY = (
    "director", "divisional_director", "assistant_director", "head_of_learning_academy",
    "head_of_qa", "psw", "audit_manager", "audit_officer", "head_of_service", "group_manager",
    "team_manager", "advanced_practitioner", "external_auditor", "iro", "cp_chair", "practitioner",
    "moderator", "auditor", "performance_team",
)  # fmt: skip
"""Roles, the most senior first. A person with several roles counts under the most senior."""


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """One role in one month: how many people hold it, and how many acts each of them did."""

    month: str
    role: str
    people: int
    mean: float
    most: int
    busiest: str


def workload_by_role(reader: Reader, done: Mapping[tuple[str, str], int]) -> list[RoleLoad]:
    """What people did by month and role; `done` counts acts by UPN and month ("2026-12")."""
    roles = {person.id: _most_senior_role(person) for person in reader.rows(Person)}
    people: dict[str, int] = defaultdict(int)
    for role in roles.values():
        people[role] += 1
    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (upn, month), n in sorted(done.items()):
        if upn in roles:
            counted[month, roles[upn]][upn] = n
    return [
        RoleLoad(
            month=month,
            role=role,
            people=people[role],
            mean=round(sum(counts.values()) / people[role], 1),
            most=max(counts.values()),
            busiest=max(sorted(counts), key=counts.__getitem__),
        )
        for (month, role), counts in sorted(
            counted.items(), key=lambda item: (item[0][0], ROLES_BY_SENIORITY.index(item[0][1]))
        )
    ]


def mean_and_most(loads: list[RoleLoad]) -> dict[str, tuple[float, int]]:
    """For each role: the mean of acts per person and month, and the most that one person did."""
    found: dict[str, list[RoleLoad]] = defaultdict(list)
    for one in loads:
        found[one.role].append(one)
    return {
        role: (round(mean(one.mean for one in months), 1), max(one.most for one in months))
        for role, months in found.items()
    }


def _most_senior_role(person: Person) -> str:
    return next((role for role in ROLES_BY_SENIORITY if role in person.roles), "practitioner")
