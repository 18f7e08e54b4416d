"""Levelling, compared with SciPy's assignment solver."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from store.allocation.levelling import NOBODY, Demand, Ints, costs, level_loads, maximum_matching


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    """Up to 12 rows and 6 people of any loads, limits, tiers and preferences."""
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
        preference=table(5),
        past_load=line(3),
        limit=line(rows),
        ties=table(1023),
    )


def cost(demand: Demand, holder: Ints) -> int:
    """The cost of a whole result, including the rows without anybody."""
    weighed = costs(demand)
    total = 0
    load = np.zeros_like(demand.past_load)
    for row, person in enumerate(holder.tolist()):
        if person == NOBODY:
            total += weighed.nobody
        else:
            total += int(weighed.pair[row, person] + weighed.step(load, demand.past_load)[person])
            load[person] += 1
    return total


def seats(demand: Demand) -> tuple[Ints, Ints]:
    """Rows by seats: a seat for each row a person could take, and a "nobody" seat for each row."""
    weighed = costs(demand)
    rows, people = demand.lawful.shape
    owner = np.repeat(np.arange(people), np.minimum(demand.limit, rows))
    turn = np.concatenate([np.arange(min(int(n), rows)) for n in demand.limit])
    step = (turn * weighed.past + demand.past_load[owner]) * weighed.unit
    nobody = np.full((rows, rows), weighed.nobody)
    far = weighed.nobody * (rows + 1)
    taken = np.where(demand.lawful, weighed.pair, far)[:, owner] + step
    return np.hstack([taken, nobody]), np.concatenate([owner, np.full(rows, NOBODY)])


@given(demand=demands())
def test_no_other_spread_is_better_by_the_trusted_solver(demand: Demand) -> None:
    found = level_loads(demand)
    table, owner = seats(demand)
    _, columns = linear_sum_assignment(table.astype(np.float64))
    assert cost(demand, found) == cost(demand, owner[columns])


@given(demand=demands())
def test_nobody_is_given_what_is_not_lawful_or_more_than_their_limit(demand: Demand) -> None:
    found = level_loads(demand)
    given_out = found != NOBODY
    assert demand.lawful[np.flatnonzero(given_out), found[given_out]].all()
    assert (np.bincount(found[given_out], minlength=len(demand.limit)) <= demand.limit).all()


def test_a_row_moves_along_a_chain_of_people_where_that_is_the_only_way() -> None:
    # Each person may also take the row before theirs; only the first may take the last.
    people = 40
    lawful = np.eye(people, dtype=np.bool_) | np.eye(people, k=-1, dtype=np.bool_)
    lawful[0, :] = False
    lawful[0, people - 1] = True
    assert sorted(maximum_matching(lawful, np.ones(people, dtype=np.int64)).tolist()) == [
        *range(people)
    ]


def test_with_no_people_every_row_is_left_with_nobody() -> None:
    nobody = np.zeros((3, 0), dtype=np.bool_)
    assert maximum_matching(nobody, np.zeros(0, dtype=np.int64)).tolist() == [NOBODY] * 3


def test_wishes_give_way_where_the_numbers_would_outgrow_the_machine() -> None:
    ones = np.ones((4, 2), dtype=np.int64)
    demand = Demand(
        lawful=ones > 0,
        tier=ones * 0,
        preference=ones * (1 << 50),
        past_load=ones[0] * 0,
        limit=ones[0] * 4,
        ties=ones,
    )
    assert np.bincount(level_loads(demand)).tolist() == [2, 2]
