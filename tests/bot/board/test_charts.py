"""Charts of the board: bars that say the numbers of their table, drawn in every theme of Teams."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.async_api import Page, expect

from bot.board.charts import HIDDEN, MOST, chart_in, chart_of
from bot.board.page import Asked, Part, Table
from bot.board.places import drawn
from store.views.parts.viewer import viewer_by_upn
from tests.bot.board.conftest import DemoBoard
from tests.bot.board.pages_in_a_browser import THEMES, look, whole
from tests.store.council import OFFICER

__all__ = ("whole",)  # the fixture

GRADES = (Part("Good", 1), Part("Inadequate", 2))
SHOWN = "figure[data-chart] canvas"


def test_a_row_with_a_count_that_is_not_shown_gets_no_bar_that_would_tell_it() -> None:
    chart = chart_of(GRADES, [("December", (3, 4)), ("November", (2, None))])
    assert chart is not None
    assert [bar.label for bar in chart.bars] == ["December"]
    assert chart.words == f"December: Good 3, Inadequate 4. {HIDDEN}"
    hidden = chart_of(GRADES, [("November", (None, 7))])
    assert hidden is not None
    assert "7" not in chart_in(hidden, "Grades")
    assert "canvas" not in chart_in(hidden, "Grades")


def test_a_chart_of_years_draws_the_first_rows_and_says_so() -> None:
    chart = chart_of(GRADES, [(f"Cycle {n}", (n, 1)) for n in range(40)])
    assert chart is not None
    assert len(chart.bars) == MOST
    assert f"The first {MOST} of 40 are drawn" in chart.words
    assert chart_of(GRADES, []) is None


@contextmanager
def _tables(whole: DemoBoard) -> Iterator[list[Table]]:
    with whole.council.read() as reader:
        viewer = viewer_by_upn(reader, OFFICER)
        assert viewer is not None
        pages = [drawn(reader, path, Asked(viewer)) for path in ("grades", "loads")]
        yield [table for page in pages for table in page.tables]


async def test_every_bar_has_the_numbers_of_its_row_in_the_table(whole: DemoBoard) -> None:
    with _tables(whole) as tables:
        charts = [(table, table.chart) for table in tables if table.chart is not None]
    assert {table.key for table, _ in charts} == {
        "first", "moderated", "final", "drift", "returns", "loads",
    }  # fmt: skip
    compared = 0
    for table, chart in charts:
        by_label = {", ".join(filter(None, (r[0].text, r[0].note))): r for r in table.rows}
        by_label |= {row[0].text: row for row in table.rows}
        for bar in chart.bars:
            numbers = [int(c.text) for c in by_label[bar.label][1:] if c.text.isdecimal()]
            if table.key in {"returns", "loads"}:
                assert sum(bar.counts) == numbers[0], (table.key, bar)
            else:
                assert list(bar.counts) == numbers[: len(bar.counts)], (table.key, bar)
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("theme", THEMES)
async def test_charts_are_drawn_under_the_strict_policy_in_the_colours_of_the_theme(
    whole: DemoBoard, browser_page: Page, page_errors: list[str], theme: str
) -> None:
    page = browser_page
    await look(page, f"{whole.url}/board/loads?as={OFFICER}", "light", 1280)
    before = await page.locator(SHOWN).first.evaluate("canvas => canvas.toDataURL()")
    await look(page, f"{whole.url}/board/loads?as={OFFICER}", theme, 360)  # type: ignore[arg-type]
    picture = page.get_by_role("img", name="Audits each, as bars")
    await expect(picture).to_be_visible()
    await expect(page.locator("figure .state")).to_be_hidden()
    after = await page.locator(SHOWN).first.evaluate("canvas => canvas.toDataURL()")
    assert after != before
    assert page_errors == []


async def test_a_chart_that_cannot_be_drawn_says_where_its_numbers_are(
    whole: DemoBoard, browser_page: Page, page_errors: list[str]
) -> None:
    page = browser_page
    await page.route("**/static/chart.js", lambda route: route.abort())
    await look(page, f"{whole.url}/board/loads?as={OFFICER}", "dark", 360)
    await expect(page.get_by_text("The chart could not be drawn here.")).to_be_visible()
    await expect(page.get_by_role("table", name="Audits each")).to_be_visible()
    page_errors[:] = [one for one in page_errors if "chart.js" not in one]
