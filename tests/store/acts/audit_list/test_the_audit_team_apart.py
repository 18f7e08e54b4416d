"""Nobody of the audit team gives away their own audit, nor says who looks at their work (§2.2)."""

from typing import Any

import pytest

from store.registry import may
from store.tables import Audit
from store.vocabulary.errors import NotAllowed
from tests.store.acts.arranging import change_person, undrawn
from tests.store.acts.arranging_disputes import dips
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    HOS,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    SETUP,
    Council,
    caseload,
    staff,
)

OWN = ("auditor", "practitioner", "team_manager")
TEAM = (OFFICER, OTHER_OFFICER, MANAGER)


def a_drafted_list(empty: Council) -> Audit:
    """A row of a list that is allocated and not yet proposed."""
    empty.found()
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    return empty.audits(state="allocated")[0]


def made_theirs(council: Council, audit: Audit, part: str, upn: str = OFFICER) -> Audit:
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        setattr(row, part, upn)
        unit.record("audit.changed", row.id, {})
    return council.audit(audit.id)


def swap(council: Council, audit: Audit, by: str) -> None:
    given: dict[str, Any] = {"case_ref": undrawn(council), "reason": "The family moved away"}
    council.do("list.swap", audit.id, given, by=by, at=SETUP)


def only_the_officer_is_left(council: Council) -> None:
    change_person(council, OTHER_OFFICER, roles=["practitioner"])
    change_person(council, MANAGER, roles=["practitioner"])


def may_do(council: Council, verb: str, audit: Audit, people: tuple[str, ...]) -> set[str]:
    with council.read() as reader:
        row = reader.get(Audit, audit.id)
        return {upn for upn in people if may(reader, verb, row, upn)}


@pytest.mark.parametrize("part", OWN)
def test_2_2_a_row_of_ones_own_is_swapped_by_a_colleague(empty: Council, part: str) -> None:
    audit = made_theirs(empty, a_drafted_list(empty), part)
    with pytest.raises(NotAllowed):
        swap(empty, audit, OFFICER)
    assert may_do(empty, "list.swap", audit, TEAM) == {OTHER_OFFICER, MANAGER}
    swap(empty, audit, OTHER_OFFICER)


@pytest.mark.parametrize("part", OWN)
def test_2_2_where_the_audit_team_is_one_person_who_is_in_it_one_up_may_swap(
    empty: Council, part: str
) -> None:
    audit = made_theirs(empty, a_drafted_list(empty), part)
    only_the_officer_is_left(empty)
    people = (OFFICER, ACADEMY, DIRECTOR, HOS)
    assert may_do(empty, "list.swap", audit, people) == {ACADEMY}
    swap(empty, audit, ACADEMY)


def test_2_2_every_other_row_stays_the_audit_teams_alone(empty: Council) -> None:
    audit = a_drafted_list(empty)
    assert may_do(empty, "list.swap", audit, (*TEAM, ACADEMY)) == set(TEAM) - {audit.auditor}


@pytest.mark.parametrize("part", OWN)
def test_2_15_who_looks_at_ones_own_work_or_takes_ones_own_sample_is_said_by_a_colleague(
    council: Council, part: str
) -> None:
    audit = made_theirs(council, dips(council)[0], part)
    with pytest.raises(NotAllowed):
        council.do("dip.assign", audit.id, {"to": OTHER_OFFICER}, by=OFFICER)
    council.do("dip.assign", audit.id, {"to": OTHER_OFFICER}, by=MANAGER)


@pytest.mark.parametrize("part", OWN)
def test_2_15_where_the_audit_team_is_one_person_who_is_in_it_one_up_gives_the_sample(
    council: Council, part: str
) -> None:
    audit = made_theirs(council, dips(council)[0], part)
    only_the_officer_is_left(council)
    assert may_do(council, "dip.assign", audit, (OFFICER, ACADEMY, DIRECTOR)) == {ACADEMY}
    change_person(council, "iro", service="Care")
    council.do("dip.assign", audit.id, {"to": "iro"}, by=ACADEMY)
