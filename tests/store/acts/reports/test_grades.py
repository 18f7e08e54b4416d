"""Grades: shares, agreement and what is too small to be told (programme.md §5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.views.reports.agreement import kappa
from store.views.reports.grades import grades
from store.views.reports.shares import percentages
from store.views.reports.suppression import LEAST, hidden, is_small
from store.vocabulary.errors import NotFound
from tests.store.acts.reporting import change, graded
from tests.store.council import CYCLE, Council

ROW = {
    "cycle", "service", "month", "kind", "n", "planned", "too_few", "first", "moderated",
    "third_lock", "final", "raised", "lowered", "kappa", "kappa_n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([1, 1, 1], [33, 33, 34]),  # all tie: the worst grade gets what is left
        ([1, 2, 0], [33, 67, 0]),
        ([2, 1, 0], [67, 33, 0]),
        ([1, 1, 1, 3], [16, 17, 17, 50]),
        ([0, 0, 7, 0], [0, 0, 100, 0]),
        ([3, 3, 3, 3, 3, 3], [16, 16, 17, 17, 17, 17]),
        ([0, 0], []),
    ],
)
def test_5_shares_are_by_largest_remainder_the_worse_grade_first_on_a_tie(
    counts: list[int], shares: list[int]
) -> None:
    assert percentages(counts) == shares


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_5_shares_sum_to_100_and_none_is_a_point_off(counts: list[int]) -> None:
    shares = percentages(counts)
    if not sum(counts):
        assert shares == []
        return
    assert sum(shares) == 100
    for n, share in zip(counts, shares, strict=True):
        assert abs(share - 100 * n / sum(counts)) < 1


def test_5_kappa_is_what_it_is_by_hand() -> None:
    """10 pairs on three grades: 7 agree, 2 one step apart, 1 two steps apart.

    Disagreement seen 4/10 steps. Margins 4,4,2 and 3,4,3: by chance
    (4x(4+6) + 4x(3+3) + 2x(6+4)) / 100 = 84/100. Kappa = 1 - 0.40 / 0.84 = 0.5238.
    """
    pairs = [(0, 0)] * 2 + [(0, 1), (0, 2)] + [(1, 1)] * 3 + [(1, 0)] + [(2, 2)] * 2
    assert kappa(pairs, 3) == pytest.approx(1 - 0.40 / 0.84)


def test_5_kappa_of_full_agreement_is_one() -> None:
    assert kappa([(0, 0)] * 5 + [(1, 1)] * 5, 4) == 1.0


def test_5_there_is_no_kappa_of_fewer_than_ten_nor_where_it_is_undefined() -> None:
    assert kappa([(0, 0)] * 4 + [(1, 1)] * 5, 4) is None
    assert kappa([(1, 1)] * 10, 4) is None


def test_5_grades_stand_in_the_contracts_shape(council: Council) -> None:
    audits = council.audits()
    graded(council, audits[:3], ("Good", "RI"), ("RI", "Good"), ("Good", None))
    change(council, audits[0], disputed="Good")
    with council.read() as reader:
        told = grades(reader, [CYCLE], full=True)
    assert told["scale"] == ["Outstanding", "Good", "RI", "Inadequate"]
    [row] = told["rows"]
    assert set(row) == ROW
    assert (row["cycle"], row["kind"], row["n"], row["planned"]) == (CYCLE, "full", 3, 8)
    assert row["first"]["Good"] == {"n": 2, "percent": 67}
    assert row["moderated"]["RI"] == {"n": 1, "percent": 50}
    assert row["final"]["Good"] == {"n": 3, "percent": 100}
    assert (row["raised"], row["lowered"], row["kappa"], row["kappa_n"]) == (1, 1, None, 2)
    assert row["too_few"]


def test_5_agreement_holds_the_moderator_against_the_first_grade_whatever_was_amended(
    council: Council,
) -> None:
    audit = council.audits()[0]
    graded(council, [audit], ("Good", "RI"))
    change(council, audit, amended="RI")
    with council.read() as reader:
        [row] = grades(reader, full=True)["rows"]
    assert (row["raised"], row["lowered"]) == (0, 1)
    assert row["first"]["Good"]["n"] == 1


def test_5_a_voided_audit_is_kept_outside_grades(council: Council) -> None:
    first, second = council.audits()[:2]
    graded(council, [first, second], ("Inadequate", None), ("Good", None))
    change(council, first, state="voided")
    with council.read() as reader:
        [row] = grades(reader, full=True)["rows"]
    assert (row["n"], row["planned"], row["first"]["Inadequate"]["n"]) == (1, 7, 0)


def test_5_a_small_count_and_what_would_reveal_it_is_not_told(council: Council) -> None:
    audits = council.audits()
    graded(council, audits, *[("Good", "Good")] * 6, ("RI", "RI"), ("RI", "Good"))
    with council.read() as reader:
        [row] = grades(reader)["rows"]
    for part in ("first", "moderated", "final"):
        assert row[part]["RI"] == row[part]["Good"] == {"n": None, "suppressed": True}
        assert row[part]["Inadequate"] == {"n": 0}
        assert not any("percent" in one for one in row[part].values())
    assert row["suppressed"]
    assert (row["n"], row["raised"], row["lowered"]) == (8, None, 0)


def test_5_the_third_lock_has_a_column_of_its_own(council: Council) -> None:
    audits = council.audits()
    graded(council, audits[:2], ("Good", "Good"), ("RI", "RI"))
    change(council, audits[0], third_lock="RI")
    with council.read() as reader:
        [row] = grades(reader, [CYCLE], full=True)["rows"]
    assert row["third_lock"]["RI"] == {"n": 1, "percent": 100}
    assert row["final"]["RI"]["n"] == 2
    assert (row["service"], row["month"]) == ("Frontdoor", "2026-12")


def test_5_an_unknown_cycle_is_refused(council: Council) -> None:
    with council.read() as reader, pytest.raises(NotFound):
        grades(reader, ["nowhere-2026-12"])


COUNTS = st.lists(st.integers(0, 30), min_size=4, max_size=4).map(
    lambda ns: dict(zip(("Outstanding", "Good", "RI", "Inadequate"), ns, strict=True))
)


@given(st.lists(COUNTS, min_size=1, max_size=3))
def test_5_no_small_count_is_told_or_left_as_the_difference_to_the_total(
    distributions: list[dict[str, int]],
) -> None:
    for counts, gone in zip(distributions, hidden(distributions), strict=True):
        assert not any(is_small(n) for name, n in counts.items() if name not in gone)
        left = sum(counts[name] for name in gone)
        if gone and sum(counts.values()) >= LEAST:
            assert len(gone) > 1 or not any(is_small(counts[name]) for name in gone)
            assert not is_small(left)


@given(st.lists(COUNTS, min_size=1, max_size=3))
def test_5_where_nothing_is_small_everything_is_told(distributions: list[dict[str, int]]) -> None:
    none_small = [{name: n * LEAST for name, n in counts.items()} for counts in distributions]
    assert hidden(none_small) == [set() for _ in distributions]


def test_5_one_part_left_out_of_two_gradings_hides_in_both() -> None:
    first = {"Good": 30, "RI": 10, "Inadequate": 3}
    after = {"Good": 30, "RI": 7, "Inadequate": 6}
    assert hidden([first, after]) == [{"RI", "Inadequate"}] * 2


def test_5_a_handful_of_moderations_hides_itself_alone() -> None:
    first, after = {"Good": 30, "RI": 10}, {"Good": 3, "RI": 0}
    assert hidden([first, after]) == [set(), {"Good", "RI"}]
