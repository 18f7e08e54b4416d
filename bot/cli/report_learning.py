"""`sightline report learning`: themes, what was done on each, and what audits since show."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Cycles, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_board import markdown
from bot.cli.report_register import refuse_to_overwrite, write_new


def print_learning(
    cycles: Cycles = None,
    *,
    form: Annotated[
        Literal["json", "md", "docx"] | None,
        typer.Option("--format", help="Print JSON or Markdown, or write a document to --out."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file for the document.")
    ] = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print each theme of learning, what was done, and what audits since show of it."""
    from store.views.reports.learning_report import learning_in_blocks, learning_report

    if (form == "docx") != (out is not None):
        raise typer.BadParameter("To write a document, give both --format docx and --out FILE.")
    if out is not None:
        refuse_to_overwrite(out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document, zone = learning_report(reader, cycles or ()), reader.profile.programme.zone
    blocks = learning_in_blocks(document, zone)
    if out is not None:
        from store.papers.board_docx import board_docx

        write_new(out, board_docx(blocks, document["as_of"]))
        say_json({"file": out.name}) if as_json else say(f"{out.name}: {blocks[0].words}.")
    elif form == "json" or (as_json and form is None):
        say_json(document)
    else:
        say("\n".join(markdown(blocks)))
