"""Every way by which a case comes into a cycle keeps every rule about which cases may (§2.2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from store.acts.audit_list.cycle import cycle_id
from store.allocation.allocating import allocation_for, next_in_the_draw
from store.allocation.drawing import PoolTooSmall
from store.allocation.infeasible import Infeasible
from store.allocation.selecting import left_out_of
from store.tables import Audit, Case, Cycle
from store.views.audit_list.swap import swap_choices
from store.vocabulary.errors import Invalid
from tests.store.council import CYCLE, OFFICER, OTHER_OFFICER, SETUP, Council, case, caseload, staff
from tests.store.kinds import KINDS, with_rules

SEPTEMBER = "frontdoor-2026-09"
KINDS_TOO = (
    KINDS
    + """
[kind.themed]
title = "themed audit"
source = "Bradford, programme.md §6"
"""
)
APART = (
    "dip_samples_per_kloe = { at_least = 1",
    "not_again_months = 12\ndip_samples_per_kloe = { at_least = 1",
)
CLOSED, FILTERED = "FR-CLOSED", "FR-FLAG"
RULES = ("closed", "audited_recently", "filter")


def _opened(council: Council, *, each: int = 4) -> Council:
    """September is drawn; December is open. One case closed long ago, one has not the flag."""
    council.found(with_rules(KINDS_TOO, apart=APART))
    council.load_people(staff())
    council.load_cases(
        [
            *caseload(each),
            replace(case(CLOSED), closed_on=date(2026, 2, 28)),
            case(FILTERED, flags=("exploitation",)),
        ]
    )
    council.open_cycle(month="2026-09-01")
    council.do("cycle.select", SEPTEMBER, {"seed": 1, "where": "flags=neglect"}, at=SETUP)
    council.open_cycle()
    return council


def _drawn(council: Council, *, each: int = 8) -> Council:
    _opened(council, each=each)
    council.do("cycle.select", CYCLE, {"seed": 7, "where": "flags=neglect"}, at=SETUP)
    return council


def _kept_out(council: Council, rule: str) -> str:
    """A case that the rule keeps out of December."""
    if rule == "closed":
        return CLOSED
    if rule == "filter":
        return FILTERED
    return council.audits(state="drawn", cycle=SEPTEMBER)[0].case_ref


def _by_swap_of_a_drawn_row(council: Council, ref: str) -> None:
    row = next(a for a in council.audits(state="drawn") if a.kind == "full")
    council.do("list.swap", row.id, {"case_ref": ref, "reason": "x"}, by=OFFICER, at=SETUP)


def _by_swap_of_an_allocated_row(council: Council, ref: str) -> None:
    council.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    row = next(a for a in council.audits(state="allocated") if a.kind == "full")
    council.do("list.swap", row.id, {"case_ref": ref, "reason": "x"}, by=OFFICER, at=SETUP)


def _by_adding(council: Council, ref: str) -> None:
    council.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    given = {"kind": "themed", "case_ref": ref, "reason": "x"}
    council.do("audit.add", CYCLE, given, by=OFFICER, at=SETUP)


def _by_a_practice_audit(council: Council, ref: str) -> None:
    council.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    given = {"kind": "practice", "case_ref": ref, "reason": "x", "auditor": OTHER_OFFICER}
    council.do("audit.add", CYCLE, given, by=OFFICER, at=SETUP)


def _by_proposal(council: Council, ref: str) -> None:
    """The next in the draw, the form's choices, and what a clash proposes."""
    with council.read(SETUP) as reader:
        cycle = reader.get(Cycle, CYCLE)
        row = next(a for a in reader.rows(Audit, cycle=CYCLE) if a.kind == "full")
        offered = {*next_in_the_draw(reader, cycle)}
        offered |= {*swap_choices(reader, row.id, OFFICER, most_cases=99, most_people=9).cases}
    if ref not in offered:
        raise Invalid("It is not offered.", {"case_ref": ref})


WAYS: tuple[Callable[[Council, str], None], ...] = (
    _by_swap_of_a_drawn_row,
    _by_swap_of_an_allocated_row,
    _by_adding,
    _by_a_practice_audit,
    _by_proposal,
)
FREE = {("_by_adding", "filter"), ("_by_a_practice_audit", "filter")}
"""The filter chooses the full audits alone: other kinds are asked for by case."""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_a_case_that_may_not_stand_comes_in_by_no_way(
    empty: Council, way: Callable[[Council, str], None], rule: str
) -> None:
    council = _drawn(empty)
    ref = _kept_out(council, rule)
    if (way.__name__, rule) in FREE:
        way(council, ref)
        return
    with pytest.raises(Invalid) as refused:
        way(council, ref)
    assert "case_ref" in refused.value.fields


@pytest.mark.parametrize("rule", RULES)
def test_a_case_that_may_not_stand_is_never_drawn(empty: Council, rule: str) -> None:
    council = _drawn(empty)
    ref = _kept_out(council, rule)
    assert ref not in {a.case_ref for a in council.audits(state="drawn") if a.kind == "full"}
    with council.read(SETUP) as reader:
        assert ref not in reader.get(Cycle, CYCLE).pool


def test_a_month_opened_late_keeps_away_from_what_a_later_month_already_has(empty: Council) -> None:
    council = _drawn(empty)
    council.open_cycle(month="2026-10-01")
    october = cycle_id("Frontdoor", date(2026, 10, 1))
    council.do("cycle.select", october, {"seed": 3, "where": "flags=neglect"}, at=SETUP)
    drawn = [
        {a.case_ref for a in council.audits(state="drawn", cycle=cycle) if a.kind == "full"}
        for cycle in (SEPTEMBER, october, CYCLE)
    ]
    assert sum(len(refs) for refs in drawn) == len(set.union(*drawn)) == 24


def test_the_draw_says_which_rule_left_how_many_out(empty: Council) -> None:
    council = _drawn(empty)
    with council.read(SETUP) as reader:
        cycle = reader.get(Cycle, CYCLE)
        parameters = (cycle.parameters or {})["full"]
        said = left_out_of(cycle)
    assert parameters["left_out_by_rule"] == {
        "set_aside": 0, "closed": 1, "audited_recently": 8, "filter": 1, "re_audited": 0,
    }  # fmt: skip
    assert said == (
        "1 closed before Mon 1 Jun 2026, 8 audited within 12 months of this cycle, "
        "1 outside the filter"
    )


def test_a_pool_too_small_says_which_rule_left_how_many_out(empty: Council) -> None:
    council = _opened(empty, each=4)
    with pytest.raises(PoolTooSmall, match="8 audited within 12 months") as refused:
        council.do("cycle.select", CYCLE, {"seed": 7, "where": "flags=neglect"}, at=SETUP)
    assert "1 outside the filter" in refused.value.fields["left_out"]


def test_what_is_swapped_out_may_come_into_another_cycle(empty: Council) -> None:
    council = _drawn(empty)
    old = council.audits(state="drawn", cycle=SEPTEMBER)[0]
    with council.read(SETUP) as reader:
        new = next_in_the_draw(reader, reader.get(Cycle, SEPTEMBER))[0]
    swap = {"case_ref": new, "reason": "x"}
    council.do("list.swap", old.id, swap, by=OFFICER, at=SETUP)
    _by_swap_of_a_drawn_row(council, old.case_ref)
    with pytest.raises(Invalid):
        _by_swap_of_a_drawn_row(council, new)


@pytest.mark.parametrize("act", ["list.propose", "list.confirm"])
def test_a_list_with_a_case_that_may_no_longer_stand_goes_no_further(
    empty: Council, act: str
) -> None:
    council = _drawn(empty)
    council.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    if act == "list.confirm":
        council.do("list.propose", CYCLE, at=SETUP)
    row = next(a for a in council.audits(state="allocated") if a.kind == "full")
    with council.unit(at=SETUP) as unit:
        unit.get(Case, row.case_ref).closed_on = date(2025, 1, 1)
        unit.record("case.closed", row.case_ref, {})
    with pytest.raises(Invalid, match=f"may no longer stand.*{row.case_ref}") as refused:
        council.do(act, CYCLE, by="hos.frontdoor" if act == "list.confirm" else OFFICER, at=SETUP)
    assert "closed before" in refused.value.fields[row.id]


def test_a_flag_that_went_after_the_draw_keeps_its_case_on_the_list(empty: Council) -> None:
    council = _drawn(empty)
    council.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    row = next(a for a in council.audits(state="allocated") if a.kind == "full")
    with council.unit(at=SETUP) as unit:
        unit.get(Case, row.case_ref).flags = []
        unit.record("case.changed", row.case_ref, {})
    council.do("list.propose", CYCLE, at=SETUP)


def test_a_clash_proposes_only_cases_that_may_stand(empty: Council) -> None:
    council = _drawn(empty)
    with council.unit(at=SETUP) as unit:
        for audit in unit.rows(Audit, cycle=CYCLE, kind="full"):
            unit.get(Case, audit.case_ref).involved = [row.upn for row in staff()]
        for audit in unit.rows(Audit, cycle=CYCLE, kind="full")[:1]:
            audit.barred = [row.upn for row in staff()]
        for ref in unit.get(Cycle, CYCLE).pool:
            unit.get(Case, ref).flags = ["exploitation"]
        unit.record("case.changed", CYCLE, {})
    with council.read(SETUP) as reader:
        cycle = reader.get(Cycle, CYCLE)
        with pytest.raises(Infeasible) as clash:
            allocation_for(reader, cycle, seed=7)
        assert next_in_the_draw(reader, cycle) == []
    assert [swap for swap in clash.value.swaps if swap.with_case] == []
