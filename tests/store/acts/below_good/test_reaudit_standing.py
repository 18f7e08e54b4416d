"""A re-audit keeps the rules about which cases may stand in a cycle, at each way in (§2.2, §3)."""

from datetime import date

import pytest

from store.rules.reaudit import draw_reaudits, left_for
from store.tables import Audit, Case, Cycle
from store.views.audit_list.swap import swap_choices
from store.vocabulary.errors import Invalid, Stale
from tests.store.acts.looking_again import JUNE, MAY, NEXT, moderated, next_cycle
from tests.store.council import ACADEMY, CYCLE, ISSUED, OFFICER, SETUP, Council, caseload, staff
from tests.store.kinds import with_rules

THEMED = """
[kind.themed]
title = "themed audit"
source = "Bradford, programme.md §6"
"""
APART = (
    "dip_samples_per_kloe = { at_least = 1",
    "not_again_months = 3\ndip_samples_per_kloe = { at_least = 1",
)


@pytest.fixture
def below(empty: Council) -> list[Audit]:
    """Three audits of December that fell below good."""
    empty.found(with_rules(THEMED, apart=APART))
    empty.load_people(staff())
    empty.load_cases(caseload(8))
    empty.open_cycle()
    empty.draw()
    empty.issue()
    return moderated(empty, "RI", "RI", "RI")


def _themed_in_april(council: Council, *refs: str) -> None:
    """Themed audits of these cases in a cycle of April, whatever let them in."""
    cycle = council.open_cycle(month="2027-04-01")
    with council.unit(at=ISSUED) as unit:
        for ref in refs:
            case = unit.get(Case, ref)
            unit.add(
                Audit(
                    programme=unit.programme,
                    id=f"{ref}-2027-04-themed",
                    cycle=cycle,
                    kind="themed",
                    case_ref=ref,
                    team=case.team,
                    practitioner=case.practitioner,
                    team_manager=case.team_manager,
                    state="issued",
                )
            )
        unit.record("test.arranged", unit.programme, {})


def _june(council: Council, below: list[Audit]) -> Audit:
    """The re-audit of the next cycle, whose full audits look at none of the other work below."""
    [row] = next_cycle(council, seed=7)
    refs = {audit.case_ref for audit in below}
    with council.unit(at=MAY) as unit:
        for audit in unit.rows(Audit, cycle=NEXT, kind="full"):
            if audit.case_ref in refs:
                audit.state = "swapped"
        unit.record("test.arranged", unit.programme, {})
    return row


def _rows(council: Council) -> list[Audit]:
    with council.read(MAY) as reader:
        return list(reader.rows(Audit, cycle=NEXT, kind="reaudit"))


def test_a_case_audited_again_meanwhile_is_not_re_audited_and_another_is(
    empty: Council, below: list[Audit]
) -> None:
    [first] = next_cycle(empty, seed=7)
    assert first.case_ref in {audit.case_ref for audit in below}


@pytest.mark.usefixtures("below")
@pytest.mark.parametrize("audited", [1, 2, 3])
def test_re_audits_are_drawn_from_the_work_that_was_not_audited_again(
    empty: Council, audited: int
) -> None:
    with empty.read(MAY) as reader:
        cycle = reader.get(Cycle, CYCLE)
        order = [audit.case_ref for audit in left_for(reader, cycle, cycle)]
    _themed_in_april(empty, *order[:audited])
    empty.open_cycle(month="2027-06-01")
    with empty.read(MAY) as reader:
        cycle, into = reader.get(Cycle, CYCLE), reader.get(Cycle, NEXT)
        drawn = draw_reaudits(reader, cycle, into, seed=7)
        left = {audit.case_ref for audit in left_for(reader, cycle, into)}
    assert left == set(order[audited:])
    assert {audit.case_ref for audit in drawn.drawn} <= left
    assert len(drawn.drawn) == (1 if audited < 3 else 0)
    assert drawn.parameters["left_out"] == sorted(order[:audited])
    empty.do("cycle.select", NEXT, {"seed": 7}, at=MAY)
    assert {row.case_ref for row in _rows(empty)} <= left


def test_a_re_audit_is_swapped_only_for_work_that_was_not_audited_again(
    empty: Council, below: list[Audit]
) -> None:
    row = _june(empty, below)
    others = [audit.case_ref for audit in below if audit.case_ref != row.case_ref]
    _themed_in_april(empty, others[0])
    with empty.read(MAY) as reader:
        offered = swap_choices(reader, row.id, OFFICER, most_cases=9, most_people=9).cases
    assert offered == (others[1],)
    with pytest.raises(Invalid) as refused:
        empty.do("list.swap", row.id, {"case_ref": others[0], "reason": "x"}, by=OFFICER, at=MAY)
    assert set(refused.value.fields) == {"case_ref"}
    empty.do("list.swap", row.id, {"case_ref": others[1], "reason": "x"}, by=OFFICER, at=MAY)


def test_a_re_audit_is_not_swapped_for_a_closed_case_while_an_open_one_is_left(
    empty: Council, below: list[Audit]
) -> None:
    row = _june(empty, below)
    others = [audit.case_ref for audit in below if audit.case_ref != row.case_ref]
    _close(empty, others[0])
    swap = {"case_ref": others[0], "reason": "x"}
    with pytest.raises(Invalid):
        empty.do("list.swap", row.id, swap, by=OFFICER, at=MAY)
    _close(empty, others[1])
    empty.do("list.swap", row.id, swap, by=OFFICER, at=MAY)


def _close(council: Council, ref: str) -> None:
    with council.unit(at=MAY) as unit:
        unit.get(Case, ref).closed_on = date(2027, 4, 1)
        unit.record("case.closed", ref, {})


@pytest.mark.parametrize("audited", [1, 2])
def test_all_the_rest_is_re_audited_but_what_was_audited_again(
    empty: Council, below: list[Audit], audited: int
) -> None:
    row = _june(empty, below)
    others = [audit.case_ref for audit in below if audit.case_ref != row.case_ref]
    _themed_in_april(empty, *others[:audited])
    widen = {"reason": "Not improved"}
    if audited == len(others):
        with pytest.raises(Stale, match="audited again meanwhile"):
            empty.do("reaudit.widen", CYCLE, widen, by=ACADEMY, at=JUNE)
        return
    empty.do("reaudit.widen", CYCLE, widen, by=ACADEMY, at=MAY)
    assert {each.case_ref for each in _rows(empty)} == {row.case_ref, *others[audited:]}


@pytest.mark.usefixtures("below")
def test_a_case_that_is_re_audited_gets_no_full_audit_in_the_same_cycle(empty: Council) -> None:
    [row] = next_cycle(empty, seed=7)
    full = {a.case_ref for a in empty.audits(state="drawn", cycle=NEXT) if a.kind == "full"}
    assert row.case_ref not in full
    one = next(a for a in empty.audits(state="drawn", cycle=NEXT) if a.kind == "full")
    with pytest.raises(Invalid, match="audited within 3 months"):
        empty.do(
            "list.swap", one.id, {"case_ref": row.case_ref, "reason": "x"}, by=OFFICER, at=SETUP
        )
