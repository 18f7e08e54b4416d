"""`sightline report …`: reports from the ledger, as JSON, as tables or as Markdown."""

from typing import Annotated

import typer

from bot.cli import (
    report_board,
    report_evidence,
    report_learning,
    report_loop,
    report_register,
    report_timetable,
)
from bot.cli.context import read_programme
from bot.cli.options import AsOf, Cycles, Form, Json, Now, OfService, Programme, Since, Until
from bot.cli.output import say_json
from bot.cli.report_figures import WHOLE, grade_sections, scorecard_sections
from bot.cli.report_words import SUPPRESSION, in_words, say_report
from bot.cli.report_workbook import (
    FACTS,
    Explain,
    FigureForm,
    WorkbookOut,
    figure_paper,
    give_figures,
    refuse_unless_a_book_has_its_file,
)

app = typer.Typer(no_args_is_help=True, help="Print reports from the ledger.")
app.command("register")(report_register.print_register)
app.command("loop")(report_loop.print_loop)
app.command("board")(report_board.print_board)
app.command("learning")(report_learning.print_learning)
app.command("timetable")(report_timetable.print_timetable)
app.command("evidence")(report_evidence.write_evidence)

Full = Annotated[
    bool,
    typer.Option("--full", help="Also show small counts of children. Only for the audit team."),
]

SECTIONS = {
    "services": "By service",
    "not_returned": "Not returned",
    "rework": "Back with the auditor",
    "moderation_backlog": "Moderation backlog",
    "inadequate": "Inadequate",
    "actions_overdue": "Actions overdue",
    "exemptions": "Exemptions",
    "not_told": "Not reached in Teams or in any other way",
    "late": "Late in any cycle, the worst and oldest first",
}


@app.command("digest")
def print_digest(
    cycles: Cycles = None,
    *,
    form: Form = None,
    explain: Explain = False,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the non-submission digest as of now. This does not issue it."""
    from store.views.reports.digest import digest
    from store.views.reports.explained import explained
    from store.views.reports.explained_figures import of_digest
    from store.views.reports.figure_sheets import fact_rows

    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document, zone = digest(reader, cycles or ()), reader.profile.programme.zone
        sections = {title: document[key] for key, title in SECTIONS.items()}
        if explain:
            found = explained(reader, document, of_digest(reader, document, cycles or ()))
            document["explained"] = found
            sections[FACTS] = fact_rows(found, reader.calendar.local)
    if as_json or form == "json":
        say_json(document)
        return
    say_report(
        f"Non-submission digest as of {in_words(document['as_of'], zone)}",
        sections,
        zone,
        as_markdown=form == "md",
        foot=f"The ledger's head: {document['head_seq']}:{document['head']}",
    )


@app.command("grades")
def print_grades(
    cycles: Cycles = None,
    *,
    form: FigureForm = None,
    full: Full = False,
    service: OfService = None,
    since: Since = None,
    until: Until = None,
    explain: Explain = False,
    out: WorkbookOut = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the grades by service, month, kind of audit and domain, and what moderation changed.

    Without --full it is the version for readers outside the audit team.
    """
    from store.views.reports import figure_sheets
    from store.views.reports.explained_figures import of_grades
    from store.views.reports.grade_table import compared_with_before
    from store.views.reports.grades import grades
    from store.views.reports.report_asked import cycles_named

    refuse_unless_a_book_has_its_file(form, out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        chosen = cycles_named(reader, cycles or (), service, since, until)
        compared = compared_with_before(reader, chosen, full=full)
        document = grades(reader, chosen, full=full) | {"compared": compared}
        paper = figure_paper(
            reader,
            "Grades",
            document,
            sections=grade_sections(document),
            sheets=figure_sheets.grade_sheets(document),
            chart=figure_sheets.grade_chart(document),
            foot=WHOLE if full else SUPPRESSION,
            figures=of_grades(reader, document) if explain else None,
            full=full,
        )
    give_figures(paper, form=form, out=out, as_json=as_json)


@app.command("scorecard")
def print_scorecard(
    cycles: Cycles = None,
    *,
    form: FigureForm = None,
    full: Annotated[  # noqa: ARG001 - scripts give it; the scorecard is whole without it too
        bool, typer.Option("--full", help="Changes nothing: the scorecard is whole.")
    ] = False,
    service: OfService = None,
    since: Since = None,
    until: Until = None,
    explain: Explain = False,
    out: WorkbookOut = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the Performance Team's scorecard: audits allocated, returned, moderated and graded.

    It is for the Performance Team and the audit team alone, because it has small counts.
    """
    from store.views.reports import figure_sheets
    from store.views.reports.explained_figures import of_scorecard
    from store.views.reports.report_asked import cycles_named
    from store.views.reports.scorecard import scorecard

    refuse_unless_a_book_has_its_file(form, out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        chosen = cycles_named(reader, cycles or (), service, since, until)
        document = scorecard(reader, chosen)
        paper = figure_paper(
            reader,
            f"Scorecard as of {in_words(document['as_of'], reader.profile.programme.zone)}",
            document,
            sections=scorecard_sections(document),
            sheets=figure_sheets.scorecard_sheets(document),
            chart=figure_sheets.scorecard_chart(document),
            foot=WHOLE,
            figures=of_scorecard(reader, document) if explain else None,
            full=True,
        )
    give_figures(paper, form=form, out=out, as_json=as_json)
