"""A council's own extract in the ledger: who is meant is settled once, or the case is set aside."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from store.allocation.drawing import PoolTooSmall
from store.allocation.independence import NOT_INVOLVED, auditor_rules
from store.allocation.independence_today import candidate_of, case_row, named, window_of
from store.allocation.selecting import select_cases
from store.intake.importing import import_given
from store.sheets.given import read_given
from store.tables import Case, Cycle, KnownName, Person
from store.views.programme.unmatched import set_aside_cases, unmatched_names
from store.views.programme.upload import Loaded
from store.vocabulary.errors import Invalid
from tests.store.council import CYCLE, ISSUED, OFFICER, Council, person
from tests.store.sheets.child_level.making import Lines, given, in_care, in_need, on_plan, referral
from tests.store.sheets.child_level.making_ssd import TABLES, zipped

MASH = {"team": "mash", "worker": "SW Mash"}


def take(
    council: Council, lists: Mapping[int | str, Lines], *, at: datetime = ISSUED, by: str = OFFICER
) -> Loaded:
    with council.unit(by=by, at=at) as unit:
        return import_given(unit, "annex.xlsx", given(dict(lists)))


def case(council: Council, ref: str) -> Case:
    with council.read() as reader:
        return reader.get(Case, ref)


def match(council: Council, **fields: object) -> None:
    council.do("cases.match", council.programme, fields, by=OFFICER)


@pytest.mark.parametrize("worker", ["Sw Mash", "SW\xa0MASH", "Mash, Sw", "S'w Másh", " sw  mash "])
def test_a_worker_is_who_has_that_name_however_it_is_spelt(council: Council, worker: str) -> None:
    loaded = take(council, {6: [in_need(700001, team="MASH", worker=worker)]})
    assert (loaded.set_aside, loaded.unmatched) == ((), ())
    found = case(council, "700001")
    assert (found.practitioner, found.team_manager) == ("sw.mash", "tm.mash")
    assert (found.service, found.team, found.plan) == ("Frontdoor", "MASH", "CIN")


@pytest.mark.parametrize("worker", ["Swe Mash", "Mash", "Mash Sw", "Tim Masher"])
def test_a_likeness_is_no_proof_and_is_asked_about(council: Council, worker: str) -> None:
    loaded = take(council, {6: [in_need(700001, team="MASH", worker=worker)]})
    (asked,) = loaded.unmatched
    assert (asked.name, asked.team, asked.cases) == (worker, "MASH", 1)
    assert [one.case_ref for one in loaded.set_aside] == ["700001"]
    assert case(council, "700001").practitioner == ""


def test_who_is_asked_about_comes_with_the_likeliest_people_first(council: Council) -> None:
    (asked,) = take(council, {6: [in_need(1, team="MASH", worker="Swe Mash")]}).unmatched
    assert asked.likely[0] == "sw.mash"
    assert {"tm.mash", "ap.mash"} <= set(asked.likely)


def test_two_people_of_one_name_are_told_apart_by_their_team(council: Council) -> None:
    twins = [
        person("ann.a", name="Ann Lee", service="Frontdoor", team="MASH"),
        person("ann.b", name="Ann Lee", service="Care", team="Care One"),
    ]
    council.load_people(twins)
    loaded = take(
        council,
        {
            6: [
                in_need(1, team="MASH", worker="Ann Lee"),
                in_need(2, team="Care One", worker="Ann Lee"),
                in_need(3, team="Response", worker="Ann Lee"),
            ]
        },
    )
    assert [case(council, ref).practitioner for ref in "123"] == ["ann.a", "ann.b", ""]
    assert [(one.name, one.team) for one in loaded.unmatched] == [("Ann Lee", "Response")]
    match(council, workers=[{"name": "Ann Lee", "team": "Response", "upn": "ann.b"}])
    assert [case(council, ref).practitioner for ref in "123"] == ["ann.a", "ann.b", "ann.b"]


def test_an_answer_is_kept_and_is_a_fact_and_is_not_asked_again(council: Council) -> None:
    lists: dict[int | str, Lines] = {
        6: [in_need(1, team="The Hub", worker="Liz Mash"), in_need(2, **MASH)]
    }
    loaded = take(council, lists)
    assert [(one.name, one.team) for one in loaded.unmatched] == [
        ("", "The Hub"),
        ("Liz Mash", "The Hub"),
    ]
    match(
        council,
        workers=[{"name": "Liz Mash", "upn": "SW.MASH"}],
        teams=[{"name": "The Hub", "service": "Frontdoor", "team": "MASH"}],
    )
    found = case(council, "1")
    assert (found.practitioner, found.team, found.set_aside) == ("sw.mash", "MASH", None)
    with council.read() as reader:
        assert unmatched_names(reader) == ()
        assert {row.id for row in reader.rows(KnownName)} == {"worker:liz mash", "team:the hub"}
    assert council.table("fact")[-1]["verb"] == "cases.match"
    again = take(council, lists)
    assert (again.unchanged, again.unmatched) == (2, ())
    assert council.problems() == []


def test_an_unknown_upn_is_refused_and_nothing_is_kept(council: Council) -> None:
    take(council, {6: [in_need(1, team="MASH", worker="Liz Mash")]})
    before = council.everything()
    with pytest.raises(Invalid) as refused:
        match(council, workers=[{"name": "Liz Mash", "upn": "nobody.here@x.example"}])
    assert refused.value.fields == {"workers.0.upn": "is not in the people file"}
    assert council.everything() == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (in_need(1, team="#N/A", worker="#N/A"), "nobody is named as its worker; no team is named"),
        (in_need(1, team="MASH", worker="#N/A"), "nobody is named as its worker"),
        (in_need(1, team="Elsewhere", worker="Sw Mash"), "its team is not known"),
        (in_need(1, "e) Closed episode", **MASH), "it is closed and has no closing date"),
    ],
)
def test_a_case_that_nobody_can_be_matched_to_is_set_aside_and_says_why(
    council: Council, line: list[object], why: str
) -> None:
    loaded = take(council, {6: [line]})  # type: ignore[list-item]
    assert [(one.case_ref, one.reason) for one in loaded.set_aside] == [("1", why)]


def test_a_case_that_is_set_aside_is_never_drawn(council: Council) -> None:
    """Neither for a full audit nor for a dip sample, whatever the filter."""
    unknown = [in_need(n, team="MASH", worker="Liz Mash") for n in range(800_000, 800_030)]
    take(council, {6: unknown})
    with council.read() as reader:
        cycle = reader.get(Cycle, CYCLE)
        aside = {one.case_ref for one in set_aside_cases(reader)}
        assert len(aside) == 30
        drawn = select_cases(reader, cycle, where="", seed=3)
        assert not aside & {*drawn.pool, *(one.case.id for one in drawn.chosen)}
        with pytest.raises(PoolTooSmall) as short:
            select_cases(reader, cycle, where="flags=abuse_or_neglect", seed=3)
    assert "30 set aside" in short.value.message


def test_a_known_case_keeps_who_was_known_while_the_new_worker_is_not(council: Council) -> None:
    take(council, {6: [in_need(1, **MASH)]})
    take(council, {6: [in_need(1, team="MASH", worker="Liz Mash")]})
    found = case(council, "1")
    assert (found.practitioner, found.set_aside) == ("sw.mash", ["unknown_worker"])


def test_whoever_any_list_names_may_not_audit_the_case(council: Council) -> None:
    take(council, {
        3: [referral(1, team="Care One", worker="Ap Care One")],
        7: [on_plan(1, team="MASH", worker="Sw Mash")],
    })  # fmt: skip
    assert case(council, "1").involved == ["ap.care.one"]
    with council.read() as reader:
        row = case_row(reader.get(Case, "1"), "an audit")
        person = candidate_of(reader, reader.get(Person, "ap.care.one"))
        rules = auditor_rules(row, person, window=window_of(reader, reader.get(Cycle, CYCLE)))
    assert rules[NOT_INVOLVED] is False


def test_whoever_may_chair_a_childs_reviews_may_not_audit_the_case(council: Council) -> None:
    """Annex A names no IRO, so every IRO may be this child's."""
    take(council, {8: [in_care(1, team="Care One", worker="Sw Care One")]})
    assert case(council, "1").involved == ["iro"]


def test_the_childs_ethnicity_and_birth_date_are_sealed_and_in_no_fact(council: Council) -> None:
    take(council, {6: [in_need(1, **MASH)]})
    with council.read() as reader:
        known = json.loads(reader.unseal(reader.get(Case, "1").identity) or "{}")
    assert known == {"name": None, "date_of_birth": "2014-02-19", "ethnicity": "WBRI"}
    fact = council.table("fact")[-1]
    assert "WBRI" not in fact["changes"] + fact["fields"]
    assert "2014-02-19" not in fact["changes"] + fact["fields"]
    assert json.loads(fact["fields"]) | {"sha256": ""} == {
        "file": "annex.xlsx", "kind": "annex-a", "rows": 1, "sha256": "",
    }  # fmt: skip


def test_what_changed_is_told_by_kind(council: Council) -> None:
    everybody = [in_need(n, **MASH) for n in range(1, 6)]
    assert take(council, {6: everybody}).changed_by_kind == {"new": 5}
    changed = take(council, {
        6: [
            in_need(1, closed=date(2026, 11, 30), **MASH),
            in_need(3, team="Response", worker="Sw Response"),
            in_need(4, **MASH),
        ],
        7: [on_plan(2, team="MASH", worker="Sw Mash")],
    })  # fmt: skip
    assert changed.changed_by_kind == {
        "closed": 1, "stepped_up_to_CP": 1, "moved_team": 1, "moved_worker": 1,
    }  # fmt: skip
    assert "5" in changed.missing
    assert case(council, "5").closed_on is None


def test_a_step_up_is_a_flag_for_the_practice_window(council: Council) -> None:
    take(council, {6: [in_need(1, **MASH)]})
    plan: dict[int | str, Lines] = {7: [on_plan(1, team="MASH", worker="Sw Mash")]}
    take(council, plan)
    assert "stepped_up" in case(council, "1").flags
    week_later = take(council, plan, at=ISSUED + timedelta(days=7))
    assert week_later.unchanged == 1
    take(council, plan, at=ISSUED + timedelta(days=250))
    assert "stepped_up" not in case(council, "1").flags


def test_a_refusal_names_the_involvement_of_the_extract(council: Council) -> None:
    """Everybody whom the SSD has on a case in the practice window may not audit it."""
    lee = person("ann.lee", name="Ann Lee", service="Care", team="Care One")
    wills = person(
        "petra", name="Petra Wills", roles=["practitioner"], service="Care", team="Unit 1"
    )
    boss = person("boss", roles=["team_manager"], service="Care", team="Unit 1")
    council.load_people([lee, wills, boss])
    with council.unit(by=OFFICER, at=ISSUED) as unit:
        read = read_given("ssd.zip", zipped(TABLES), unit.profile.child_level_data)
        import_given(unit, "ssd.zip", read)
        found = unit.get(Case, "P-1")
    assert (found.practitioner, found.team, found.set_aside) == ("petra", "Unit 1", None)
    assert "ann.lee" in found.involved
    assert named(NOT_INVOLVED, found, "ann.lee") == (
        "no declared involvement (allocated case worker from Mon 5 Jan 2026 to Tue 30 Jun 2026)"
    )
    assert named(NOT_INVOLVED, found, "tm.mash") == NOT_INVOLVED


def test_somebody_new_in_the_people_file_is_found_on_the_cases_that_name_them(
    council: Council,
) -> None:
    take(council, {6: [in_need(1, team="MASH", worker="Xavier New")]})
    assert case(council, "1").set_aside == ["unknown_worker"]
    council.load_people([person("x.new", name="Xavier New", service="Frontdoor", team="MASH")])
    found = case(council, "1")
    assert (found.practitioner, found.set_aside) == ("x.new", None)
    assert council.problems() == []
