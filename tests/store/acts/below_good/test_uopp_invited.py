"""Whom the form of a UoPP meeting offers to invite, and in which order (guide §10)."""

from store.tables import Audit, Case
from store.views.below_good.uopp_form import uopp_form
from tests.store.acts.arranging_meetings import MET, below_good, convene, the_meeting
from tests.store.council import PSW, Council


def reviewed_by(council: Council, audit: Audit, **own: str | None) -> None:
    """The case file names the child's own reviewing officer and chair."""
    with council.unit() as unit:
        case = unit.get(Case, audit.case_ref)
        for role, upn in own.items():
            setattr(case, role, upn)
        unit.record("case.changed", case.id, {})


def offered(council: Council, audit: Audit) -> list[tuple[str, str]]:
    with council.read(MET) as reader:
        return list(uopp_form(reader, audit.id, audit.auditor or "").others)


def test_guide_10_the_childs_own_reviewing_officer_and_chair_stand_first(council: Council) -> None:
    audit = below_good(council)
    reviewed_by(council, audit, iro="iro", cp_chair=PSW)
    first, second, *rest = offered(council, audit)
    assert [first[0], second[0]] == ["iro", PSW]
    assert first[1].endswith(", this child's Independent Reviewing Officer")
    assert second[1].endswith(", this child's Child Protection Chair")
    assert not {"iro", PSW} & {upn for upn, _ in rest}
    names = [name for _, name in rest]
    assert names == sorted(names)


def test_where_one_person_is_both_they_are_offered_once(council: Council) -> None:
    audit = below_good(council)
    reviewed_by(council, audit, iro="iro", cp_chair="iro")
    assert [upn for upn, _ in offered(council, audit)].count("iro") == 1


def test_a_child_without_either_has_the_others_by_name(council: Council) -> None:
    audit = below_good(council)
    reviewed_by(council, audit, iro=None, cp_chair=None)
    names = [name for _, name in offered(council, audit)]
    assert names == sorted(names)
    assert not any("this child's" in name for name in names)


def test_somebody_who_is_asked_already_or_has_left_is_not_offered(council: Council) -> None:
    audit = below_good(council)
    reviewed_by(council, audit, iro="iro", cp_chair="nobody.known")
    convene(council, audit, invite=["iro"])
    assert "iro" in the_meeting(council).invited
    assert not {"iro", "nobody.known"} & {upn for upn, _ in offered(council, audit)}
