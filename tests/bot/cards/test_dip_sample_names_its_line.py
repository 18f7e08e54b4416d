"""A cycle has several lines of enquiry: each card of dip samples says which one it is (§2.15)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards.audit_month.dip_sample import (
    dip_agree_card,
    dip_given_card,
    dip_report_card,
    dip_sign_card,
    dips_card,
)
from bot.cards.parts.kit import Json, title_of
from store.views.audit_month.dip_sample import Dips, Sample
from tests.bot.cards import dip_sample_gallery as d


@pytest.mark.parametrize(
    ("draw", "view"),
    [
        (dips_card, d.DIPS), (dips_card, d.ALL_DONE), (dips_card, d.REPORTED),
        (dips_card, replace(d.DIPS, samples=())), (dip_sign_card, d.REPORTED),
        (dip_report_card, d.SHARED), (dip_agree_card, d.OFFERED), (dip_given_card, d.SAMPLE),
        (dip_given_card, d.SAMPLED),
    ],
)  # fmt: skip
def test_two_lines_of_one_cycle_never_have_one_title(
    draw: Callable[[Dips | Sample], Json], view: Dips | Sample
) -> None:
    assert title_of(draw(view)) != title_of(draw(replace(view, line=2)))
    assert "line 2" in title_of(draw(replace(view, line=2)))
