"""Next cycle a share of what fell below good is re-audited, drawn by seed (§3, guide §15)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from store.allocation.drawing import draw_share
from store.allocation.independence_today import broken_rules
from store.allocation.selecting import recently_audited
from store.tables import Audit, Cycle
from store.views.nudges.status import standing
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.acts.looking_again import (
    JUNE,
    MAY,
    NEXT,
    close_case,
    dip,
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
POOL = [f"M{number}" for number in range(23)]


def by_hand(refs: Sequence[str], seed: int) -> list[str]:
    """The order of the draw as anybody finds it with sha256sum, told apart from the code."""
    return sorted(refs, key=lambda ref: sha256(f"{seed}:reaudit:{ref}".encode()).hexdigest())


def parameters(council: Council, cycle: str = NEXT) -> dict[str, object]:
    with council.read() as reader:
        (found,) = (reader.get(Cycle, cycle).parameters or {})["reaudits"]
        return dict(found)


# ---- how many, and which -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "share", "drawn"),
    [(0, 10, 0), (1, 10, 1), (9, 10, 1), (10, 10, 1), (11, 10, 2), (20, 10, 2), (21, 10, 3),
     (23, 25, 6), (23, 100, 23)],
)  # fmt: skip
def test_3_at_least_ten_per_cent_rounded_up_and_at_least_one(
    below: int, share: int, drawn: int
) -> None:
    found = draw_share(POOL[:below], share, seed=7, purpose="reaudit", closed=())
    assert len(found.drawn) == drawn
    assert len(found.drawn) * 100 >= below * share


def test_3_anybody_repeats_the_draw_from_the_seed_whatever_order_the_list_is_in() -> None:
    found = draw_share(reversed(POOL), 10, seed=99, purpose="reaudit", closed=())
    assert list(found.drawn) == by_hand(POOL, 99)[:3]
    assert draw_share(POOL, 10, seed=98, purpose="reaudit", closed=()).drawn != found.drawn


def test_3_a_closed_case_is_replaced_by_the_next_in_the_draw() -> None:
    first, second, third, fourth, *_ = by_hand(POOL, 99)
    found = draw_share(POOL, 10, seed=99, purpose="reaudit", closed={second})
    assert found.drawn == (first, third, fourth)
    assert found.replaced == (second,)
    assert found.from_records == ()


def test_3_where_no_open_case_is_left_records_are_looked_at_and_that_is_said() -> None:
    first, second, third, *_ = by_hand(POOL[:21], 99)
    closed = set(POOL) - {third}
    found = draw_share(POOL[:21], 10, seed=99, purpose="reaudit", closed=closed)
    assert found.drawn == (third, first, second)
    assert found.from_records == (first, second)


# ---- with the next cycle's draw ------------------------------------------------------------------


def test_3_the_next_cycle_of_the_service_draws_from_what_fell_below_good(council: Council) -> None:
    audits = moderated(council, "RI", "Good", "Inadequate", "RI")
    below = {audit.case_ref: audit.id for audit in audits if audit.moderated != "Good"}
    (again,) = next_cycle(council)
    first = by_hand(list(below), 7)[0]
    assert (again.id, again.kind, again.looks_at, again.state) == (
        f"{first}-2027-06-reaudit", "reaudit", below[first], "drawn",
    )  # fmt: skip
    drawn = parameters(council)
    assert drawn["pool"] == sorted(below)
    assert (drawn["of"], drawn["seed"], drawn["share"], drawn["drawn"]) == (CYCLE, 7, 10, [first])


def test_3_a_closed_case_is_replaced_in_the_ledger_too(council: Council) -> None:
    audits = moderated(council, "RI", "RI", "RI")
    first, second, _ = by_hand([audit.case_ref for audit in audits], 7)
    close_case(council, first)
    (again,) = next_cycle(council)
    assert again.case_ref == second
    assert parameters(council)["replaced"] == [first]


def test_2_12_the_grade_that_governs_says_what_fell_below_good(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    at = audit.moderated_at
    assert at is not None
    council.do("dispute.raise", audit.id, {"reason": "No"}, by=audit.team_manager, at=at)
    given = {"answer": "Well", "outcome": "refer"}
    council.do("dispute.answer", audit.id, given, by=audit.moderator or "", at=at)
    given = {"grade": "Good", "rationale": "It shows"}
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=at)
    assert next_cycle(council) == []


def test_3_another_service_and_a_cycle_too_soon_or_too_late_draw_none(council: Council) -> None:
    moderated(council, "RI")
    for service, month in (("Care", "2027-06"), ("Frontdoor", "2027-04"), ("Frontdoor", "2027-08")):
        cycle = council.open_cycle(service=service, month=f"{month}-01")
        council.do("cycle.select", cycle, {"seed": 7}, at=MAY)
        assert reaudits(council, cycle) == []
    assert "reaudit.allocate" in council.duties(CYCLE)


def test_3_one_cycles_work_is_drawn_once(council: Council) -> None:
    moderated(council, "RI", "RI")
    assert len(next_cycle(council)) == 1
    cycle = council.open_cycle(month="2027-07-01")
    council.do("cycle.select", cycle, {"seed": 7}, at=MAY)
    assert reaudits(council, cycle) == []


def test_3_the_academy_owes_it_by_the_end_of_month_six_and_the_draw_meets_it(
    council: Council,
) -> None:
    duty = council.duties(CYCLE)["reaudit.allocate"]
    assert duty.owner == "post:head_of_learning_academy"
    # Mon 31 May is the Spring bank holiday.
    assert duty.due_at.date().isoformat() == "2027-05-28"
    assert duty.rule == "the last working day of May 2027, month 6 of the cycle"
    moderated(council, "RI")
    next_cycle(council)
    assert "reaudit.allocate" not in council.duties(CYCLE)
    assert told(council, "reaudits", CYCLE) == {"post:head_of_learning_academy"}


def test_3_where_nothing_fell_below_good_the_academy_says_so_by_hand(council: Council) -> None:
    moderated(council, "Good", "Outstanding")
    council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=MAY)
    duties = council.duties(CYCLE)
    assert "reaudit.allocate" not in duties
    assert "impact.report" not in duties


def test_3_where_no_next_cycle_has_come_the_share_is_given_to_auditors_by_hand(
    council: Council,
) -> None:
    (audit,) = moderated(council, "RI")
    council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=MAY)
    (again,) = reaudits(council, CYCLE)
    assert (again.looks_at, again.state) == (audit.id, "reallocating")
    assert "reallocation.confirm" in council.duties(again.id)
    assert "reaudit.allocate" not in council.duties(CYCLE)


def test_3_by_hand_it_may_go_into_a_later_cycle_that_is_drawn(council: Council) -> None:
    moderated(council, "RI")
    late = council.open_cycle(month="2027-09-01")
    council.do("cycle.select", late, {"seed": 7}, at=MAY)
    council.do("reaudit.allocate", CYCLE, {"into": late}, by=ACADEMY, at=MAY)
    assert len(reaudits(council, late)) == 1


def test_3_nothing_is_drawn_by_hand_before_month_six(council: Council) -> None:
    moderated(council, "RI")
    early = datetime(2027, 4, 30, 10, tzinfo=UTC)
    with pytest.raises(Stale, match="From Sat 1 May on"):
        council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=early)


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
    assert duty.rule == "5 working days from the re-audit's grade being changed on Tue 1 Jun"
    assert council.problems() == []


def test_3_what_else_found_it_good_stands_when_the_re_audit_falls(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    dip(council, audit, "Good")
    improved_at = council.audit(audit.id).improved_at
    disputed(council, good_again(council, audit), "RI")
    assert council.audit(audit.id).improved_at == improved_at


def test_3_a_case_that_was_re_audited_is_not_drawn_again_within_the_months_of_the_profile(
    council: Council,
) -> None:
    (audit,) = moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    with council.read(JUNE) as reader:
        assert audit.case_ref in recently_audited(reader, reader.get(Cycle, NEXT), months=2)


def test_5_whose_work_is_re_audited_sees_it_in_their_status(council: Council) -> None:
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    with council.read(JUNE) as reader:
        worked = standing(reader, again.practitioner).worked
    assert again.case_ref in {own.case_ref for own in worked}


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
    with pytest.raises(Invalid, match="none of the work that fell below good"):
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
