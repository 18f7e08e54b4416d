"""`sightline report …`: reports from the ledger, as JSON, as tables or as Markdown."""

from typing import Annotated

import typer

from bot.cli import report_board, report_evidence, report_loop, report_register
from bot.cli.context import read_programme
from bot.cli.options import Cycles, Form, Json, Now, Programme
from bot.cli.output import say_json
from bot.cli.report_words import SUPPRESSION, counts_in_words, in_words, say_report

app = typer.Typer(no_args_is_help=True, help="Print reports from the ledger.")
app.command("register")(report_register.print_register)
app.command("loop")(report_loop.print_loop)
app.command("board")(report_board.print_board)
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
}


@app.command("digest")
def print_digest(
    cycles: Cycles = None,
    *,
    form: Form = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the non-submission digest as of now. This does not issue it."""
    from store.views.reports.digest import digest

    with read_programme(programme, now) as reader:
        document, zone = digest(reader, cycles or ()), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    say_report(
        f"Non-submission digest as of {in_words(document['as_of'], zone)}",
        {title: document[key] for key, title in SECTIONS.items()},
        zone,
        as_markdown=form == "md",
        foot=f"The ledger's head: {document['head_seq']}:{document['head']}",
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
    """Print first, moderated and final grades by cycle and kind, and how far they agree."""
    from store.views.reports.grades import grades

    with read_programme(programme, now) as reader:
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
            "note": "too few to judge" if row["too_few"] else "",
        }
        for row in document["rows"]
    ]
    sections = {"By cycle and kind of audit": rows}
    foot = "" if full else SUPPRESSION
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
    """Print the Performance Team's scorecard: audits allocated, returned, moderated and graded."""
    from store.views.reports.scorecard import scorecard

    with read_programme(programme, now) as reader:
        document, zone = scorecard(reader, cycles or (), full=full), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    rows = [
        {name: value for name, value in row.items() if name != "suppressed"}
        | {name: counts_in_words(row[name]) for name in ("first_grade", "moderated_grade")}
        | {name: _feedback(row[name]) for name in ("family_feedback", "practitioner_feedback")}
        for row in document["rows"]
    ]
    say_report(
        f"Scorecard as of {in_words(document['as_of'], zone)}",
        {"By cycle": rows},
        zone,
        as_markdown=form == "md",
        foot="" if full else SUPPRESSION,
    )


def _feedback(n: int | None) -> str:
    return "under 5" if n is None else str(n)
