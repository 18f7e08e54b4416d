"""`sightline report board`: a cycle's report for the board, for practitioners or for members."""

from typing import Annotated, Literal

import typer

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Json, Now, Programme
from bot.cli.report_paper import PaperForm, PaperOut, Template, give_paper, refuse_unless_writable


def print_board(
    cycles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CYCLE …]", help="One cycle. For members, any number."),
    ] = None,
    *,
    audience: Annotated[
        Literal["board", "practitioners", "members"],
        typer.Option(
            "--for", help="The readers: the board, practitioners (short) or members (a year)."
        ),
    ] = "board",
    form: PaperForm = None,
    out: PaperOut = None,
    template: Template = None,
    now: Now = None,
    as_of: AsOf = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print a cycle's report, with impact and learning first. It names no child."""
    from store.views.reports.board_report import board_report
    from store.views.reports.board_words import in_blocks

    refuse_unless_writable(form, out)
    if audience != "members" and len(cycles or ()) != 1:
        raise typer.BadParameter(
            "Name one cycle, such as frontdoor-2026-12. Only members' reports have several."
        )
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document = board_report(reader, cycles or (), audience)
        zone = reader.profile.programme.zone
    blocks = in_blocks(document, zone)
    give_paper(document, blocks, form=form, out=out, as_json=as_json, template=template)
