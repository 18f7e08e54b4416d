"""Selection: what is drawn, and what a swap needs (programme.md §2.2)."""

import pytest

from store.allocation.drawing import draw
from store.tables import Audit, Cycle
from store.vocabulary.errors import Invalid
from tests.store.acts.arranging import a_swap, reallocating, undrawn
from tests.store.council import CYCLE, OFFICER, SETUP, Council, case, caseload, staff


def test_2_2_the_draw_can_be_repeated_by_anyone_from_what_was_recorded(council: Council) -> None:
    with council.read() as reader:
        cycle = reader.get(Cycle, CYCLE)
        drawn = {audit.case_ref for audit in reader.rows(Audit, kind="full")}
    again = draw(cycle.pool, 8, seed=cycle.seed or 0, purpose="full")
    assert set(again) == drawn
    assert cycle.seed == 7
    assert cycle.parameters is not None
    assert cycle.parameters["full"]["team_manager"] == 5


def test_2_2_the_quotas_of_managers_and_advanced_practitioners_are_drawn(council: Council) -> None:
    quotas = [audit.quota for audit in council.audits()]
    assert (quotas.count("team_manager"), quotas.count("advanced_practitioner")) == (5, 3)


def test_2_2_dip_samples_are_drawn_beside_the_full_audits_for_each_line_of_enquiry(
    council: Council,
) -> None:
    with council.read() as reader:
        dips = reader.rows(Audit, kind="dip")
        full = {audit.case_ref for audit in reader.rows(Audit, kind="full")}
    assert 1 <= len(dips) <= 2
    assert {dip.kloe for dip in dips} == {1}
    assert full.isdisjoint(dip.case_ref for dip in dips)
    assert {dip.state for dip in dips} == {"sampling"}


def test_2_2_a_dip_sample_keeps_to_the_filter_of_its_line_of_enquiry(empty: Council) -> None:
    empty.found()
    empty.load_people(staff())
    others = [case(f"FR-X{n}", team="MASH", flags=()) for n in range(9)]
    empty.load_cases([*caseload(), *others])
    empty.do("cycle.select", empty.open_cycle(), {"seed": 7}, at=SETUP)
    dips = [row["case_ref"] for row in empty.table("audit") if row["kind"] == "dip"]
    assert dips
    assert not any(ref.startswith("FR-X") for ref in dips)


def test_2_2_a_draw_that_asks_for_words_no_case_has_says_which_there_are(empty: Council) -> None:
    empty.found()
    empty.load_people(staff())
    empty.load_cases(caseload())
    cycle = empty.open_cycle()
    with pytest.raises(Invalid, match="no case has flags=neglekt; there is neglect"):
        empty.do("cycle.select", cycle, {"seed": 7, "where": "flags=neglekt"}, at=SETUP)


def test_2_2_a_swap_needs_a_reason_and_is_a_fact(council: Council) -> None:
    audit = reallocating(council)
    with pytest.raises(Invalid) as refused:
        council.do("list.swap", audit.id, {"case_ref": undrawn(council)}, by=OFFICER)
    assert refused.value.fields == {"reason": "is needed"}
    council.do("list.swap", audit.id, a_swap(council), by=OFFICER)
    assert "list.swap" in council.verbs()


def test_2_2_a_swap_that_names_nothing_is_refused(council: Council) -> None:
    audit = reallocating(council)
    with pytest.raises(Invalid) as refused:
        council.do("list.swap", audit.id, {"reason": "Because"}, by=OFFICER)
    assert set(refused.value.fields) == {"case_ref"}


def test_2_2_a_case_is_swapped_only_for_one_of_the_same_service_that_is_not_on_the_list(
    council: Council,
) -> None:
    audit = reallocating(council)
    other = council.audits()[0].case_ref
    for wrong in ("CA-10", "FR-99", other):
        with pytest.raises(Invalid) as refused:
            council.do("list.swap", audit.id, {"case_ref": wrong, "reason": "x"}, by=OFFICER)
        assert "case_ref" in refused.value.fields
