"""`sightline report board`: a cycle's report for the board, for practitioners or for members."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Json, Now, Programme
from bot.cli.report_paper import (
    PaperForm,
    PaperOut,
    Template,
    give_paper,
    look_of,
    refuse_unless_writable,
)
from bot.cli.report_workbook import Explain


def print_board(
    cycles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CYCLE …]", help="One cycle. For members, any number."),
    ] = None,
    *,
    audience: Annotated[
        Literal["board", "practitioners", "members", "highlights"],
        typer.Option(
            "--for",
            help="The readers: the board, practitioners (short), members (a year), or those who "
            "run the service (highlights).",
        ),
    ] = "board",
    form: PaperForm = None,
    out: PaperOut = None,
    template: Template = None,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft", help="Put a draft from the records where nothing is written yet, so marked."
        ),
    ] = False,
    explain: Explain = False,
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="With --explain: also the facts behind counts of children. For the audit team.",
        ),
    ] = False,
    now: Now = None,
    as_of: AsOf = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print a cycle's report, with impact and learning first. It names no child."""
    from store.views.reports.board_report import board_report
    from store.views.reports.board_words import in_blocks
    from store.views.reports.explained import explained
    from store.views.reports.explained_board import of_board
    from store.views.reports.figure_sheets import facts_in_words

    refuse_unless_writable(form, out)
    if full and not explain:
        raise typer.BadParameter("--full is about the facts behind figures. Add --explain.")
    if audience != "members" and len(cycles or ()) != 1:
        raise typer.BadParameter(
            "Name one cycle, such as frontdoor-2026-12. Only members' reports have several."
        )
    if draft and audience != "board":
        raise typer.BadParameter("--draft is of the report for the board alone.")
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document = board_report(reader, cycles or (), audience)
        zone, local = reader.profile.programme.zone, reader.calendar.local
        if draft:
            document["draft"] = _drafted(document)
        blocks, look = in_blocks(document, zone), look_of(reader, template)
        if explain:
            found = explained(reader, document, of_board(reader, document), full=full)
            document["explained"] = found
            blocks += facts_in_words(found, local)
    give_paper(document, blocks, form=form, out=out, as_json=as_json, look=look)


def _drafted(document: Mapping[str, Any]) -> dict[str, str]:
    """The draft of a report that is not written yet. Raises `Invalid` for one that is."""
    from store.views.reports.board_draft import board_draft
    from store.vocabulary.errors import Invalid

    if document["waiting"]["written"]:
        raise Invalid(
            f"The report on {document['cycle']} is written, so there is nothing to draft. Leave "
            "--draft out.",
            {"draft": "is of a report that is written"},
        )
    return board_draft(document)
