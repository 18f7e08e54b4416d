"""How grades and returns went from month to month, for the chart beside a report by name (§5)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.ledger import Reader
from store.tables import Cycle
from store.views.reports.grades import grades
from store.views.reports.scorecard import scorecard
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.reports import Report

LEAST = 2
"""Months that make a course."""

Points = tuple[tuple[str, str, int], ...]
"""For each month its first day (2026-12-01), its name and a number."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What is drawn: its title, and each course by name."""

    title: str
    courses: tuple[tuple[str, Points], ...]


def trend_of(
    reader: Reader,
    report: Report,
    cycles: Sequence[Cycle],
    trends: "Mapping[Report, tuple[str, Counted]] | None" = None,
) -> Trend | None:
    """The course of those cycles by month; None for another report or fewer than two months."""
    known = TRENDS if trends is None else trends
    if report not in known:
        return None
    title, counted = known[report]
    by_month: dict[str, list[Cycle]] = {}
    for cycle in cycles:
        by_month.setdefault(f"{cycle.month:%Y-%m-01}", []).append(cycle)
    courses: dict[str, list[tuple[str, str, int]]] = {}
    for first, some in sorted(by_month.items()):
        for name, value in counted(reader, [cycle.id for cycle in some]):
            courses.setdefault(name, []).append((first, say_month(some[0].month), value))
    kept = tuple((name, tuple(points)) for name, points in courses.items())
    return Trend(title, kept) if kept and len(kept[0][1]) >= LEAST else None


def _good(reader: Reader, cycles: Sequence[str]) -> Iterator[tuple[str, int]]:
    good = {name for name, grade in reader.profile.grades.items() if not grade.below_good}
    rows = grades(reader, cycles)["together"]
    counts = [(grade, one["n"]) for row in rows for grade, one in row["final"].items()]
    if (share := share_good(counts, good)) is not None:
        yield "Good or better", share


def share_good(counts: Sequence[tuple[str, int | None]], good: Collection[str]) -> int | None:
    """Whole per cent of the audits good or better; None where a count is not shown, or none is."""
    shown = [(grade, n) for grade, n in counts if n is not None]
    every = sum(n for _, n in shown)
    if len(shown) < len(counts) or not every:
        return None
    return round(100 * sum(n for grade, n in shown if grade in good) / every)


def _returned(reader: Reader, cycles: Sequence[str]) -> Iterator[tuple[str, int]]:
    rows = scorecard(reader, cycles, full=False)["rows"]
    yield "Returned", sum(row["returned"] for row in rows)
    yield "Allocated", sum(row["allocated"] for row in rows)


Counted = Callable[[Reader, Sequence[str]], Iterator[tuple[str, int]]]

TRENDS: Mapping[Report, tuple[str, Counted]] = {
    "grades": ("Good or better, per cent by month", _good),
    "scorecard": ("Audits by month", _returned),
}
"""Reports that have a course, its title, and what is counted of a month's cycles."""
