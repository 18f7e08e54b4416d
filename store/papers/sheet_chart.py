"""A chart that Excel draws from a table beside it; it reads in grey."""

from typing import Any

from store.papers.grade_chart import readable_on, shades
from store.papers.safe_text import legible
from store.views.reports.report_blocks import ReportChart

WIDE, HIGH = 900, 140
"""Pixels: the chart's width, and its height beside what the bars take."""
BAR = 46
FIRST = 28
"""The width of the labels' column, in characters."""


def add_chart(book: Any, chart: ReportChart, formats: Any) -> None:
    """A sheet with the counts, and a bar of 100% for each cycle."""
    sheet = book.add_worksheet(chart.name)
    rows, columns = len(chart.bars), len(chart.parts)
    for row, bar in enumerate(chart.bars, 1):
        sheet.write_string(row, 0, legible(bar.label), formats["text"])
        for column, n in enumerate(bar.counts, 1):
            sheet.write_number(row, column, n, formats["text"])
    heads = ["Cycle", *(f"{legible(part)}, {chart.unit}" for part in chart.parts)]
    sheet.add_table(
        0, 0, rows, columns,
        {"name": chart.name.title().replace(" ", ""), "style": "Table Style Light 1",
         "columns": [{"header": head, "header_format": formats["heading"]} for head in heads]},
    )  # fmt: skip
    sheet.set_column(0, columns, FIRST)
    sheet.freeze_panes(1, 1)
    drawn = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for column, fill in enumerate(shades(columns), 1):
        drawn.add_series(
            {
                "name": [chart.name, 0, column],
                "categories": [chart.name, 1, 0, rows, 0],
                "values": [chart.name, 1, column, rows, column],
                "fill": {"color": fill},
                "border": {"color": "#1A1A1A"},
                "data_labels": {"value": True, "font": {"color": readable_on(fill)}},
                "gap": 60,
            }
        )
    drawn.set_title({"name": chart.title})
    drawn.set_x_axis({"name": f"Per cent of {chart.unit}", "num_format": "0%"})
    drawn.set_y_axis({"reverse": True})
    drawn.set_legend({"position": "top"})
    drawn.set_size({"width": WIDE, "height": HIGH + BAR * rows})
    told = "; ".join(
        f"{bar.label}: "
        + ", ".join(f"{part} {n}" for part, n in zip(chart.parts, bar.counts, strict=True))
        for bar in chart.bars
    )
    sheet.insert_chart(rows + 2, 0, drawn, {"description": legible(told)})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
