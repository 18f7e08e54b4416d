"""`sightline cases import` and `sightline cases match`: the cases, and who is meant on them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import DryRun, Json, LeaveOutHidden, Now, Programme
from bot.cli.output import note, say, say_json, say_table
from bot.cli.sheets import say_import, shared_keys

if TYPE_CHECKING:
    from store.ledger import Reader
    from store.views.programme.unmatched import Unmatched
    from store.views.programme.upload import Loaded

SHOWN = 40
"""How many names or cases are printed for people; JSON has them all."""
TOOK_FOR = {"sheet": "our own sheet", "annex-a": "an Annex A workbook", "ssd": "an SSD extract"}

Given = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        readable=True,
        help="Our sheet, an Annex A workbook, or an SSD extract: a folder or a ZIP of CSV files.",
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME=UPN …]",
        help="Whom a worker's name means; “NAME @ TEAM=UPN” on cases of that team alone, and "
        "NAME=nobody for somebody who is not in the people file.",
    ),
]
Teams = Annotated[
    list[str] | None,
    typer.Option("--team", metavar="TEAM=SERVICE/TEAM", help="Which team a team's name means."),
]

app = typer.Typer(no_args_is_help=True, help="Import the cases, from which audits are drawn.")


@app.command("import")
def import_cases(
    file: Given,
    *,
    dry_run: DryRun = False,
    leave_out_hidden: LeaveOutHidden = False,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Import cases from our sheet, Annex A or the SSD. The children's identities are sealed."""
    from store.intake.importing import import_given
    from store.sheets.given import How, read_folder, read_given

    how = How(leave_out_hidden=leave_out_hidden, progress=_quiet if as_json else _say_progress)
    with unit_of_work(programme, now, None) as unit:
        rules = unit.profile.child_level_data
        given = (
            read_folder(file, rules, how)
            if file.is_dir()
            else read_given(file.name, file.read_bytes(), rules, how)
        )
        loaded = import_given(unit, file.name, given)
        if dry_run:
            unit.session.rollback()
    told = _told(file.name, loaded, dry_run=dry_run)
    if as_json:
        say_json(told)
        return
    _say(told, loaded)


def _say_progress(lines: int) -> None:
    note(f"{lines:,} lines read …")


def _quiet(_lines: int) -> None:
    """With --json, standard error is for refusals alone."""


def _told(name: str, loaded: "Loaded", *, dry_run: bool) -> dict[str, Any]:
    """What an import did, as JSON (contract.md §6)."""
    return shared_keys(name, loaded) | {
        "kind": loaded.source,
        "dry_run": dry_run,
        "set_aside": list(loaded.set_aside),
        "unmatched": list(loaded.unmatched),
        "missing": list(loaded.missing),
        "changed_by_kind": dict(loaded.changed_by_kind),
        "passed_over": list(loaded.passed_over),
    }


def _say(told: dict[str, Any], loaded: "Loaded") -> None:
    from store.views.programme.case_changes import say_kinds

    say(f"{told['file']} was taken for {TOOK_FOR[loaded.source]}.")
    say_import(told)
    if loaded.changed_by_kind:
        say(f"By kind: {say_kinds(loaded.changed_by_kind)}.")
    if loaded.passed_over:
        say(f"Not needed, so passed over: {', '.join(loaded.passed_over)}.")
    if loaded.missing:
        say(
            f"{len(loaded.missing)} open cases are not in this file and stay as they are: "
            f"{', '.join(loaded.missing[:SHOWN])}{' …' if len(loaded.missing) > SHOWN else ''}. "
            "If the work on one has ended, import it with its closing date."
        )
    if loaded.set_aside:
        say(f"{len(loaded.set_aside)} cases are set aside, and never drawn as they stand:")
        say_table(("Case", "Why"), [(one.case_ref, one.reason) for one in loaded.set_aside[:SHOWN]])
    _say_unmatched(loaded.unmatched)
    if told["dry_run"]:
        say("Nothing was saved: this is a dry run.")


@app.command("match")
def match(
    names: Names = None,
    *,
    team: Teams = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Say who “Allocated Worker” and “Allocated Team” are. Without arguments, list who is asked."""
    from store.registry import perform
    from store.views.programme.unmatched import set_aside_cases, unmatched_names

    answered = [*(names or ()), *(team or ())]
    if not answered:
        with read_programme(programme, now) as reader:
            asked, aside = unmatched_names(reader), set_aside_cases(reader)
    else:
        with unit_of_work(programme, now, None) as unit:
            workers = tuple(_worker(one) for one in names or ())
            teams = tuple(_team(unit, one) for one in team or ())
            given = {"workers": workers, "teams": teams}
            perform(unit, "cases.match", unit.programme, given)
            asked, aside = unmatched_names(unit), set_aside_cases(unit)
    if as_json:
        say_json({"answered": len(answered), "unmatched": list(asked), "set_aside": list(aside)})
        return
    if answered:
        say(f"{len(answered)} answers kept.")
    _say_unmatched(asked)
    say(f"{len(aside)} cases are set aside.")


def _say_unmatched(asked: "tuple[Unmatched, ...]") -> None:
    if not asked:
        return
    say("Who is this? Answer once: sightline cases match NAME=UPN --team TEAM=SERVICE/TEAM")
    rows = [
        (one.name or "the team", one.team, one.cases, ", ".join(one.likely))
        for one in asked[:SHOWN]
    ]
    say_table(("Name", "Team in the file", "Cases", "Likely"), rows)
    if len(asked) > SHOWN:
        say(f"… and {len(asked) - SHOWN} more. Use --json to list them all.")


def _worker(text: str) -> dict[str, str]:
    named, sign, upn = text.rpartition("=")
    name, _, team = named.partition(" @ ")
    if not (sign and name.strip() and upn.strip()):
        raise typer.BadParameter(f"{text!r} is not an answer. Write NAME=UPN, in quotation marks.")
    return {"name": name.strip(), "team": team.strip(), "upn": upn.strip()}


def _team(reader: "Reader", text: str) -> dict[str, str]:
    """The answer about a team; a service or team may have a stroke in its own name."""
    from store.tables import Person

    name, sign, place = (part.strip() for part in text.partition("="))
    parts = place.split("/")
    splits = [("/".join(parts[:at]), "/".join(parts[at:])) for at in range(1, len(parts))]
    ways = [(service.strip(), team.strip()) for service, team in splits]
    if not (sign and name and ways):
        raise typer.BadParameter(f"{text!r} is not an answer. Write TEAM=SERVICE/TEAM.")
    known = {(one.service, one.team) for one in reader.rows(Person)}
    service, team = next((way for way in ways if way in known), ways[0])
    return {"name": name, "service": service, "team": team}
