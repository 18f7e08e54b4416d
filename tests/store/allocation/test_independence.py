"""The hard rules, one by one, and the same rules as tables."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.allocation import independence as rule
from store.allocation.cost_tables import build_tables
from store.allocation.independence import AllocationRow, Candidate, auditor_rules, moderator_rules
from tests.store.allocation.allocations import councils
from tests.store.small_council import WINDOW, auditor, moderator, row

ME = "amara@council"


def broken(rules: dict[str, bool]) -> set[str]:
    return {name for name, kept in rules.items() if not kept}


def test_a_trained_manager_of_another_team_may_audit() -> None:
    assert broken(auditor_rules(row("1"), auditor(ME), window=WINDOW)) == set()


@pytest.mark.parametrize(
    ("facts", "person", "reason"),
    [
        ({}, {"trained_on": None}, rule.TRAINED),
        ({}, {"trained_on": date(2026, 12, 2)}, rule.TRAINED),
        ({}, {"roles": frozenset({"practitioner", "iro"})}, rule.MAY_AUDIT),
        ({}, {"team": "mash "}, rule.OTHER_TEAM),
        ({"practitioner": "AMARA@council"}, {}, rule.NOT_PRACTITIONER),
        ({"team_manager": "Amara@Council"}, {}, rule.NOT_TEAM_MANAGER),
        ({"iro": ME}, {}, rule.NOT_IRO),
        ({"cp_chair": ME}, {}, rule.NOT_CP_CHAIR),
        ({"involved": frozenset({"AMARA@COUNCIL"})}, {}, rule.NOT_INVOLVED),
        ({"declared": frozenset({ME})}, {}, rule.NOT_INVOLVED),
        ({"released": frozenset({ME})}, {}, rule.NOT_RELEASED),
        ({}, {"left": True}, rule.IN_POST),
        ({}, {"absent": ((date(2026, 12, 31), date(2027, 1, 31)),)}, rule.NOT_ABSENT),
        ({}, {"absent": ((date(2026, 11, 1), None),)}, rule.NOT_ABSENT),
    ],
)
def test_each_rule_of_independence_is_told_by_its_own_name(
    facts: dict[str, Any], person: dict[str, Any], reason: str
) -> None:
    assert broken(auditor_rules(row("1", **facts), auditor(ME, **person), window=WINDOW)) == {
        reason
    }


def test_somebody_back_before_the_audit_starts_may_audit() -> None:
    away = ((date(2026, 10, 1), date(2026, 11, 30)), (date(2027, 1, 1), None))
    assert broken(auditor_rules(row("1"), auditor(ME, absent=away), window=WINDOW)) == set()


def test_a_team_of_the_same_name_in_another_service_is_another_team() -> None:
    elsewhere = auditor(ME, team="MASH", service="FSP & CWD")
    assert broken(auditor_rules(row("1"), elsewhere, window=WINDOW)) == set()


@pytest.mark.parametrize(
    ("facts", "person", "reason"),
    [
        ({}, {"upn": "AUDITOR@council"}, rule.NOT_AUDITOR),
        ({}, {"roles": frozenset({"team_manager"})}, rule.SENIOR_OR_NAMED),
        (
            {},
            {"roles": frozenset({"head_of_service"}), "service": "frontdoor"},
            rule.NOT_HEAD_OF_SERVICE,
        ),
        ({}, {"team": "MASH", "service": "Frontdoor"}, rule.OTHER_TEAM),
        ({"iro": ME}, {}, rule.NOT_IRO),
        ({"cp_chair": ME}, {}, rule.NOT_CP_CHAIR),
        ({"involved": frozenset({ME})}, {}, rule.NOT_INVOLVED),
        ({}, {"left": True}, rule.IN_POST),
        ({}, {"absent": (WINDOW,)}, rule.NOT_ABSENT),
    ],
)
def test_a_moderator_is_as_independent_and_somebody_else(
    facts: dict[str, Any], person: dict[str, Any], reason: str
) -> None:
    known = {"upn": ME} | person
    rules = moderator_rules(row("1", **facts), moderator(**known), "auditor@council", window=WINDOW)
    assert broken(rules) == {reason}


def test_a_moderator_need_not_be_trained_as_an_auditor() -> None:
    rules = moderator_rules(row("1"), moderator(ME), "auditor@council", window=WINDOW)
    assert broken(rules) == set()


def test_a_head_of_another_service_may_moderate() -> None:
    head = Candidate(upn=ME, roles=frozenset({"head_of_service"}), service="FSP & CWD")
    assert broken(moderator_rules(row("1"), head, "auditor@council", window=WINDOW)) == set()


@given(council=councils(), seed=st.integers(0, 9))
def test_the_tables_of_the_solver_say_what_the_rules_say(
    council: tuple[list[AllocationRow], list[Candidate]], seed: int
) -> None:
    tables = build_tables(*council, seed=seed, window=WINDOW, history={})
    only = {
        number: set(np.flatnonzero(line).tolist()) for number, line in enumerate(tables.moderator)
    }
    for number, case in enumerate(tables.rows):
        for person, candidate in enumerate(tables.people):
            auditing = auditor_rules(case, candidate, window=WINDOW) | {
                rule.LEAVES_MODERATOR: only[number] != {person}
            }
            by_table = {name: bool(t[number, person]) for name, t in tables.auditor_rules.items()}
            assert by_table == auditing
            assert tables.auditor[number, person] == all(auditing.values())
            moderating = moderator_rules(case, candidate, None, window=WINDOW)
            assert tables.moderator[number, person] == all(moderating.values())
