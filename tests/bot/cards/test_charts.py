"""Each chart says the same in words, for clients that do not draw it (words-and-cards)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.parts.charts import BAR, SIGNS, Course, Share, donut, line_chart, stacked_bars
from bot.cards.parts.kit import card, facts
from bot.cards.reports.digest import digest_card
from bot.cards.reports.service_digest import service_digest_card
from bot.dialogs.faces import faced
from bot.rehearsal.checks.first_read import words_before_buttons
from tests.bot.cards import reports_gallery as g
from tests.bot.cards import samples as s
from tests.bot.cards.linter import Json, problems, said

SHARES = [
    Share("In time", 52, "good"),
    Share("Late", 2, "warning"),
    Share("Not in", 5, "attention"),
]
COURSE = Course("In", (("2026-12-07", "Mon 7 Dec", 4), ("2026-12-14", "Mon 14 Dec", 19)), "good")
TOLD = facts([("Returns", "52 in time, 2 late, 5 not in, 59 in all; 4 in, then 19 in")])
CHARTS = [
    stacked_bars("Returns", [("Frontdoor", SHARES)]),
    donut("Returns", SHARES),
    line_chart("Returns", [COURSE]),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart["type"])
def test_a_chart_with_its_numbers_as_text_may_be_sent(chart: Json) -> None:
    assert problems(faced(card("Returns", chart, TOLD))) == []


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart["type"])
def test_a_chart_whose_numbers_stand_nowhere_as_text_is_found(chart: Json) -> None:
    found = problems(faced(card("Returns", chart)))
    assert any("is not said as text" in problem for problem in found)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart["type"])
def test_a_chart_that_says_nothing_to_clients_without_charts_is_found(chart: Json) -> None:
    silent = chart | {"fallback": {"type": "TextBlock", "text": "A chart"}}
    assert any("in its fallback" in one for one in problems(faced(card("Returns", silent, TOLD))))
    none = {key: value for key, value in chart.items() if key != "fallback"}
    assert any("schema" in one for one in problems(faced(card("Returns", none, TOLD))))


@pytest.mark.parametrize("kind", ["digest", "service digest"])
def test_the_line_is_no_farther_down_than_the_first_buttons_where_nothing_is_asked(
    kind: str,
) -> None:
    calm = {
        "digest": digest_card(replace(s.DIGEST, lines=(), unreached=(), weeks=g.WEEKS)),
        "service digest": service_digest_card(
            replace(g.SERVICE, missing=(), unreached=(), weeks=g.WEEKS)
        ),
    }[kind]
    assert 0 < words_before_buttons(calm) < 30
    assert "Week by week" in said(calm)


def test_a_line_says_its_days_with_their_weekday() -> None:
    assert "Mon 14 Dec" in said(line_chart("Returns", [COURSE])["fallback"])


@given(st.lists(st.integers(0, 2000), min_size=3, max_size=3))
def test_a_bar_of_text_loses_no_share_and_is_always_as_long(numbers: list[int]) -> None:
    shares = [
        Share(one.name, number, one.colour) for one, number in zip(SHARES, numbers, strict=True)
    ]
    told = said(donut("Returns", shares)["fallback"])
    drawn = {one.colour: told.count(SIGNS[one.colour]) for one in shares}
    assert sum(drawn.values()) == (BAR if any(numbers) else 0)
    assert all((drawn[one.colour] > 0) == (one.number > 0) for one in shares)
