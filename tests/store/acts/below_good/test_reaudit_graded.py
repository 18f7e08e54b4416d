"""Re-audits are allocated, moderated and counted; the rest may follow (guide §15)."""

import pytest

from store.allocation.independence_today import broken_rules
from store.allocation.standing import recent_audits
from store.tables import Audit, Cycle
from store.views.nudges.status import standing
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.looking_again import (
    JUNE,
    MAY,
    NEXT,
    issue_next,
    moderated,
    next_cycle,
    reaudits,
    told,
)
from tests.store.audit_month import check, hand_in, moderate
from tests.store.council import ACADEMY, CYCLE, DIRECTOR, HOS, OFFICER, PSW, Council

ACTION = {
    "what": "See the child alone",
    "who": "practitioner",
    "by": "2027-06-30",
    "different": "The child's own words guide the plan",
}


# ---- allocated, done and moderated as any other --------------------------------------------------


def test_2_3_it_is_allocated_by_the_same_rules_and_proved(council: Council) -> None:
    moderated(council, "RI", "RI", "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    assert again.state == "issued"
    assert again.auditor
    assert again.moderator
    proof = again.independence or {}
    assert all(proof["auditor"].values())
    assert all(proof["moderator"].values())
    with council.read(JUNE) as reader:
        assert broken_rules(reader, again) == []
    assert told(council, "allocation", again.id) == {again.auditor}
    assert "return.submit" in council.duties(again.id)


def test_3_no_section_of_its_own_is_asked_for_it_is_a_file_review_and_a_discussion(
    council: Council,
) -> None:
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    assert "section.complete" not in council.duties(again.id)


def test_3_it_is_moderated_as_usual_and_good_work_has_improved(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    check(council, hand_in(council, again, at=JUNE), at=JUNE)
    assert council.duties(again.id).keys() == {"moderation.decide"}
    assert council.audit(audit.id).improved_at is None
    council.do("moderation.agree", again.id, by=again.moderator or "", at=JUNE)
    assert council.audit(audit.id).improved_at == JUNE
    assert council.audit(audit.id).moderated == "RI"


def good_again(council: Council, audit: Audit) -> Audit:
    """The audit's re-audit, moderated as good."""
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="Good")
    assert council.audit(audit.id).improved_at
    return again


def disputed(council: Council, audit: Audit, grade: str) -> None:
    """Its Team Manager disputes the grade, and it is settled as `grade`."""
    council.do("dispute.raise", audit.id, {"reason": "No"}, by=audit.team_manager, at=JUNE)
    given = {"answer": "Well", "outcome": "refer"}
    council.do("dispute.answer", audit.id, given, by=audit.moderator or "", at=JUNE)
    given = {"grade": grade, "rationale": "It shows"}
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=JUNE)


def test_3_a_re_audit_whose_grade_falls_has_improved_nothing_and_the_work_is_escalated(
    council: Council,
) -> None:
    (audit,) = moderated(council, "RI")
    again = good_again(council, audit)
    assert "improvement.escalate" not in council.duties(audit.id)
    disputed(council, again, "RI")
    assert council.audit(audit.id).improved_at is None
    duty = council.duties(audit.id)["improvement.escalate"]
    assert "from the work falling below good again on Tue 1 Jun (Tue 8 Jun)" in duty.rule
    assert "the date it had (Mon 12 Apr)" in duty.rule
    assert council.problems() == []


def test_3_a_case_that_was_re_audited_is_not_drawn_again_within_the_months_of_the_profile(
    council: Council,
) -> None:
    (audit,) = moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    with council.read(JUNE) as reader:
        assert audit.case_ref in recent_audits(reader, reader.get(Cycle, NEXT), months=2)


def test_5_whose_work_is_re_audited_sees_it_in_their_status(council: Council) -> None:
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    with council.read(JUNE) as reader:
        worked = standing(reader, again.practitioner).worked
    assert f"{again.case_ref} (re-audit)" in {own.case_ref for own in worked}


def test_3_still_ri_at_the_re_audit_has_not_improved_and_begins_again(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="RI", actions=[ACTION])
    assert council.audit(audit.id).improved_at is None
    assert "dip.reaudit" in council.duties(again.id)


def test_5_its_grade_is_counted_apart_from_full_audits(council: Council) -> None:
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    moderate(council, again, at=JUNE, grade="Good")
    with council.read(JUNE) as reader:
        rows = {row["kind"]: row for row in grades(reader, [NEXT], full=True)["rows"]}
    assert rows["reaudit"]["n"] == 1
    assert rows["full"]["n"] == 0


def test_2_2_a_case_that_is_re_audited_has_no_full_audit_as_well(council: Council) -> None:
    moderated(council, "RI", "RI", "RI")
    (again,) = next_cycle(council)
    with council.read() as reader:
        cycle = reader.get(Cycle, NEXT)
        full = {audit.case_ref for audit in reader.rows(Audit, cycle=NEXT, kind="full")}
        assert (cycle.parameters or {})["re_audited"] == [again.case_ref]
    assert again.case_ref not in full


def test_2_4_the_head_of_service_may_ask_for_a_change_and_only_other_work_below_good_comes_in(
    council: Council,
) -> None:
    audits = moderated(council, "RI", "RI", "Good")
    (again,) = next_cycle(council)
    council.do("cycle.allocate", NEXT, {"seed": 7}, at=MAY)
    council.do("list.propose", NEXT, at=MAY)
    given = {"audit": again.id, "reason": "The family has moved"}
    council.do("list.change", NEXT, given, by=HOS, at=MAY)
    good = next(audit for audit in audits if audit.moderated == "Good")
    with pytest.raises(Invalid, match="not among the work below good"):
        council.do("list.swap", again.id, {"case_ref": good.case_ref, "reason": "x"}, by=OFFICER)
    other = next(a for a in audits if a.moderated == "RI" and a.case_ref != again.case_ref)
    council.do("list.swap", again.id, {"case_ref": other.case_ref, "reason": "x"}, by=OFFICER)
    assert council.audit(f"{other.case_ref}-2027-06-reaudit").looks_at == other.id


# ---- the word to widen ---------------------------------------------------------------------------


def test_3_not_consistently_improved_the_academy_may_re_audit_all_the_rest(
    council: Council,
) -> None:
    audits = moderated(council, "RI", "RI", "Inadequate", "Good")
    next_cycle(council)
    issue_next(council)
    given = {"reason": "The first has not improved"}
    for upn in (HOS, PSW, DIRECTOR, OFFICER):
        with pytest.raises(NotAllowed):
            council.do("reaudit.widen", CYCLE, given, by=upn, at=JUNE)
    council.do("reaudit.widen", CYCLE, given, by=ACADEMY, at=JUNE)
    below = {audit.id for audit in audits if audit.moderated != "Good"}
    again = reaudits(council)
    assert {audit.looks_at for audit in again} == below
    new = [audit for audit in again if audit.state == "reallocating"]
    assert len(new) == 2
    assert all("reallocation.confirm" in council.duties(audit.id) for audit in new)
    council.do("reallocation.confirm", new[0].id, by=OFFICER, at=JUNE)
    assert council.audit(new[0].id).state == "issued"
    # 5 working days from reallocation, where the cycle's own date is sooner than that.
    assert "return.submit" in council.duties(new[0].id)
    with pytest.raises(Stale, match="re-audited already"):
        council.do("reaudit.widen", CYCLE, given, by=ACADEMY, at=JUNE)


def test_3_there_is_nothing_to_widen_before_the_share_was_drawn(council: Council) -> None:
    moderated(council, "RI", "RI")
    with pytest.raises(Stale, match="not drawn yet"):
        council.do("reaudit.widen", CYCLE, {"reason": "x"}, by=ACADEMY, at=MAY)
