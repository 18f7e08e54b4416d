"""A chart of a page: bars of counts that say their numbers, above the table that has them all."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Final

from markupsafe import Markup

from bot.board.markup import tag
from bot.board.page import Chart, Part
from store.views.reports.report_blocks import ChartBar

MOST: Final = 12
"""Bars of one chart; the table below it has every row."""
HIDDEN: Final = "No bar is drawn where few children stand behind a number."
DRAWING: Final = "The chart is being drawn. Its numbers are in the table below."


def chart_of(
    parts: Sequence[Part], counted: Iterable[tuple[str, Sequence[int | None]]]
) -> Chart | None:
    """The first rows as bars, each with a label; None where there is no row.

    A row with a count that is not shown gets no bar, because the others' lengths would tell it.
    """
    rows = list(counted)
    if not rows:
        return None
    bars = [
        ChartBar(label, tuple(n for n in counts if n is not None))
        for label, counts in rows
        if None not in counts
    ]
    words = []
    if bars:
        first = (f"{part.name} {n}" for n, part in zip(bars[0].counts, parts, strict=True))
        words.append(f"{bars[0].label}: {', '.join(first)}.")
    if len(bars) > MOST:
        words.append(f"The first {MOST} of {len(bars)} are drawn; the table has all.")
    if len(bars) < len(rows):
        words.append(HIDDEN)
    return Chart(" ".join(words), tuple(parts), tuple(bars[:MOST]))


def chart_in(chart: Chart, caption: str) -> Markup:
    """The figure: its words, and the numbers for the script that draws it."""
    words = tag("figcaption", chart.words, class_="quiet")
    if not chart.bars:
        return tag("figure", words, class_="chart")
    return tag(
        "figure",
        words,
        tag("p", DRAWING, class_="state quiet"),
        tag(
            "div",
            tag("canvas", role="img", aria_label=f"{caption}, as bars. {chart.words}"),
            class_="bars",
        ),
        class_="chart",
        data_chart=json.dumps(asdict(chart), separators=(",", ":")),
    )
