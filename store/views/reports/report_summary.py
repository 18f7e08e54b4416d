"""What a report says in a few lines, and what its reader may choose, for its card (§5)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.ledger import Reader
from store.rules.report_readers import reports_for
from store.tables import Cycle, CycleReport, Person, Programme
from store.views.parts.due import moment_in_words
from store.views.parts.paper_lines import PaperLine, papers_of
from store.views.reports.grades import grades
from store.views.reports.learning_report import learning_report
from store.views.reports.loop import loop
from store.views.reports.report_asked import asked_by, months_asked, services_asked
from store.views.reports.report_blocks import count
from store.views.reports.report_trend import Trend, trend_of
from store.views.reports.scorecard import scorecard
from store.views.reports.timetable_report import timetable_report
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.errors import Invalid, NotAllowed
from store.vocabulary.reports import TITLES, Report

NEWEST = 3
"""How many cycles or themes a summary tells of."""

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reports:
    """What one person may have: reports by name, and the papers that they were sent.

    `title` and `lines` sum up the report that was asked for, `more` counts the cycles that the
    lines leave out, `trend` is its course by month; `refused` says why it cannot be had.
    `chosen` is what stands in the form.
    """

    programme: str
    version: int
    upn: str
    own_version: int
    title: str = ""
    lines: tuple[Line, ...] = ()
    more: int = 0
    trend: Trend | None = None
    refused: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[Line, ...] = ()
    services: tuple[Line, ...] = ()
    months: tuple[Line, ...] = ()
    papers: tuple[PaperLine, ...] = ()


def reports_of(reader: Reader, upn: str, given: Mapping[str, str] | None = None) -> Reports:
    """What `upn` may have; where a report is named in `given`, what it says in a few lines."""
    programme, chosen = reader.get(Programme, reader.programme), dict(given or {})
    title, refused = "", ""
    lines: tuple[Line, ...] = ()
    more, trend = 0, None
    if chosen.get("report"):
        try:
            asked = asked_by(reader, upn, chosen)
            title, more = asked.words, max(0, len(asked.cycles) - NEWEST)
            trend = trend_of(reader, asked.report, asked.cycles)
            lines = tuple(SUMS_UP[asked.report](reader, asked.cycles[-NEWEST:]))[:NEWEST]
        except (Invalid, NotAllowed) as why:
            refused = why.message
    return Reports(
        programme=programme.id,
        version=programme.version,
        upn=upn,
        own_version=reader.get(Person, upn).version,
        title=title,
        lines=lines,
        more=more,
        trend=trend,
        refused=refused,
        chosen=chosen,
        kinds=tuple((report, TITLES[report]) for report in reports_for(reader, upn)),
        services=tuple((name, name) for name in services_asked(reader, upn)),
        months=tuple(
            (month, say_month(date.fromisoformat(f"{month}-01")))
            for month in sorted({*months_asked(reader, upn), *_months_in(chosen)}, reverse=True)
        ),
        papers=papers_of(reader, upn),
    )


def _months_in(chosen: Mapping[str, str]) -> set[str]:
    """The months that were asked for, which need no cycle of their own."""
    return {chosen[name] for name in ("since", "until") if chosen.get(name)}


def _named(row: Mapping[str, Any], cycles: Sequence[Cycle]) -> str:
    cycle = next(one for one in cycles if one.id == row["cycle"])
    return f"{cycle.service}, {say_month(cycle.month)}"


def _ids(cycles: Sequence[Cycle]) -> list[str]:
    return [cycle.id for cycle in cycles]


def _grades(reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    for row in grades(reader, _ids(cycles))["together"]:
        told = ", ".join(f"{grade} {count(one['n'])}" for grade, one in row["final"].items())
        yield _named(row, cycles), f"{row['n']} of {row['planned']} returned: {told}"


def _scorecard(reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    for row in scorecard(reader, _ids(cycles))["rows"]:
        said = f"{row['returned']} of {row['allocated']} returned, {row['in_time']} in time"
        yield _named(row, cycles), f"{said}, {row['moderated']} moderated"


def _loop(reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    rows = loop(reader, _ids(cycles))["rows"]
    for cycle in cycles:
        own = [row for row in rows if row["cycle"] == cycle.id]
        told = {name: sum(row[name] for row in own) for name in ("actions", "open", "overdue")}
        said = f"{told['actions']} actions, {told['open']} open, {told['overdue']} overdue"
        yield _named(own[0], cycles), said


def _learning(reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    rows = learning_report(reader, _ids(cycles))["rows"]
    for row in rows[-NEWEST:]:
        sent = sum(piece["sent"] for piece in row["pieces"])
        said = f"{sent} of {len(row['pieces'])} pieces sent, {row['sessions']} sessions"
        yield row["theme"], said
    if not rows:
        yield "Themes", "No learning has been planned yet"


def _timetable(reader: Reader, _cycles: Sequence[Cycle]) -> Iterator[Line]:
    versions = timetable_report(reader)["versions"]
    for one in versions[:1]:
        agreed = say_day(one["agreed_on"], year=True)
        yield f"Version {one['version']}", f"Agreed on {agreed}, {len(one['entries'])} cycles"
    if not versions:
        yield "Versions", "No timetable has been agreed yet"


def _members(_reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    for cycle in cycles:
        yield f"{cycle.service}", say_month(cycle.month)


def _highlights(reader: Reader, cycles: Sequence[Cycle]) -> Iterator[Line]:
    """Of the newest cycle; who wrote it and when, or that it is not written yet."""
    for cycle in cycles[-1:]:
        written = reader.rows(CycleReport, cycle=cycle.id, kind="highlight", order="written_at")
        said = "not written yet: the file says who is waited for"
        if written:
            said = f"written {moment_in_words(reader, written[-1].written_at)}"
        yield f"{cycle.service}, {say_month(cycle.month)}", said


SUMS_UP: Mapping[Report, Callable[[Reader, Sequence[Cycle]], Iterator[Line]]] = {
    "grades": _grades,
    "scorecard": _scorecard,
    "loop": _loop,
    "learning": _learning,
    "highlights": _highlights,
    "timetable": _timetable,
    "members": _members,
}
