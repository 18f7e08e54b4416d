"""How a report of figures leaves the shell: as tables, Markdown or JSON, or as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.output import say, say_json
from bot.cli.report_register import refuse_to_overwrite, write_new
from bot.cli.report_words import Rows, in_words, say_report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.ledger import Reader
    from store.views.reports.explained import Figure
    from store.views.reports.report_blocks import ReportChart

FigureForm = Annotated[
    Literal["json", "md", "xlsx"] | None,
    typer.Option(
        "--format", help="Print JSON or Markdown, or write a workbook to --out. By default, tables."
    ),
]
WorkbookOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="A new file for the workbook.")
]
Explain = Annotated[bool, typer.Option("--explain", help="Also list the facts behind each figure.")]
FACTS = "Facts behind the figures"


@dataclass(frozen=True, slots=True)
class FigurePaper:
    """A report of figures in each shape: `sections` for people, `sheets` for a workbook."""

    title: str
    document: Mapping[str, Any]
    sections: Mapping[str, Rows]
    sheets: Mapping[str, Rows]
    foot: str
    chart: "ReportChart"
    at: datetime
    zone: str
    about: Sequence[tuple[str, str]]
    marked: str


def refuse_unless_a_book_has_its_file(form: str | None, out: Path | None) -> None:
    """A workbook needs both a format and a new file; raise where either is missing or exists."""
    if (form == "xlsx") != (out is not None):
        raise typer.BadParameter("To write a workbook, give both --format xlsx and --out FILE.")
    if out is not None:
        refuse_to_overwrite(out)


def figure_paper(
    reader: "Reader",
    title: str,
    document: Mapping[str, Any],
    *,
    sections: Mapping[str, Rows],
    sheets: Mapping[str, Rows],
    foot: str,
    chart: "ReportChart",
    figures: "Iterable[Figure] | None",
    full: bool,
) -> FigurePaper:
    """The report; with the facts behind its `figures` where they are given."""
    from store.views.reports.explained import explained
    from store.views.reports.figure_sheets import fact_rows

    if figures is not None:
        found = explained(reader, document, figures, full=full)
        facts = {FACTS: fact_rows(found, reader.calendar.local)}
        document, sections, sheets = (
            {**document, "explained": found},
            {**sections, **facts},
            {**sheets, **facts},
        )
    seq, head = reader.head()
    zone = reader.profile.programme.zone
    about = (
        (title, reader.profile.programme.title),
        ("As of", in_words(reader.at, zone)),
        ("The ledger's head", f"fact {seq}, {head}"),
        ("Small counts", foot),
    )
    at = reader.calendar.local(reader.at)
    marked = reader.profile.papers.classification
    return FigurePaper(title, document, sections, sheets, foot, chart, at, zone, about, marked)


def give_figures(paper: FigurePaper, *, form: str | None, out: Path | None, as_json: bool) -> None:
    """Write the workbook to `out`, or print the report as tables, Markdown or JSON."""
    if out is not None:
        from store.papers.register_xlsx import workbook

        content = workbook(
            paper.title,
            paper.at,
            paper.about,
            (),
            paper.sheets,
            chart=paper.chart,
            marked=paper.marked,
        )
        write_new(out, content)
        if as_json:
            say_json({"file": out.name})
        else:
            say(f"Wrote {out.name}: {paper.title}.")
    elif as_json or form == "json":
        say_json(paper.document)
    else:
        sections, foot = paper.sections, paper.foot
        say_report(paper.title, sections, paper.zone, as_markdown=form == "md", foot=foot)
