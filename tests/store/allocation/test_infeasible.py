"""If no lawful allocation exists, the smallest clash of rules and rows is named; no rule bends."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from store.allocation import independence as rule
from store.allocation.assignment import Infeasible, allocate
from store.allocation.independence import AllocationRow, Candidate
from store.allocation.infeasible import ANY_MODERATOR, MAX_AUDITS
from tests.store.allocation.allocations import councils, lawful_choices
from tests.store.small_council import WINDOW, auditor, moderator, row


def refusal(
    rows: list[AllocationRow], people: list[Candidate], reserve: tuple[AllocationRow, ...] = ()
) -> Infeasible:
    with pytest.raises(Infeasible) as refused:
        allocate(rows, people, seed=1, window=WINDOW, reserve=reserve)
    return refused.value


def feasible(rows: list[AllocationRow], people: list[Candidate]) -> bool:
    return next(lawful_choices(rows, people), None) is not None


@settings(max_examples=300, deadline=None)
@given(council=councils(rows=5))
def test_a_clash_is_minimal_without_any_one_of_its_rows_the_rest_can_be_allocated(
    council: tuple[list[AllocationRow], list[Candidate]],
) -> None:
    rows, people = council
    assume(not feasible(rows, people))
    refused = refusal(rows, people)
    named = [upn for clash in refused.clashes for upn in clash.rows]
    assert len(named) == len(set(named))
    assert refused.clashes
    for clash in refused.clashes:
        clashing = [case for case in rows if case.id in clash.rows]
        assert not feasible(clashing, people)
        for one in clashing:
            assert feasible([case for case in clashing if case != one], people)


@settings(max_examples=200, deadline=None)
@given(council=councils(rows=4))
def test_each_swap_proposed_would_mend_something(
    council: tuple[list[AllocationRow], list[Candidate]],
) -> None:
    rows, people = council
    assume(not feasible(rows, people))
    refused = refusal(rows, people)
    clashing = {row_id for clash in refused.clashes for row_id in clash.rows}
    for swap in refused.swaps:
        known = {person.upn: person for person in people}
        assert swap.person is not None
        person = known[swap.person]
        mended = {
            "train": replace(person, trained_on=WINDOW[0]),
            "raise_max_audits": replace(person, max_audits=(person.max_audits or 0) + 1),
            "name_moderator": replace(person, roles=person.roles | {"moderator"}),
        }[swap.kind]
        known[swap.person] = mended
        changed = list(known.values())
        assert any(
            feasible([case for case in rows if case.id in clash.rows], changed)
            for clash in refused.clashes
        ), (swap, clashing)


def test_too_many_rows_for_two_people_name_those_rows_and_the_limit() -> None:
    people = [auditor("a@council", max_audits=2), auditor("b@council", max_audits=1)]
    people.append(moderator("m@council"))
    refused = refusal([row(str(n)) for n in range(4)], people)
    (clash,) = refused.clashes
    assert clash.rule == MAX_AUDITS
    assert clash.rows == ("0", "1", "2", "3")
    assert clash.people == ("a@council", "b@council")
    assert [(swap.kind, swap.person) for swap in refused.swaps] == [
        ("raise_max_audits", "a@council"),
        ("raise_max_audits", "b@council"),
    ]
    assert refused.swaps[0].proposal == "Raise max_audits of a@council to 3."


def test_rows_that_have_others_to_go_to_are_no_part_of_the_clash() -> None:
    people = [
        auditor("mash@council", team="MASH", max_audits=9),
        auditor("other@council", max_audits=1),
        moderator("m@council"),
    ]
    rows = [row("1"), row("2"), row("3", team="A&I"), row("4", team="A&I")]
    (clash,) = refusal(rows, people).clashes
    assert clash.rows == ("1", "2")
    assert clash.rule == f"{rule.OTHER_TEAM}; {MAX_AUDITS}"


def test_a_row_that_only_an_untrained_person_could_audit_names_the_training() -> None:
    people = [auditor("new@council", trained_on=None), moderator("m@council")]
    refused = refusal([row("1")], people)
    (clash,) = refused.clashes
    assert (clash.rule, clash.rows, clash.people) == (rule.TRAINED, ("1",), ("new@council",))
    assert [swap.proposal for swap in refused.swaps] == ["Train new@council as an auditor."]


def test_a_row_without_a_moderator_says_so_and_who_could_be_named() -> None:
    people = [auditor("a@council"), auditor("b@council")]
    refused = refusal([row("1")], people)
    (clash,) = refused.clashes
    assert clash.rule == f"{ANY_MODERATOR}; {rule.SENIOR_OR_NAMED}"
    assert clash.rows == ("1",)
    assert [swap.kind for swap in refused.swaps] == ["name_moderator", "name_moderator"]


def test_a_case_is_proposed_in_exchange_the_first_in_the_draw_that_would_do() -> None:
    people = [auditor("a@council", team="MASH"), moderator("m@council")]
    reserve = (row("spare 1"), row("spare 2", team="A&I"), row("spare 3", team="Court"))
    refused = refusal([row("1"), row("2", team="A&I")], people, reserve)
    (swap,) = [swap for swap in refused.swaps if swap.kind == "swap_case"]
    assert (swap.row, swap.case_ref, swap.with_case) == ("1", "M-1", "M-spare 2")
    assert swap.proposal == "Swap case M-1 for M-spare 2, next in the draw."


def test_the_one_person_who_could_do_both_on_a_row_is_a_clash() -> None:
    both = auditor("both@council", roles=frozenset({"group_manager"}))
    (clash,) = refusal([row("1")], [both]).clashes
    assert rule.LEAVES_MODERATOR in clash.rule
    assert clash.rows == ("1",)


def test_the_sentence_names_rows_and_rule_and_never_a_child() -> None:
    people = [auditor("a@council", max_audits=0), moderator("m@council")]
    refused = refusal([row(str(n)) for n in range(5)], people)
    assert refused.code == "infeasible"
    assert str(refused).startswith("No lawful allocation exists. These rules clash for 1 row (")
    assert len(refused.clashes) == 5
    assert str(refused).endswith("; and 2 more.")


def test_with_nobody_at_all_every_row_is_named() -> None:
    assert len(refusal([row("1"), row("2")], []).clashes) == 2
