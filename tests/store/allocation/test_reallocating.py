"""One row given to somebody else by the same rules and preferences."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from store.allocation.independence import AllocationRow, Candidate
from store.allocation.reallocating import Work, next_auditor, next_moderator
from tests.store.allocation.allocations import councils, lawful_choices
from tests.store.small_council import WINDOW, auditor, moderator, row

M1, M2 = moderator("m1@council"), moderator("m2@council")


def auditor_found(
    case: AllocationRow,
    people: list[Candidate],
    work: Work = (),
    keep: str | None = None,
    **facts: int,
) -> str | None:
    found = next_auditor(
        case, people, seed=facts.get("seed", 1), window=WINDOW, moderator=keep, work=work
    )
    return None if found is None else found.auditor


@settings(max_examples=200, deadline=None)
@given(council=councils(rows=1), seed=st.integers(0, 3))
def test_somebody_is_found_for_one_row_wherever_anybody_lawful_is_there(
    council: tuple[list[AllocationRow], list[Candidate]], seed: int
) -> None:
    (case,), people = council
    found = next_auditor(case, people, seed=seed, window=WINDOW)
    lawful = {(a.upn, m.upn) for ((a, m),) in lawful_choices([case], people)}
    assert (found is not None) == bool(lawful)
    if found is not None:
        assert (found.auditor, found.moderator) in lawful
        assert all(kept for side in found.independence.values() for kept in side.values())


def test_who_was_exempted_from_the_row_or_declared_a_conflict_is_not_asked_again() -> None:
    people = [auditor("a@council"), auditor("b@council"), auditor("c@council"), M1]
    case = row("1", released=frozenset({"A@council"}), declared=frozenset({"b@council"}))
    assert auditor_found(case, people) == "c@council"


def test_the_least_burdened_is_asked_first_this_cycle_before_past_ones() -> None:
    people = [auditor("a@council", load_before=5), auditor("b@council"), M1]
    busy: Work = [(row("2"), "B@council", "m1@council")]
    assert auditor_found(row("1"), people) == "b@council"
    assert auditor_found(row("1"), people, busy) == "a@council"


def test_nobody_is_asked_beyond_their_max_audits() -> None:
    people = [auditor("a@council", max_audits=1), M1]
    assert auditor_found(row("1"), people) == "a@council"
    assert auditor_found(row("1"), people, [(row("2"), "a@council", None)]) is None


def test_the_quotas_role_is_looked_for_first() -> None:
    practitioner = auditor("ap@council", roles=frozenset({"advanced_practitioner"}), load_before=9)
    people = [auditor("tm2@council"), practitioner, M1]
    assert auditor_found(row("1", quota="advanced_practitioner"), people) == "ap@council"


def test_the_moderator_stays_and_is_not_made_the_auditor() -> None:
    senior = auditor("senior@council", roles=frozenset({"group_manager"}))
    people = [senior, auditor("a@council", load_before=7), M1]
    found = next_auditor(row("1"), people, seed=1, window=WINDOW, moderator="Senior@council")
    assert found is not None
    assert (found.auditor, found.moderator, found.deputy) == (
        "a@council",
        "senior@council",
        "m1@council",
    )


def test_a_moderator_who_may_no_longer_moderate_is_replaced_with_the_auditor() -> None:
    people = [auditor("a@council"), replace(M1, left=True), M2]
    found = next_auditor(row("1"), people, seed=1, window=WINDOW, moderator=M1.upn)
    assert found is not None
    assert found.moderator == M2.upn


def test_the_next_auditor_brings_no_reciprocity_no_line_manager_and_a_new_team() -> None:
    tm = auditor("court@council", team="Court")
    mash = auditor("mash@council", team="MASH", roles=frozenset({"practitioner"}))
    managed = auditor("managed@council", manager=M1.upn)
    met = auditor("met@council")
    free = auditor("free@council")
    work: Work = [(row("2", team="Court"), mash.upn, M2.upn)]
    case, people = row("1"), [tm, mash, managed, met, free, M1, M2]

    def order() -> list[str]:
        asked, left = [], people
        while found := next_auditor(
            case, left, seed=1, window=WINDOW, moderator=M1.upn, work=work,
            history={("met@council", "MASH"): 1},
        ):  # fmt: skip
            asked.append(found.auditor)
            left = [person for person in left if person.upn != found.auditor]
        return asked

    assert order() == ["free@council", "met@council", "managed@council", "court@council"]


def test_the_next_moderator_is_named_and_least_burdened_and_has_a_deputy() -> None:
    senior = moderator("gm@council", roles=frozenset({"group_manager"}))
    people = [auditor("a@council"), senior, M1, M2]
    work: Work = [(row("2"), "x@council", M1.upn)]
    found = next_moderator(row("1"), people, auditor="A@council", seed=1, window=WINDOW, work=work)
    assert found is not None
    assert (found.moderator, found.deputy) == (M2.upn, M1.upn)


def test_there_is_no_next_moderator_where_none_is_lawful() -> None:
    people = [auditor("a@council")]
    assert next_moderator(row("1"), people, auditor="a@council", seed=1, window=WINDOW) is None
    assert next_moderator(row("1"), [M1], auditor="a@council", seed=1, window=WINDOW) is None


def test_chance_decides_what_the_wishes_leave_open_by_the_seed_alone() -> None:
    people = [*(auditor(f"a{n}@council") for n in range(6)), M1]
    answers = [auditor_found(row("1"), people, seed=seed) for seed in range(20)]
    assert answers == [auditor_found(row("1"), people[::-1], seed=seed) for seed in range(20)]
    assert len(set(answers)) > 1
