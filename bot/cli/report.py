"""`sightline report …`: what the ledger adds up to, for programs, for people, or as Markdown."""

from typing import Annotated, Literal

import typer

from bot.cli import report_board, report_evidence, report_loop, report_register
from bot.cli.context import reading
from bot.cli.options import Json, Now, Programme
from bot.cli.output import say_json
from bot.cli.report_words import counts_in_words, in_words, say_report

app = typer.Typer(no_args_is_help=True, help="What the ledger adds up to.")
app.command("register")(report_register.print_register)
app.command("loop")(report_loop.print_loop)
app.command("board")(report_board.print_board)
app.command("evidence")(report_evidence.write_evidence)

Cycles = Annotated[
    list[str] | None, typer.Argument(metavar="[CYCLE …]", help="These alone; else all.")
]
Form = Annotated[
    Literal["json", "md"] | None,
    typer.Option("--format", help="A JSON document, or Markdown; else tables."),
]
Full = Annotated[
    bool, typer.Option("--full", help="Small counts of children too: for the audit team alone.")
]

SECTIONS = {
    "services": "By service",
    "not_returned": "Not returned",
    "rework": "Back with the auditor",
    "moderation_backlog": "Moderation backlog",
    "inadequate": "Inadequate",
    "actions_overdue": "Actions overdue",
    "exemptions": "Exemptions",
    "not_told": "Not reached in Teams, nor told another way",
}
SMALL = "A count of children under 5 is not told, nor what would reveal it."


@app.callback()
def reports() -> None:
    """What the ledger adds up to."""


@app.command("digest")
def print_digest(
    cycles: Cycles = None,
    *,
    form: Form = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the Director's non-submission digest as it would be now; nothing is issued."""
    from store.views.reports.digest import digest

    with reading(programme, now) as reader:
        document, zone = digest(reader, cycles or ()), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    say_report(
        f"Non-submission digest as of {in_words(document['as_of'], zone)}",
        {title: document[key] for key, title in SECTIONS.items()},
        zone,
        as_markdown=form == "md",
        foot=f"The ledger's head: {document['head']}",
    )


@app.command("grades")
def print_grades(
    cycles: Cycles = None,
    *,
    form: Form = None,
    full: Full = False,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print first, moderated and final grades by cycle and kind, and how far the two agree."""
    from store.views.reports.grades import grades

    with reading(programme, now) as reader:
        document, zone = grades(reader, cycles or (), full=full), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    rows = [
        {
            "cycle": row["cycle"],
            "kind": row["kind"],
            "returned": f"{row['n']} of {row['planned']}",
            "auditors": counts_in_words(row["first"]),
            "moderators": counts_in_words(row["moderated"]),
            "final": counts_in_words(row["final"]),
            "raised": row["raised"],
            "lowered": row["lowered"],
            "agreement": _agreement(row["kappa"], row["kappa_n"]),
            "note": "too few to judge by" if row["too_few"] else "",
        }
        for row in document["rows"]
    ]
    sections = {"By cycle and kind of audit": rows}
    foot = "" if full else SMALL
    say_report("Grades", sections, zone, as_markdown=form == "md", foot=foot)


def _agreement(kappa: float | None, n: int) -> str:
    return f"none (n {n})" if kappa is None else f"{kappa:.2f} (n {n})"


@app.command("scorecard")
def print_scorecard(
    cycles: Cycles = None,
    *,
    form: Form = None,
    full: Full = False,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the Performance Team's scorecard: what was allocated, returned, moderated, graded."""
    from store.views.reports.scorecard import scorecard

    with reading(programme, now) as reader:
        document, zone = scorecard(reader, cycles or (), full=full), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    told = [
        {name: value for name, value in row.items() if name != "suppressed"}
        | {name: counts_in_words(row[name]) for name in ("first_grade", "moderated_grade")}
        | {name: _feedback(row[name]) for name in ("family_feedback", "practitioner_feedback")}
        for row in document["rows"]
    ]
    say_report(
        f"Scorecard as of {in_words(document['as_of'], zone)}",
        {"By cycle": told},
        zone,
        as_markdown=form == "md",
        foot="" if full else SMALL,
    )


def _feedback(n: int | None) -> str:
    return "under 5" if n is None else str(n)
