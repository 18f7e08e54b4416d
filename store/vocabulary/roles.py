"""The roles that people hold (programme.md §1; contract.md §4)."""

from typing import Literal, get_args

Role = Literal[
    "auditor", "moderator", "practitioner", "team_manager", "advanced_practitioner",
    "group_manager", "head_of_service", "iro", "cp_chair", "audit_officer", "audit_manager",
    "head_of_learning_academy", "head_of_qa", "psw", "divisional_director", "assistant_director",
    "director", "performance_team", "external_auditor",
]  # fmt: skip
"""A role as the people sheet and profiles spell it; a profile gives it its local title."""

ROLES: tuple[Role, ...] = get_args(Role)
