"""Cycles of which a night found that a hidden count could be worked out (§5)."""

import pytest

from tests.store.acts.reports.test_hidden_counts import breaches, readers

FOUND = {
    # One audit moderated, and five of the same grade that are not: the first count that was given
    # away could not be helped alone, and then none was.
    "some not moderated": [0, 0, 0, 0, 0, 0, 1, 0, 0, 5, 0, 0]
}


@pytest.mark.parametrize("shape", sorted(FOUND))
def test_5_what_a_night_found_is_not_worked_out_any_more(shape: str) -> None:
    cycles = readers(shape).cycles.tolist()
    assert list(breaches(shape, [cycles.index(FOUND[shape])])) == []
