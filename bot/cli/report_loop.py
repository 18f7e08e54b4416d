"""`sightline report loop`: all actions by scope, their effect, and whether work improved."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from bot.cli.context import read_programme
from bot.cli.options import AsOf, Cycles, Json, Now, Programme
from bot.cli.report_words import NOT_SHOWN, SUPPRESSION, Rows, in_words
from bot.cli.report_workbook import (
    Explain,
    FigureForm,
    WorkbookOut,
    figure_paper,
    give_figures,
    refuse_unless_a_book_has_its_file,
)


def print_loop(
    cycles: Cycles = None,
    *,
    form: FigureForm = None,
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="Also show small counts and people's own words. Only for the audit team."
        ),
    ] = False,
    explain: Explain = False,
    out: WorkbookOut = None,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the state of all actions: open, overdue, complete, recorded and signed off."""
    from store.views.reports import figure_sheets
    from store.views.reports.explained_figures import of_loop
    from store.views.reports.loop import loop
    from store.views.reports.report_asked import cycles_in_words

    refuse_unless_a_book_has_its_file(form, out)
    with read_programme(programme, now, as_of, as_json=as_json or form == "json") as reader:
        document, zone = loop(reader, cycles or (), full=full), reader.profile.programme.zone
        board = in_words(document["next_board"], zone) or "no date is known"
        paper = figure_paper(
            reader,
            f"Closing the loop, as of {in_words(document['as_of'], zone)}",
            document,
            sections=_sections(document),
            sheets=figure_sheets.loop_sheets(document),
            chart=figure_sheets.loop_chart(document, cycles_in_words(reader)),
            foot=f"The next board: {board}." + ("" if full else f" {SUPPRESSION}"),
            figures=of_loop(reader, document) if explain else None,
            full=full,
        )
    give_figures(paper, form=form, out=out, as_json=as_json)


def _sections(document: Mapping[str, Any]) -> dict[str, Rows]:
    return {
        "Actions by cycle and scope": document["rows"],
        "Improved, or not yet": [_improved(row) for row in document["improved"]],
        "Concerns about how audits were done": [_concerns(document["concerns"])],
        **({"What was different": document["different"]} if "different" in document else {}),
    }


def _improved(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: _counts(row[name]) for name in ("below_good", "dip_reaudits", "reaudits")}
    escalated = NOT_SHOWN if row["escalated"] is None else row["escalated"]
    return {"cycle": row["cycle"], **parts, "escalated": escalated}


def _concerns(counts: Mapping[str, Any]) -> dict[str, Any]:
    """How many are closed, and from how many something was learnt."""
    shown = {name: counts[name] for name in ("closed", "with_learning")}
    return {name: NOT_SHOWN if n is None else n for name, n in shown.items()}


def _counts(counts: Mapping[str, Any]) -> str:
    """The counts in words, such as "5: 3 improved, 2 not yet"; None is a suppressed count."""
    total = NOT_SHOWN if counts["n"] is None else str(counts["n"])
    if counts["n"] == 0:
        return total
    shown = {name: counts[name] for name in ("improved", "not_yet")}
    if None in shown.values():
        return total if counts["n"] is None else f"{total}: how many improved is {NOT_SHOWN}"
    return f"{total}: " + ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in shown.items())
