"""What two papers say of one thing is equal, as their readers would find it side by side (§5).

Each paper tells figures under a common name. This knows the papers, and nothing of how they count.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from store.ledger import Reader
from store.tables import Cycle
from store.views.reports.board_report import board_report
from store.views.reports.digest import digest
from store.views.reports.grades import grades
from store.views.reports.loop import loop
from store.views.reports.register import register
from store.views.reports.scorecard import scorecard

Figure = tuple[str, ...]
"""The name of what a figure counts, such as `("returned", "full")`."""
Told = Iterator[tuple[Figure, Any]]
Papers = Mapping[str, Callable[[Reader, str], Told]]


def disagreements(reader: Reader, papers: Papers | None = None) -> Iterator[str]:
    """A sentence for each figure of an issued cycle that two papers, or one, tell otherwise."""
    for cycle in reader.rows(Cycle, order="month"):
        if cycle.issued_at is None:
            continue
        told: dict[Figure, list[tuple[str, str]]] = {}
        for paper, tells in (PAPERS if papers is None else papers).items():
            for figure, value in tells(reader, cycle.id):
                told.setdefault(figure, []).append((paper, str(value)))
        for figure, values in told.items():
            if len({value for _, value in values}) > 1:
                words = ", ".join(f"{paper} {value}" for paper, value in values)
                yield f"{cycle.id}, {' '.join(figure)}: {words}"


def _grades(reader: Reader, cycle: str) -> Told:
    found = grades(reader, [cycle])
    for row in _rows(found["rows"], found["together"]):
        yield from _graded(row, row["n"], row)
        yield ("moderated", row["kind"]), row["kappa_n"]


def _board(reader: Reader, cycle: str) -> Told:
    report = board_report(reader, [cycle])
    yield from _of_board(report["grades"], cycle)
    for one in report["counted"]["kinds"]:
        yield ("returned", one["kind"]), one["returned"]
    yield from _followed(report["so_far"])
    for row in report["actions"]:
        yield ("actions", row["scope"], "agreed"), row["agreed"]
        yield ("actions", row["scope"], "not complete"), row["open"]
        yield ("actions", row["scope"], "overdue"), row["overdue"]
        yield ("actions", row["scope"], "complete"), row["complete"]
    lines = [one["scope"] for one in report["board_actions"]]
    for scope in ("service", "report"):
        yield ("actions", scope, "agreed"), lines.count(scope)
    yield from _written(report)


def _practitioners(reader: Reader, cycle: str) -> Told:
    yield from _written(board_report(reader, [cycle], "practitioners"))


def _members(reader: Reader, cycle: str) -> Told:
    report = board_report(reader, [cycle], "members")
    yield from _of_board(report["grades"], cycle)
    yield from _followed(report["cycles"][0]["so_far"])


def _highlights(reader: Reader, cycle: str) -> Told:
    report = board_report(reader, [cycle], "highlights")
    yield from _of_board(report["grades"], cycle)
    yield from _followed(report["so_far"])


def _followed(found: Mapping[str, Any]) -> Told:
    for key in ("below_good", "dip_reaudits", "reaudits", "escalated"):
        yield ("followed", key), found[key]


def _loop(reader: Reader, cycle: str) -> Told:
    found = loop(reader, [cycle])
    for row in found["rows"]:
        scope = row["scope"]
        if scope != "case":
            yield ("actions", scope, "agreed"), row["actions"]
            yield ("actions", scope, "not complete"), row["open"] + row["to_confirm"]
            yield ("actions", scope, "overdue"), row["overdue"]
            yield ("actions", scope, "complete"), row["complete"]
    yield from _followed(found["improved"][0])


def _scorecard(reader: Reader, cycle: str) -> Told:
    for row in scorecard(reader, [cycle])["rows"]:
        for key in ("allocated", "exempted", "returned", "in_time"):
            yield ("assignments", key), row[key]


def _digest(reader: Reader, cycle: str) -> Told:
    rows = digest(reader, [cycle])["services"]
    in_time, late, out = (
        sum(row[key] for row in rows)
        for key in ("returned_in_time", "returned_late", "not_returned")
    )
    allocated = sum(row["allocated"] for row in rows)
    yield ("assignments", "allocated"), allocated
    yield ("assignments", "exempted"), sum(row["exempted"] for row in rows)
    # A digest judges what has come due; the scorecard counts what came back before, too.
    if in_time + late + out == allocated:
        yield ("assignments", "in_time"), in_time
        yield ("assignments", "returned"), in_time + late


def _register(reader: Reader, cycle: str) -> Told:
    chart = register(reader, [cycle], identifiable=False).chart
    for bar in () if chart is None else chart.bars:
        yield ("every grade that stands",), bar.counts


def _whole(reader: Reader, cycle: str) -> Told:
    for row in grades(reader, [cycle], full=True)["together"]:
        counts = tuple(one["n"] for one in row["final"].values())
        if any(counts):
            yield ("every grade that stands",), counts


def _of_board(rows: Sequence[Mapping[str, Any]], cycle: str) -> Told:
    for row in rows:
        if row["cycle"] == cycle:
            yield from _graded(row, row["returned"], row["moderation"])
            yield ("moderated", row["kind"]), row["moderation"]["moderated"]
            yield ("good or better", row["kind"]), row["good_or_better"]


def _graded(row: Mapping[str, Any], returned: int, change: Mapping[str, Any]) -> Told:
    kind = row["kind"]
    yield ("returned", kind), returned
    yield ("planned", kind), row["planned"]
    yield ("too few", kind), row["too_few"]
    for grade, one in row["final"].items():
        yield ("final", kind, grade), one
    for way in ("raised", "lowered"):
        yield (way, kind), change[way]


def _written(report: Mapping[str, Any]) -> Told:
    for key in ("impact", "learning", "improvement", "strengths", "to_develop"):
        yield ("written", key), report[key]


def _rows(
    apart: Sequence[Mapping[str, Any]], together: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    return [*apart, *(together if len(apart) > 1 else ())]


PAPERS: Papers = {
    "the report of grades": _grades,
    "the board report": _board,
    "the practitioners' version": _practitioners,
    "the members' briefing": _members,
    "the highlights": _highlights,
    "the loop": _loop,
    "the scorecard": _scorecard,
    "the digest": _digest,
    "the register": _register,
    "the report of grades, whole": _whole,
}
"""Each paper, and the figures it tells of one cycle."""
