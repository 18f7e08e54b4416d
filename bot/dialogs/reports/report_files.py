"""The file of a report that somebody asked for by name: its name and its bytes (§5)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.ledger import Reader
from store.papers.board_docx import board_docx
from store.papers.own_template import usable_template
from store.papers.register_xlsx import workbook
from store.tables import Cycle
from store.views.parts.people_in_words import named
from store.views.parts.ref_in_words import kind_in_words
from store.views.reports import figure_sheets
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.grade_table import compared_with_before
from store.views.reports.grades import grades
from store.views.reports.learning_report import learning_in_blocks, learning_report
from store.views.reports.loop import loop
from store.views.reports.register_parts import RowOf
from store.views.reports.report_asked import ReportAsked, asked_by, cycles_in_words
from store.views.reports.report_blocks import ReportBlock, ReportChart
from store.views.reports.scorecard import scorecard
from store.views.reports.timetable_report import timetable_in_blocks, timetable_report
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.reports import Report

SMALL = "Counts below 5 are not shown."
WHOLE = "Counts below 5 are shown: they can point to a child."

Book = tuple[figure_sheets.Sheets, ReportChart]
"""The sheets of a workbook, and its chart."""


def report_file(reader: Reader, upn: str, given: Mapping[str, Any]) -> tuple[str, bytes]:
    """The file that `upn` asked for with these fields of `report.issue`, as things stand now.

    Raises `NotAllowed` for whoever may no longer have it, and `Invalid` as the act does.
    """
    asked = asked_by(reader, upn, given)
    cycles = [cycle.id for cycle in asked.cycles]
    if asked.report in SHEETS:
        book = SHEETS[asked.report](reader, cycles)
        return f"{_name(reader, asked)}.xlsx", _workbook(reader, upn, asked, book)
    blocks = BLOCKS[asked.report](reader, cycles)
    made_at = reader.calendar.local(reader.at)
    return f"{_name(reader, asked)}.docx", board_docx(blocks, made_at, template_of(reader))


def template_of(reader: Reader) -> bytes | None:
    """The council's own template, where its profile names one that can be used."""
    return usable_template(reader.ledger.templates, reader.profile.papers.template)


def _name(reader: Reader, asked: ReportAsked) -> str:
    """By the authority's own convention, as the names in its evidence pack."""
    profile, today = reader.profile, f"{reader.calendar.local(reader.at):%Y-%m}"
    months = "to".join(dict.fromkeys(f" {m} " for m in (asked.since, asked.until or today) if m))
    programme = profile.programme.name
    of = programme, asked.service or programme, months.strip()
    return profile.evidence.named(*of, asked.title)


def _grades(reader: Reader, cycles: Sequence[str]) -> Book:
    found = grades(reader, cycles) | {"compared": compared_with_before(reader, cycles)}
    return figure_sheets.grade_sheets(found), figure_sheets.grade_chart(found)


def _scorecard(reader: Reader, cycles: Sequence[str]) -> Book:
    found = scorecard(reader, cycles)
    return figure_sheets.scorecard_sheets(found), figure_sheets.scorecard_chart(found)


def _loop(reader: Reader, cycles: Sequence[str]) -> Book:
    found = loop(reader, cycles)
    chart = figure_sheets.loop_chart(found, cycles_in_words(reader))
    return figure_sheets.loop_sheets(found), chart


SHEETS: Mapping[Report, Callable[[Reader, Sequence[str]], Book]] = {
    "grades": _grades,
    "scorecard": _scorecard,
    "loop": _loop,
}
"""Reports of figures, which are workbooks."""


def _learning(reader: Reader, cycles: Sequence[str]) -> Sequence[ReportBlock]:
    return learning_in_blocks(learning_report(reader, cycles), reader.profile.programme.zone)


def _timetable(reader: Reader, _cycles: Sequence[str]) -> Sequence[ReportBlock]:
    return timetable_in_blocks(timetable_report(reader), reader.profile.programme.zone)


def _highlights(reader: Reader, cycles: Sequence[str]) -> Sequence[ReportBlock]:
    """Of the newest cycle that was asked for."""
    document = board_report(reader, cycles[-1:], "highlights")
    return [*in_blocks(document, reader.profile.programme.zone)]


def _members(reader: Reader, cycles: Sequence[str]) -> Sequence[ReportBlock]:
    document = board_report(reader, cycles, "members")
    return [*in_blocks(document, reader.profile.programme.zone)]


BLOCKS: Mapping[Report, Callable[[Reader, Sequence[str]], Sequence[ReportBlock]]] = {
    "learning": _learning,
    "highlights": _highlights,
    "timetable": _timetable,
    "members": _members,
}
"""Reports in words, which are Word documents."""


def _workbook(reader: Reader, upn: str, asked: ReportAsked, book: Book) -> bytes:
    local = reader.calendar.local(reader.at)
    seq, head = reader.head()
    about = [
        (asked.title, asked.words),
        ("Programme", reader.profile.programme.title),
        ("As of", f"{say_day(local.date(), year=True)}, {local:%H:%M}"),
        ("The ledger's head", f"fact {seq}, {head}"),
        ("Requested by", named(reader, upn).name),
        ("Children", WHOLE if asked.report == "scorecard" else SMALL),
    ]
    sheets, chart = book
    tables = {
        name: [_said(reader, row, asked.cycles) for row in rows] for name, rows in sheets.items()
    }
    marked = reader.profile.papers.classification
    return workbook(asked.words, local, about, (), tables, chart=chart, marked=marked)


def _said(reader: Reader, row: RowOf, cycles: Sequence[Cycle]) -> RowOf:
    """The row with its cycle, month and kind of audit in words, and no name of our own."""
    cycle = next((one for one in cycles if one.id == row.get("cycle")), None)
    if cycle is None:
        return row
    told: RowOf = {"service": cycle.service, "month": say_month(cycle.month)}
    if "kind" in row:
        kind = "all kinds" if row["kind"] == "all" else kind_in_words(reader, str(row["kind"]))
        told = {**told, "kind": str(row.get("title") or kind)}
    left = {"cycle", "service", "month", "kind", "title", "kinds"}
    return {**told, **{name: value for name, value in row.items() if name not in left}}
