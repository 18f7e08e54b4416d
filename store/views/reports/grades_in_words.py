"""Grades as a report says them: a sentence and a chart over the cycles, then tables (§5)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from store.views.reports.report_blocks import (
    NOT_SHOWN,
    Blocks,
    ChartBar,
    ReportBlock,
    ReportChart,
    count,
)

Row = Mapping[str, Any]


def grades_in_words(rows: Sequence[Row], scale: Sequence[str]) -> Blocks:
    """Of every kind of audit that carries a grade: each kind apart, then all together."""
    if not rows:
        yield ReportBlock("note", "No audit has been returned yet.")
        return
    yield ReportBlock("subheading", "Grades that stand now")
    for row in latest_of_each(rows):
        yield ReportBlock("text", compared(row))
    yield from _chart(rows, scale)
    yield ReportBlock("table", "Grades by cycle and kind of audit", rows=_table(rows, scale))
    if any(row["too_few"] for row in rows):
        yield ReportBlock(
            "note", "Under 60% or under 10 were returned somewhere: too few to judge by."
        )
    yield ReportBlock("subheading", "Change in moderation")
    yield ReportBlock("table", "What moderation changed, in audits", rows=_moderation(rows))


def latest_of_each(rows: Sequence[Row]) -> list[Row]:
    """The row of each service's latest cycle that counts all its audits."""
    return list({row["service"]: row for row in of_whole_cycles(rows)}.values())


def of_whole_cycles(rows: Sequence[Row]) -> list[Row]:
    """One row a cycle: that of all kinds together, or of the only kind."""
    return [list(own)[-1] for _, own in groupby(rows, key=lambda row: row["cycle"])]


def compared(row: Row) -> str:
    """How many were good or better, and what has changed since the cycle before."""
    good, of = row["good_or_better"], f"{row['service']}, {row['month']}"
    if not row["returned"]:
        return f"{of}: no audit has been returned yet."
    if good["percent"] is None:
        return f"{of}: how many of {row['returned']} audits are good or better is {NOT_SHOWN}."
    said = f"{of}: {good['n']} of {row['returned']} audits are good or better ({good['percent']}%)"
    if row["too_few"]:
        return f"{said}. These are too few to judge by."
    before = row["before"]
    if before is None:
        return f"{said}. There is no earlier cycle to compare with."
    if before["percent"] is None:
        return f"{said}. The share of {before['month']} is {NOT_SHOWN}."
    if before["too_few"]:
        return f"{said}. The audits of {before['month']} were too few to compare with."
    was = f"{before['percent']}% in {before['month']}"
    if not before["points"]:
        return f"{said}, the same share as in {before['month']}."
    way = "up" if before["points"] > 0 else "down"
    points = abs(before["points"])
    return f"{said}, {way} {points} percentage point{'' if points == 1 else 's'} from {was}."


def arrow(row: Row) -> str:
    """The change since the cycle before, an arrow with its points; "none" without a comparison."""
    before = row["before"]
    if before is None or before["points"] is None:
        return "none"
    points = before["points"]
    return f"{'▲' if points > 0 else '▼' if points < 0 else '='} {abs(points)}"


def _chart(rows: Sequence[Row], scale: Sequence[str]) -> Blocks:
    whole = [row for row in of_whole_cycles(rows) if row["returned"]]
    shown = [row for row in whole if all(row["final"][grade]["n"] is not None for grade in scale)]
    if not shown:
        yield ReportBlock("note", "No chart is drawn, because counts it would show are not shown.")
        return
    several = len({row["service"] for row in shown}) > 1
    bars = tuple(
        ChartBar(
            f"{row['service']}, {row['month']}" if several else f"{row['month']}",
            tuple(row["final"][grade]["n"] for grade in scale),
        )
        for row in shown
    )
    words = "; ".join(
        f"{bar.label}: "
        + ", ".join(f"{grade} {n}" for grade, n in zip(scale, bar.counts, strict=True))
        for bar in bars
    )
    yield ReportBlock(
        "chart",
        "Grades by cycle, share of the audits returned",
        items=(f"{words}.",),
        chart=ReportChart(tuple(scale), bars),
    )
    if len(shown) < len(whole):
        yield ReportBlock("note", "Cycles with counts that are not shown are not in the chart.")


def _table(rows: Sequence[Row], scale: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    names = _names(rows)
    head = (*names[0], "Returned", *scale, "Good or better", "Change in points")
    return head, *(
        (
            *name,
            f"{row['returned']} of {row['planned']}",
            *(_share(row["final"][grade]) for grade in scale),
            _share(row["good_or_better"]),
            arrow(row),
        )
        for name, row in zip(names[1:], rows, strict=True)
    )


def _moderation(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    names = _names(rows)
    head = (*names[0], "Moderated", "Raised", "Lowered", "Kept")
    return head, *(
        (
            *name,
            str(row["moderation"]["moderated"]),
            *(count(row["moderation"][name]) for name in ("raised", "lowered", "kept")),
        )
        for name, row in zip(names[1:], rows, strict=True)
    )


def _names(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The head of what names a row, and each row's: service and kind only where they differ."""
    columns = {"Service": "service", "Month": "month", "Kind of audit": "title"}
    used = {
        head: key
        for head, key in columns.items()
        if key == "month" or len({row[key] for row in rows}) > 1
    }
    return [tuple(used), *(tuple(row[key] for key in used.values()) for row in rows)]


def _share(one: Row) -> str:
    if one["n"] is None:
        return NOT_SHOWN
    percent = one.get("percent")
    return str(one["n"]) if percent is None else f"{one['n']} ({percent}%)"
