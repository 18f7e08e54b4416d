"""How a paper leaves the shell: as JSON, as Markdown, or as a Word document in a new file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.output import say, say_json
from bot.cli.report_register import refuse_to_overwrite, write_new

if TYPE_CHECKING:
    from store.ledger import Reader
    from store.views.reports.report_blocks import ReportBlock

PaperForm = Annotated[
    Literal["json", "md", "docx"] | None,
    typer.Option("--format", help="Print JSON or Markdown, or write a document to --out."),
]
PaperOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="A new file for the document.")
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The council's own .docx, whose page, logo and styles the document takes. "
        "By default, the one that the profile names.",
    ),
]
MARKS = {"heading": "\n## ", "subheading": "\n### "}


def refuse_unless_writable(form: str | None, out: Path | None) -> None:
    """A document needs both a format and a new file; raise where either is missing or exists."""
    if (form == "docx") != (out is not None):
        raise typer.BadParameter("To write a document, give both --format docx and --out FILE.")
    if out is not None:
        refuse_to_overwrite(out)


def look_of(reader: "Reader", given: Path | None) -> bytes | None:
    """The template of a paper: the one `given`, else the one that the profile names, if usable.

    Raises `Invalid` where the one that is given cannot be used.
    """
    from store.papers.own_template import own_template, usable_template

    if given is not None:
        return own_template(given.parent, given.name).content
    return usable_template(reader.ledger.templates, reader.profile.papers.template)


def give_paper(
    document: Mapping[str, Any],
    blocks: "Sequence[ReportBlock]",
    *,
    form: str | None,
    out: Path | None,
    as_json: bool,
    look: bytes | None,
) -> None:
    """Write the document to `out`, or print it as JSON or as Markdown; `look` is its template."""
    if out is not None:
        lacking = _write(blocks, document["as_of"], out, look)
        if as_json:
            say_json({"file": out.name} | ({"missing_styles": lacking} if look else {}))
            return
        say(f"{out.name}: {blocks[0].words}.")
        if lacking:
            say(f"The template lacks these styles, so Sightline's own are used: {lacking}.")
    elif form == "json" or (as_json and form is None):
        say_json(document)
    else:
        say("\n".join(markdown(blocks)))


def _write(
    blocks: "Sequence[ReportBlock]", made_at: datetime, out: Path, look: bytes | None
) -> str:
    """Write the document; gives the styles that its template lacks, in words."""
    from store.papers.board_docx import board_docx
    from store.papers.word_styles import missing_styles

    write_new(out, board_docx(blocks, made_at, look))
    return "" if look is None else ", ".join(missing_styles(look))


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
