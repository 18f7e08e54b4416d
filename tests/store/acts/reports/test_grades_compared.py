"""Grades beside those of the cycle before: an arrow, a sentence and a chart (programme.md §5)."""

from typing import Any

import pytest

from store.views.reports.grades_in_words import arrow, compared, grades_in_words

SCALE = ("Outstanding", "Good", "RI", "Inadequate")


def row(**other: Any) -> dict[str, Any]:
    counts = zip(SCALE, (6, 9, 5, 5), strict=True)
    return {
        "cycle": "frontdoor-2026-12",
        "service": "Frontdoor",
        "month": "December 2026",
        "kind": "full",
        "title": "audit",
        "returned": 25,
        "planned": 26,
        "too_few": False,
        "final": {grade: {"n": n, "percent": 4 * n} for grade, n in counts},
        "good_or_better": {"n": 15, "percent": 60},
        "before": before(),
        "moderation": {"moderated": 25, "raised": 0, "lowered": 5, "kept": 20},
        **other,
    }


def before(points: int | None = 12, **other: Any) -> dict[str, Any]:
    return {"month": "June 2026", "percent": 48, "too_few": False, "points": points, **other}


NOT_SHOWN = {"n": None, "percent": None}


@pytest.mark.parametrize(
    ("found", "said", "arrow_says"),
    [
        (row(), "(60%), up 12 percentage points from 48% in June 2026.", "▲ 12"),
        (row(before=before(-1, percent=61)),
         "(60%), down 1 percentage point from 61% in June 2026.", "▼ 1"),
        (row(before=before(0, percent=60)), "(60%), the same share as in June 2026.", "= 0"),
        (row(before=None), "(60%). There is no earlier cycle to compare with.", "none"),
        (row(before=before(None, too_few=True)),
         "(60%). The audits of June 2026 were too few to compare with.", "none"),
        (row(before=before(None, percent=None)),
         "(60%). The share of June 2026 is not shown.", "none"),
        (row(too_few=True), "(60%). These are too few to judge by.", "▲ 12"),
        (row(good_or_better=NOT_SHOWN, before=before(None)),
         "how many of 25 audits are good or better is not shown.", "none"),
        (row(returned=0), "Frontdoor, December 2026: no audit has been returned yet.", "▲ 12"),
    ],
)  # fmt: skip
def test_a_share_says_how_it_changed_and_when_it_cannot_be_compared(
    found: dict[str, Any], said: str, arrow_says: str
) -> None:
    assert compared(found).endswith(said)
    assert arrow(found) == arrow_says


def test_the_chart_draws_only_cycles_whose_counts_are_all_shown_and_says_the_same_in_words() -> (
    None
):
    hidden = row(
        cycle="frontdoor-2026-06", month="June 2026",
        final={grade: {"n": None, "suppressed": True} for grade in SCALE},
        good_or_better=NOT_SHOWN, before=None,
    )  # fmt: skip
    blocks = list(grades_in_words([hidden, row()], SCALE))
    (chart,) = [block for block in blocks if block.kind == "chart"]
    assert chart.chart is not None
    assert [bar.counts for bar in chart.chart.bars] == [(6, 9, 5, 5)]
    assert chart.items == ("December 2026: Outstanding 6, Good 9, RI 5, Inadequate 5.",)
    assert any("not in the chart" in block.words for block in blocks)
    none = list(grades_in_words([hidden], SCALE))
    assert not [block for block in none if block.kind == "chart"]


def test_service_and_kind_of_audit_are_columns_only_where_they_differ() -> None:
    def head(*rows: dict[str, Any]) -> tuple[str, ...]:
        blocks = grades_in_words(rows, SCALE)
        return next(block.rows[0] for block in blocks if block.kind == "table")

    assert head(row())[:2] == ("Month", "Returned")
    both = head(row(), row(title="re-audit", service="CLA"))
    assert both[:3] == ("Service", "Month", "Kind of audit")
