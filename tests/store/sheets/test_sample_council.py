"""The sample council keeps its promises: lawful, large enough, and reproducible from its seed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from infra.sample_council.files import sample_council
from store.sheets.cases import CaseRow, CaseSheet, read_cases
from store.sheets.people import PeopleSheet, read_people
from store.sheets.person import PersonRow
from store.sheets.reading import read_table
from store.vocabulary.roles import ROLES

ROOT = Path(__file__).resolve().parents[3]
COUNCIL = ROOT / "bot" / "desk" / "council"
SERVICES = ("Frontdoor", "FSP and CWD", "CLA and TCS")
MONTH = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def people() -> PeopleSheet:
    path = COUNCIL / "people.csv"
    return read_people(read_table(path.name, path.read_bytes()))


@pytest.fixture(scope="module")
def cases(people: PeopleSheet) -> CaseSheet:
    path = COUNCIL / "cases.csv"
    table = read_table(path.name, path.read_bytes())
    return read_cases(table, known=people.upns, teams=people.teams)


def holding(people: PeopleSheet, role: str, service: str | None = None) -> list[PersonRow]:
    return [row for row in people.rows if role in row.roles and service in {None, row.service}]


def away_all_month(row: PersonRow) -> bool:
    return bool(
        row.absent_from
        and row.absent_from <= MONTH[0]
        and (row.absent_to is None or row.absent_to >= MONTH[1])
    )


def test_the_committed_files_are_what_the_generator_makes() -> None:
    for name, content in sample_council().items():
        assert (COUNCIL / name).read_bytes() == content


def test_another_seed_makes_another_council() -> None:
    assert sample_council(1) != sample_council()


def test_it_reads_without_a_problem_or_a_stray_column(
    people: PeopleSheet, cases: CaseSheet
) -> None:
    assert (*people.unknown_columns, *people.absent_columns) == ()
    assert (*cases.unknown_columns, *cases.absent_columns) == ()


def test_three_services_have_at_least_seven_teams_each_with_its_people(
    people: PeopleSheet, cases: CaseSheet
) -> None:
    assert {row.service for row in cases.rows} == set(SERVICES)
    for service in SERVICES:
        teams = {row.team for row in cases.rows if row.service == service}
        assert len(teams) >= 7
        for team in teams:
            roles = Counter(role for row in people.rows if row.team == team for role in row.roles)
            assert roles["team_manager"] == 1
            assert roles["advanced_practitioner"] >= 2
            assert 4 <= roles["practitioner"] <= 6


def test_every_post_is_held(people: PeopleSheet) -> None:
    held = Counter(role for row in people.rows for role in row.roles)
    assert set(held) == set(ROLES)
    assert [len(holding(people, "head_of_service", service)) for service in SERVICES] == [1, 1, 1]
    assert all(1 <= len(holding(people, "group_manager", name)) <= 2 for name in SERVICES)
    assert (held["audit_officer"], held["audit_manager"], held["external_auditor"]) == (2, 1, 2)
    assert min(held["iro"], held["cp_chair"]) >= 4


def test_every_line_of_management_ends_at_the_director(people: PeopleSheet) -> None:
    above = {row.upn: row.manager_upn for row in people.rows}
    (director,) = holding(people, "director")
    for row in people.rows:
        top = row.upn
        while manager := above[top]:
            top = manager
        assert top == director.upn


def test_there_are_auditors_and_moderators_enough(people: PeopleSheet) -> None:
    trained = [row for row in holding(people, "auditor") if row.trained_on]
    assert len(trained) >= 60
    assert len(holding(people, "moderator")) >= 15
    assert len([row for row in trained if "team_manager" in row.roles]) >= 24
    assert len([row for row in trained if "advanced_practitioner" in row.roles]) >= 36


def test_december_has_its_exceptions(people: PeopleSheet) -> None:
    away = [row for row in people.rows if row.absent_from]
    assert len(away) >= 2
    assert all(row.delegate_upn for row in away)
    assert len([row for row in holding(people, "auditor") if row.trained_on is None]) == 1
    assert [row.max_audits for row in people.rows if row.max_audits is not None] == [1]


def test_there_are_cases_enough_for_a_cycle_of_any_service_with_its_dip_samples(
    cases: CaseSheet,
) -> None:
    count = Counter(row.service for row in cases.rows)
    assert len(cases.rows) >= 240
    assert min(count.values()) >= 90
    assert count["Frontdoor"] >= 110
    neglect = [row for row in cases.rows if "neglect" in row.flags and row.service == "Frontdoor"]
    assert len(neglect) >= 75  # 60 full audits and a KLOE's dip samples on neglect alone


def test_the_cases_are_varied_and_make_sense(cases: CaseSheet) -> None:
    assert {"CIN", "CP", "CLA", "EHA"} <= {row.plan for row in cases.rows}
    flags = {flag for row in cases.rows for flag in row.flags}
    assert {"neglect", "domestic_abuse", "stepped_up", "re_referral", "exploitation"} <= flags
    for row in cases.rows:
        assert (row.cp_chair_upn is not None) == (row.plan == "CP")
        assert (row.iro_upn is not None) == (row.plan in {"CLA", "Pathway"})
        assert row.date_of_birth
        assert 0 <= (MONTH[0] - row.date_of_birth).days < 18 * 365.25
    closed = [row for row in cases.rows if row.closed_on]
    assert (
        len([row for row in closed if row.closed_on and row.closed_on >= MONTH[0].replace(month=6)])
        > 30
    )
    assert len([row for row in cases.rows if row.involved_upns]) > 30


def test_no_child_bears_the_name_of_somebody_on_the_staff(
    people: PeopleSheet, cases: CaseSheet
) -> None:
    children = [row.child_name for row in cases.rows]
    assert len(set(children)) == len(children)
    assert not {row.name for row in people.rows} & set(children)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(("role", "quota"), [("team_manager", 40), ("advanced_practitioner", 20)])
def test_a_cycle_of_any_service_can_be_allocated_lawfully(
    people: PeopleSheet, cases: CaseSheet, service: str, role: str, quota: int
) -> None:
    """At most two audits each, by team managers who are present, whichever cases are drawn."""
    hands = [
        row
        for row in holding(people, role)
        if row.trained_on and not away_all_month(row)
        for _ in range(min(2, row.max_audits if row.max_audits is not None else 2))
    ]
    for drawn in draws([row for row in cases.rows if row.service == service], quota):
        lawful = np.array([[may_audit(hand, case) for hand in hands] for case in drawn])
        match = maximum_bipartite_matching(csr_matrix(lawful), perm_type="column")
        assert (match >= 0).all()


def draws(pool: list[CaseRow], quota: int) -> Iterable[list[CaseRow]]:
    """A few very different draws: whole teams in a row, and one spread over all teams."""
    yield pool[:quota]
    yield pool[-quota:]
    yield sorted(pool, key=lambda row: row.case_ref)[:quota]


def may_audit(auditor: PersonRow, case: CaseRow) -> bool:
    involved = {
        case.practitioner_upn,
        case.team_manager_upn,
        case.iro_upn,
        case.cp_chair_upn,
        *case.involved_upns,
    }
    return auditor.team != case.team and auditor.upn not in involved
