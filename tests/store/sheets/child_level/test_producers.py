"""Whatever a producer writes, the short code counts and never the letter before it."""

from typing import Any

import pytest

from store.sheets.child_level.producers import DISAGREEMENTS, Disagreement

ROWS = [(row, form, meant) for row in DISAGREEMENTS for form, meant in row.forms.items()]


@pytest.mark.parametrize(
    ("row", "form", "meant"), ROWS, ids=[f"{row.item}: {form or 'empty'}" for row, form, _ in ROWS]
)
def test_each_producers_way_of_writing_is_read_for_what_it_means(
    row: Disagreement, form: str, meant: Any
) -> None:
    assert row.read(form) == meant


def test_every_item_is_there_once() -> None:
    items = [row.item for row in DISAGREEMENTS]
    assert len(set(items)) == len(items)
