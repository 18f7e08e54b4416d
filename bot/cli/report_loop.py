"""`sightline report loop`: all actions by scope, what was different, whether work improved."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer

from bot.cli.context import reading
from bot.cli.options import Json, Now, Programme
from bot.cli.output import say_json
from bot.cli.report_words import in_words, say_report

SMALL = "A count of children under 5 is not told, nor what would reveal it."


def print_loop(
    cycles: Annotated[
        list[str] | None, typer.Argument(metavar="[CYCLE …]", help="These alone; else all.")
    ] = None,
    *,
    form: Annotated[
        Literal["json", "md"] | None,
        typer.Option("--format", help="A JSON document, or Markdown; else tables."),
    ] = None,
    full: Annotated[
        bool,
        typer.Option("--full", help="Small counts and the words too: for the audit team alone."),
    ] = False,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print what became of all actions: open, overdue, complete, recorded, signed off."""
    from store.views.reports.loop import loop

    with reading(programme, now) as reader:
        document, zone = loop(reader, cycles or (), full=full), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    sections = {
        "Actions by cycle and scope": document["rows"],
        "Improved, or not yet": [_improved(row) for row in document["improved"]],
        **({"What was different": document["different"]} if full else {}),
    }
    board = in_words(document["next_board"], zone) or "no date is known"
    say_report(
        f"Closing the loop, as of {in_words(document['as_of'], zone)}",
        sections,
        zone,
        as_markdown=form == "md",
        foot=f"The next board: {board}." + ("" if full else f" {SMALL}"),
    )


def _improved(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: _counts(row[name]) for name in ("below_good", "dip_reaudits", "reaudits")}
    return {"cycle": row["cycle"], **parts, "escalated": row["escalated"]}


def _counts(counts: Mapping[str, Any]) -> str:
    """What a reader may know of them: "3 improved, 2 not yet"."""
    told = {name: counts[name] for name in ("improved", "not_yet")}
    return ", ".join(
        f"{'not told' if n is None else n} {name.replace('_', ' ')}" for name, n in told.items()
    )
