"""What a programme asks of its people: things done by person and month, and in which roles."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from store.ledger import Reader
from store.tables import Person

SHARED_OUT = (
    "director", "divisional_director", "assistant_director", "head_of_learning_academy",
    "head_of_qa", "psw", "audit_manager", "audit_officer", "head_of_service", "group_manager",
    "team_manager", "advanced_practitioner", "external_auditor", "iro", "cp_chair", "practitioner",
    "moderator", "auditor", "performance_team",
)  # fmt: skip
"""Roles, the most senior first: somebody with several counts under the first of theirs."""


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """Of one role in one month: how many people, and how many things each did."""

    month: str
    role: str
    people: int
    mean: float
    most: int
    busiest: str


def load_of(reader: Reader, done: Mapping[tuple[str, str], int]) -> list[RoleLoad]:
    """By month and role, what people did; `done` counts acts by (UPN, month "2026-12")."""
    roles = {person.id: _role(person) for person in reader.rows(Person)}
    people: dict[str, int] = defaultdict(int)
    for role in roles.values():
        people[role] += 1
    by_place: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (upn, month), n in sorted(done.items()):
        if upn in roles:
            by_place[month, roles[upn]][upn] = n
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
            by_place.items(), key=lambda item: (item[0][0], SHARED_OUT.index(item[0][1]))
        )
    ]


def by_role(loads: list[RoleLoad]) -> dict[str, tuple[float, int]]:
    """For each role the mean of its months, things done a person, and the most of anybody."""
    found: dict[str, list[RoleLoad]] = defaultdict(list)
    for one in loads:
        found[one.role].append(one)
    return {
        role: (round(mean(one.mean for one in months), 1), max(one.most for one in months))
        for role, months in found.items()
    }


def _role(person: Person) -> str:
    return next((role for role in SHARED_OUT if role in person.roles), "practitioner")
