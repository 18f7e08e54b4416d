"""`sightline graph …`: the optional permissions of Microsoft Graph and what they make possible."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import graph_evidence
from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import DryRun, Json, Now, Programme
from bot.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from store.intake.directory import DirectoryComparison, DirectoryEntry

app = typer.Typer(
    no_args_is_help=True, help="Use Microsoft Graph. Every permission is optional and off at first."
)
app.command("file-evidence")(graph_evidence.file_evidence)
app.command("file-owed")(graph_evidence.file_owed)


@app.command("permissions")
def permissions(
    page: Annotated[
        bool, typer.Option("--page", help="Print the table of docs/permissions.md in Markdown.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List every optional permission: its purpose, who uses it, and the way without it."""
    from bot.graph.permissions import PERMISSIONS, markdown_table, switched_on
    from bot.settings import Settings

    if page:
        say(markdown_table())
        return

    on = switched_on(Settings().graph)
    rows = [
        {
            "word": one.word,
            "on": one.word in on,
            "consent": list(one.consent),
            "reason": one.reason,
            "used_by": one.used_by,
            "without": one.without,
        }
        for one in PERMISSIONS.values()
    ]
    if as_json:
        say_json(rows)
        return
    say_table(
        ("SIGHTLINE_GRAPH", "", "Consent needed", "Purpose", "Without it"),
        [
            (
                one.word,
                "on" if one.word in on else "off",
                ", ".join(one.consent),
                one.reason,
                one.without,
            )
            for one in PERMISSIONS.values()
        ],
    )


@app.command("sync-people")
def sync_people(
    dry_run: DryRun = False,
    not_left: Annotated[
        list[str] | None,
        typer.Option("--not-left", metavar="UPN", help="Do not record this person as a leaver."),
    ] = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Update names, managers, email addresses and leavers from Entra ID.

    The command saves all changes or none. It adds nobody: new people and all roles come from the
    people file.
    """
    from store.intake.directory import apply_comparison, compare_directory, current_people

    stays = {upn.lower() for upn in not_left or ()}
    with read_programme(programme, now) as reader:
        people = {object_id: person.id for object_id, person in current_people(reader).items()}
    entries, renewed = _look_up(people)
    if dry_run:
        with read_programme(programme, now) as reader:
            compared = compare_directory(reader, entries, renewed, stays)
    else:
        with unit_of_work(programme, now, None) as unit:
            compared = compare_directory(unit, entries, renewed, stays)
            apply_comparison(unit, compared)
    _say(compared, dry_run=dry_run, as_json=as_json)


def _look_up(
    people: dict[str, str],
) -> tuple[dict[str, "DirectoryEntry"], dict[str, "DirectoryEntry"]]:
    """Look people up by object id, and by UPN those whose object id no longer exists.

    Raises `Unready` where the permission is off or Graph does not answer.
    """
    import asyncio
    import time

    from bot.graph.directory import directory
    from bot.graph.permissions import DIRECTORY, require_permission
    from bot.graph.ports import graph_client
    from bot.graph.refusals import GraphTrouble
    from bot.serving import check_settings
    from bot.settings import Settings
    from bot.teams.courier import outbound_session
    from store.vocabulary.errors import Unready

    settings = Settings()
    require_permission(settings.graph, DIRECTORY)
    if settings.loopback_graph is None:
        check_settings(settings)
    over = graph_client(settings, clock=time.monotonic)

    async def look_up() -> tuple[dict[str, "DirectoryEntry"], dict[str, "DirectoryEntry"]]:
        async with outbound_session() as session:
            there = directory(over(session))
            entries = await there.by_object_id(people)
            gone = [upn for object_id, upn in people.items() if object_id not in entries]
            return entries, await there.by_upn(gone)

    try:
        return asyncio.run(look_up())
    except GraphTrouble as failed:
        raise Unready(f"{failed.reason} Nothing was changed.") from failed


def _say(compared: "DirectoryComparison", *, dry_run: bool, as_json: bool) -> None:
    changes: list[dict[str, Any]] = [
        {"upn": upn, "column": column, "from": was, "to": becomes}
        for upn, columns in compared.changes.items()
        for column, (was, becomes) in columns.items()
    ]
    if as_json:
        say_json(
            {
                "dry_run": dry_run,
                "changes": changes,
                "leavers": [{"upn": upn, "why": why} for upn, why in compared.leavers.items()],
                "questions": [{"upn": upn, "why": why} for upn, why in compared.questions.items()],
                "look_at": compared.look_at,
                "unchanged": compared.unchanged,
            }
        )
        return
    say(
        f"{len(compared.changes)} changed, {len(compared.leavers)} left, "
        f"{compared.unchanged} unchanged."
        f"{' Nothing was saved: this is a dry run.' if dry_run else ''}"
    )
    if changes:
        say_table(
            ("Person", "Column", "Before", "After"),
            [(one["upn"], one["column"], one["from"], one["to"]) for one in changes],
        )
    if compared.leavers:
        say_table(("Leaver", "Reason"), compared.leavers.items())
        say("If somebody is only away, use --not-left UPN and record the absence.")
    for upn, why in compared.questions.items():
        say(f"Asked the audit team about {upn}: {why}" if not dry_run else f"{upn}: {why}")
    for sentence in compared.look_at:
        say(f"Check: {sentence}")
