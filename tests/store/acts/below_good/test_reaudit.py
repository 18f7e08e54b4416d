"""Next cycle a share of what fell below good is re-audited, drawn by seed (§3, guide §15)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from store.allocation.drawing import draw_share
from store.tables import Cycle
from store.vocabulary.errors import Stale
from tests.store.acts.looking_again import (
    MAY,
    NEXT,
    close_case,
    moderated,
    next_cycle,
    reaudits,
    told,
)
from tests.store.council import ACADEMY, CYCLE, OFFICER, Council

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
