"""`sightline report board`: a cycle's report for the board, for practitioners or for members."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_register import refuse_to_overwrite, write_new

if TYPE_CHECKING:
    from store.views.reports.report_blocks import ReportBlock

MARKS = {"heading": "\n## ", "subheading": "\n### "}


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
    """Print a cycle's report, with impact and learning first. It names no child."""
    from store.views.reports.board_report import board_report
    from store.views.reports.board_words import in_blocks

    is_document = form == "docx"
    if is_document != (out is not None):
        raise typer.BadParameter("To write a document, give both --format docx and --out FILE.")
    if audience != "members" and len(cycles or ()) != 1:
        raise typer.BadParameter(
            "Name one cycle, such as frontdoor-2026-12. Only members' reports have several."
        )
    if out is not None:
        refuse_to_overwrite(out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document = board_report(reader, cycles or (), audience)
        zone = reader.profile.programme.zone
    blocks = in_blocks(document, zone)
    if out is not None:
        from store.papers.board_docx import board_docx

        write_new(out, board_docx(blocks, document["as_of"]))
        if as_json:
            say_json({"file": out.name})
        else:
            say(f"{out.name}: {blocks[0].words}.")
    elif form == "json" or (as_json and form is None):
        say_json(document)
    else:
        say("\n".join(markdown(blocks)))


def markdown(blocks: "Sequence[ReportBlock]") -> list[str]:
    """The report as lines of Markdown. Text that people wrote is escaped."""
    lines: list[str] = []
    for block in blocks:
        match block.kind:
            case "title":
                lines.append(f"# {_escape(block.words)}")
                if block.cover is not None:
                    said = f"{block.cover.authority}. {block.cover.made}."
                    lines += ["", f"*{_escape(said)}*", "", _escape(block.cover.classification)]
            case "list" | "chart":
                lines += ["", *(f"- {_escape(item)}" for item in block.items)]
            case "table":
                first, *rest = (f"| {' | '.join(map(_escape, row))} |" for row in block.rows)
                rule = f"|{' --- |' * len(block.rows[0])}"
                lines += ["", f"**{_escape(block.words)}**", "", first, rule, *rest]
            case "note":
                lines += ["", f"*{_escape(block.words)}*"]
            case "text":
                lines += ["", _escape(block.words)]
            case _:
                lines.append(f"{MARKS[block.kind]}{_escape(block.words)}")
    return lines


def _escape(words: str) -> str:
    from bot.cards.parts.text import escape

    return escape(words).replace("|", "\\|")
