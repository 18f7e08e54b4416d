"""The reports of grades, scorecard and loop as sheets of a workbook (programme.md §5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from store.views.reports.flat_rows import flat
from store.views.reports.grades_in_words import arrow, compared
from store.views.reports.register_parts import Cell, RowOf
from store.views.reports.report_blocks import NOT_SHOWN, ChartBar, ReportBlock, ReportChart
from store.vocabulary.dates_in_words import say_day

Sheets = Mapping[str, tuple[RowOf, ...]]


def grade_sheets(document: Mapping[str, Any]) -> Sheets:
    """Grades by kind and together, what is new since the cycle before, and domains."""
    several = {row["cycle"] for row in document["together"] if len(row["kinds"]) > 1}
    together = [row for row in document["together"] if row["cycle"] in several]
    return {
        "Grades": flat([*document["rows"], *together]),
        "Compared": tuple(compared_rows(document["compared"])),
        "Domains": flat(document["domains"]),
    }


def compared_rows(rows: Sequence[Mapping[str, Any]]) -> list[RowOf]:
    """Each row of `grade_table` beside the cycle before: an arrow, and the change in a sentence."""
    return [
        {
            "cycle": row["cycle"],
            "service": row["service"],
            "month": row["month"],
            "kind": row["title"],
            "change_in_points": arrow(row),
            "in_words": compared(row),
        }
        for row in rows
    ]


def scorecard_sheets(document: Mapping[str, Any]) -> Sheets:
    """The scorecard by cycle, and each kind of audit apart."""
    return {"By cycle": flat(document["rows"]), "By kind of audit": flat(document["kinds"])}


def loop_sheets(document: Mapping[str, Any]) -> Sheets:
    """Actions by cycle and scope, whether work improved, concerns, and what was different."""
    return {
        "Actions": flat(document["rows"]),
        "Improved": flat(document["improved"]),
        "Concerns": flat([document["concerns"]]),
        **({"What was different": flat(document["different"])} if "different" in document else {}),
    }


def _bars(
    rows: Sequence[Mapping[str, Any]], counts: Callable[[Mapping[str, Any]], Sequence[int | None]]
) -> tuple[ChartBar, ...]:
    """A bar for each row whose counts are all shown and not all 0."""
    return tuple(
        ChartBar(f"{row['service']}, {row['month']}", tuple(n for n in found if n is not None))
        for row in rows
        if None not in (found := counts(row)) and any(found)
    )


def grade_chart(document: Mapping[str, Any]) -> ReportChart:
    """The grades that stand, a bar for each cycle, of all kinds of audit together."""
    scale = document["scale"]
    bars = _bars(document["together"], lambda row: [row["final"][g]["n"] for g in scale])
    return ReportChart(tuple(scale), bars)


def scorecard_chart(document: Mapping[str, Any]) -> ReportChart:
    """What came back in time, late and not at all, a bar for each cycle."""
    bars = _bars(
        document["rows"],
        lambda row: (
            row["in_time"],
            row["returned"] - row["in_time"],
            row["allocated"] - row["returned"],
        ),
    )
    parts = ("Returned in time", "Returned late", "Not returned")
    return ReportChart(parts, bars, "Chart of returns", "Returns by cycle, share of the audits")


def loop_chart(document: Mapping[str, Any], names: Mapping[str, str]) -> ReportChart:
    """Actions complete, open, and done but not confirmed: a bar for each cycle and scope.

    `names` says what each cycle is called, by its id.
    """
    bars = _bars(
        [
            {**row, "service": names[row["cycle"]], "month": row["scope"]}
            for row in document["rows"]
        ],
        lambda row: (row["complete"], row["to_confirm"], row["open"]),
    )
    title = "Actions by cycle and scope, share of the actions agreed"
    parts = ("Complete", "To confirm", "Open")
    return ReportChart(parts, bars, "Chart of actions", title, "actions")


def fact_rows(found: Sequence[Mapping[str, Any]], local: Callable[[Any], Any]) -> tuple[RowOf, ...]:
    """A row for each fact behind each figure; `local` gives a moment in the authority's zone.

    A figure whose facts are the audit team's has one row that says so.
    """
    rows: list[RowOf] = []
    for one in found:
        value = NOT_SHOWN if one["value"] is None else one["value"]
        named: RowOf = {"figure": one["what"], "value": value}
        if one["facts"] is None:
            rows.append({**named, **WITHHELD})
        rows += [
            {
                **named,
                "fact": fact["seq"],
                "verb": fact["verb"],
                "subject": fact["subject"],
                "date": local(fact["at"]),
            }
            for fact in one["facts"] or ()
        ]
    return tuple(rows)


def facts_in_words(
    found: Sequence[Mapping[str, Any]], local: Callable[[Any], Any]
) -> list[ReportBlock]:
    """The facts behind a paper's figures, as its last part; one row of a table each."""
    head = ("Figure", "Value", "Fact", "Act", "On", "Date")
    lines = (tuple(_in_cell(cell) for cell in row.values()) for row in fact_rows(found, local))
    return [
        ReportBlock("heading", "The facts behind the figures"),
        ReportBlock("table", "Each figure, and the facts that it rests on", rows=(head, *lines)),
    ]


def _in_cell(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{say_day(cell.date(), year=True)}, {cell:%H:%M}"
    return "" if cell is None else str(cell)


WITHHELD: RowOf = {
    "fact": None,
    "verb": "not shown: these facts are for those who run the audits",
    "subject": None,
    "date": None,
}
