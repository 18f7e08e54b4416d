"""Grades and drift, dip samples, and the year's timetable."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.board.charts import chart_of
from bot.board.page import Asked, Cell, Column, Figure, Filter, Page, Part, Table, options
from bot.board.pages.cycles import audit_cell, chosen_cycle, due_cell, waits_cell
from bot.cards.parts.state_words import state_in_words
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.before_cycle.timetable import TimetablePlace, timetables
from store.views.parts.ref_in_words import kind_in_words
from store.views.parts.where_audits_stand import (
    ALL_CYCLES,
    Stands,
    audits_seen,
    cycles_seen,
    where_audits_stand,
)
from store.views.reports.grades import grades
from store.vocabulary.dates_in_words import say_month

HIDDEN = "Not shown"
"""What stands for a count that would say too much of few children (programme.md §5)."""
CHANGED = ("raised", "lowered")
COLOURS = 5
DRIFTED = (Part("Raised", 2), Part("Lowered", 4))
RETURNED = (Part("Returned", 1), Part("Not returned", 5))
STEPS = {
    "first": "Auditors' grades",
    "moderated": "Moderators' grades",
    "final": "Grades that count",
}
DIPS = (
    Column("case", "Case"),
    Column("line", "Line of enquiry"),
    Column("stage", "Stands"),
    Column("waits", "Waits for"),
    Column("due", "Due"),
)
TIMETABLE = (
    Column("month", "Month"),
    Column("service", "Service"),
    Column("theme", "Theme"),
    Column("state", "Stands"),
    Column("meet", "KLOE meeting by"),
)


def grades_page(reader: Reader, asked: Asked) -> Page:
    """Each cycle's grades at each step; a small count is hidden, as in every report."""
    viewer = asked.viewer
    cycles = [one for one in cycles_seen(reader, viewer) if one.issued_at is not None]
    everything = asked.said("since") == ALL_CYCLES
    found = grades(reader, [one.id for one in cycles if everything or _is_of_a_year(one, cycles)])
    rows = [row for row in found["rows"] if viewer.scope.has_service(row["service"])]
    rows = [row for row in rows if row["n"] and asked.said("service") in {"", row["service"]}]
    rows.sort(key=lambda row: (row["month"], row["service"], row["kind"]), reverse=True)
    scale: Sequence[str] = found["scale"]
    services = sorted(
        {r["service"] for r in found["rows"] if viewer.scope.has_service(r["service"])}
    )
    return Page(
        title="Grades",
        lead="How auditors graded, how moderators did, and what counts. Where few children stand "
        "behind a number, it is not shown.",
        filters=(
            Filter("service", "Service", options(services, "All")),
            Filter("since", "Cycles", (("", "Of the last year"), (ALL_CYCLES, "All cycles"))),
        ),
        tables=(
            *(_graded(reader, rows, step, words, scale) for step, words in STEPS.items()),
            _drift(reader, rows),
            _returns(reader, rows),
        ),
    )


def _is_of_a_year(one: Cycle, cycles: Sequence[Cycle]) -> bool:
    newest = cycles[0].month
    return one.month > newest.replace(year=newest.year - 1)


def _cycle(reader: Reader, row: Mapping[str, Any]) -> Cell:
    kind = kind_in_words(reader, row["kind"])
    kind = kind[:1].upper() + kind[1:]
    month = say_month(date.fromisoformat(f"{row['month']}-01"))
    order = f"{row['month']}{row['service']}"
    return Cell(f"{row['service']}, {month}", note=kind, order=order)


def _graded(
    reader: Reader, rows: Sequence[Mapping[str, Any]], step: str, words: str, scale: Sequence[str]
) -> Table:
    columns = (
        Column("cycle", "Cycle"),
        *(Column(f"g{at}", grade, number=True) for at, grade in enumerate(scale)),
    )
    return Table(
        step,
        words,
        columns,
        tuple((_cycle(reader, row), *_shares(row[step], scale)) for row in rows),
        "Nothing has been returned yet.",
        chart_of(
            [Part(grade, at % COLOURS + 1) for at, grade in enumerate(scale)],
            [(_label(reader, row), _counts(row[step], scale)) for row in rows],
        ),
    )


def _label(reader: Reader, row: Mapping[str, Any]) -> str:
    cell = _cycle(reader, row)
    return f"{cell.text}, {cell.note}"


def _counts(given: Mapping[str, Any] | None, scale: Sequence[str]) -> list[int | None]:
    return [None if given is None else given[grade]["n"] for grade in scale]


def _shares(given: Mapping[str, Any] | None, scale: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(_share(given, grade) for grade in scale)


def _share(given: Mapping[str, Any] | None, grade: str) -> Cell:
    found = None if given is None else given.get(grade)
    if not isinstance(found, Mapping):
        return Cell("", order=-1)
    n, percent = found.get("n"), found.get("percent")
    if n is None:
        return Cell(HIDDEN, tone="quiet", order=-1)
    return Cell(str(n), note="" if percent is None else f"{percent}%", order=n)


def _drift(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        Column("cycle", "Cycle"),
        Column("raised", "Raised", number=True),
        Column("lowered", "Lowered", number=True),
        Column("kappa", "Agreement (kappa)", number=True),
    )
    return Table(
        "drift",
        "Drift between auditors and moderators",
        columns,
        tuple(
            (_cycle(reader, row), *(_number(row[name]) for name in CHANGED),
             _number(row["kappa"], note=f"of {row['kappa_n']}" if row["kappa_n"] else ""))
            for row in rows
        ),
        "Nothing has been moderated yet.",
        chart_of(DRIFTED, [(_label(reader, row), [row[name] for name in CHANGED]) for row in rows]),
    )  # fmt: skip


def _returns(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        Column("cycle", "Cycle"),
        Column("planned", "Planned", number=True),
        Column("n", "Returned", number=True),
        Column("few", "To judge by"),
    )
    return Table(
        "returns",
        "Returns",
        columns,
        tuple(
            (
                _cycle(reader, row),
                _number(row["planned"]),
                Cell(str(row["n"]), note=f"{100 * row['n'] // row['planned']}%", order=row["n"]),
                Cell("Too few" if row["too_few"] else "Enough"),
            )
            for row in rows
        ),
        "Nothing has been returned yet.",
        chart_of(
            RETURNED, [(_label(reader, row), [row["n"], row["planned"] - row["n"]]) for row in rows]
        ),
    )


def _number(value: Any, *, note: str = "") -> Cell:
    if value is None:
        return Cell(HIDDEN, tone="quiet", order=-1)
    said = f"{value:.2f}" if isinstance(value, float) else str(value)
    return Cell(said, note=note, order=value)


def dips_page(reader: Reader, asked: Asked) -> Page:
    """The dip samples of one cycle: where each stands, and whom it waits for."""
    chosen, cycles = chosen_cycle(reader, asked)
    audits = [
        one for one in audits_seen(reader, asked.viewer, chosen or "none") if one.kind == "dip"
    ]
    stands = where_audits_stand(reader, asked.viewer, audits)
    done = sum(one.state == "sampled" for one in stands)
    return Page(
        title="Dip samples",
        lead=f"{done} of {len(stands)} recorded." if stands else "This cycle has none for you.",
        figures=(Figure(len(stands), "samples"), Figure(done, "recorded")),
        filters=(Filter("cycle", "Cycle", cycles, chosen),),
        tables=(
            Table(
                "dips",
                "Samples",
                DIPS,
                tuple(_dip(*pair) for pair in zip(audits, stands, strict=True)),
                "No dip sample here. They are drawn with the cycle's audits.",
            ),
        ),
        shows_refs=any(one.case_ref for one in stands),
    )


def _dip(audit: Audit, one: Stands) -> tuple[Cell, ...]:
    line = "" if audit.kloe is None else f"Line {audit.kloe}"
    state = state_in_words(one.state).capitalize()
    return (audit_cell(one), Cell(line), Cell(state), waits_cell(one), due_cell(one))


def timetable_page(reader: Reader, asked: Asked) -> Page:
    """The newest version of the year's timetable, and how each of its cycles stands."""
    versions = timetables(reader, asked.viewer.upn).versions
    scope = asked.viewer.scope
    entries = [e for e in versions[0].entries if scope.has_service(e.service)] if versions else []
    entries.sort(key=lambda entry: (entry.on, entry.service))
    lead = "No timetable has been recorded yet. The audit team records one in the chat."
    if versions:
        lead = f"Version {versions[0].number}, agreed on {versions[0].agreed_on}."
    return Page(
        title="Timetable",
        lead=lead,
        tables=(
            Table(
                "timetable",
                "Cycles",
                TIMETABLE,
                tuple(_place(entry) for entry in entries),
                "No cycle of yours stands in it.",
            ),
        ),
    )


def _place(entry: TimetablePlace) -> tuple[Cell, ...]:
    due = entry.meet_by
    return (
        Cell(entry.month, order=entry.on.toordinal()),
        Cell(entry.service),
        Cell(entry.theme),
        Cell((entry.state or "not opened yet").replace("_", " ").capitalize()),
        Cell("")
        if due is None
        else Cell(due.words, tone="late" if due.passed else "", order=due.at.timestamp()),
    )
