"""Spreading rows over people, beside the solver everybody trusts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from store.allocation.levelling import NOBODY, Demand, Ints, costs, level, match


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    """Up to 12 rows and 6 people of any loads, limits, tiers and wishes."""
    rows, people = draw(st.integers(1, 12)), draw(st.integers(1, 6))

    def table(most: int) -> Ints:
        cells = st.lists(st.integers(0, most), min_size=rows * people, max_size=rows * people)
        return np.array(draw(cells), dtype=np.int64).reshape(rows, people)

    def line(most: int) -> Ints:
        return np.array(
            draw(st.lists(st.integers(0, most), min_size=people, max_size=people)), np.int64
        )

    return Demand(
        lawful=table(3) > 0,
        tier=table(3) * draw(st.integers(0, 1)),
        wish=table(5),
        before=line(3),
        most=line(rows),
        ties=table(1023),
    )


def cost(demand: Demand, holder: Ints) -> int:
    """What a whole spread costs, each row with nobody included."""
    weighed = costs(demand)
    total = 0
    load = np.zeros_like(demand.before)
    for row, person in enumerate(holder.tolist()):
        if person == NOBODY:
            total += weighed.nobody
        else:
            total += int(weighed.pair[row, person] + weighed.step(load, demand.before)[person])
            load[person] += 1
    return total


def seats(demand: Demand) -> tuple[Ints, Ints]:
    """Rows by seats, one for each row a person could take, and a seat apiece for nobody."""
    weighed = costs(demand)
    rows, people = demand.lawful.shape
    owner = np.repeat(np.arange(people), np.minimum(demand.most, rows))
    turn = np.concatenate([np.arange(min(int(n), rows)) for n in demand.most])
    step = (turn * weighed.past + demand.before[owner]) * weighed.unit
    nobody = np.full((rows, rows), weighed.nobody)
    far = weighed.nobody * (rows + 1)
    taken = np.where(demand.lawful, weighed.pair, far)[:, owner] + step
    return np.hstack([taken, nobody]), np.concatenate([owner, np.full(rows, NOBODY)])


@given(demand=demands())
def test_no_other_spread_is_better_by_the_trusted_solver(demand: Demand) -> None:
    found = level(demand)
    table, owner = seats(demand)
    _, columns = linear_sum_assignment(table.astype(np.float64))
    assert cost(demand, found) == cost(demand, owner[columns])


@given(demand=demands())
def test_nobody_is_given_what_is_not_lawful_or_more_than_their_limit(demand: Demand) -> None:
    found = level(demand)
    given_out = found != NOBODY
    assert demand.lawful[np.flatnonzero(given_out), found[given_out]].all()
    assert (np.bincount(found[given_out], minlength=len(demand.most)) <= demand.most).all()


def test_a_row_moves_along_a_chain_of_people_where_that_is_the_only_way() -> None:
    # Each person may take the row before theirs as well; only the first may take the last.
    people = 40
    lawful = np.eye(people, dtype=np.bool_) | np.eye(people, k=-1, dtype=np.bool_)
    lawful[0, :] = False
    lawful[0, people - 1] = True
    assert sorted(match(lawful, np.ones(people, dtype=np.int64)).tolist()) == [*range(people)]


def test_with_no_people_every_row_is_left_with_nobody() -> None:
    nobody = np.zeros((3, 0), dtype=np.bool_)
    assert match(nobody, np.zeros(0, dtype=np.int64)).tolist() == [NOBODY] * 3


def test_wishes_give_way_where_the_numbers_would_outgrow_the_machine() -> None:
    ones = np.ones((4, 2), dtype=np.int64)
    demand = Demand(
        lawful=ones > 0,
        tier=ones * 0,
        wish=ones * (1 << 50),
        before=ones[0] * 0,
        most=ones[0] * 4,
        ties=ones,
    )
    assert np.bincount(level(demand)).tolist() == [2, 2]
