"""`sightline report …`: what the ledger adds up to, for programs, for people, or as Markdown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from bot.cli.opening import reading
from bot.cli.options import Json, Now, Programme
from bot.cli.saying import say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="What the ledger adds up to.")

SECTIONS = {
    "services": "By service",
    "not_returned": "Not returned",
    "moderation_backlog": "Moderation backlog",
    "inadequate": "Inadequate",
    "actions_overdue": "Actions overdue",
    "exemptions": "Exemptions",
}


@app.callback()
def reports() -> None:
    """What the ledger adds up to."""


@app.command("digest")
def print_digest(
    cycles: Annotated[
        list[str] | None, typer.Argument(metavar="[CYCLE …]", help="These alone; else all.")
    ] = None,
    *,
    form: Annotated[
        Literal["json", "md"] | None,
        typer.Option("--format", help="A JSON document, or Markdown; else tables."),
    ] = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Print the Director's non-submission digest as it would be now; nothing is issued."""
    from store.views.digest import digest

    with reading(programme, now) as reader:
        document, zone = digest(reader, cycles or ()), reader.profile.programme.zone
    if as_json or form == "json":
        say_json(document)
        return
    heading = f"Non-submission digest as of {_words(document['as_of'], zone)}"
    say(f"# {heading}" if form == "md" else heading)
    for key, title in SECTIONS.items():
        _say_section(title, document[key], zone, as_markdown=form == "md")
    say(f"\nThe ledger's head: {document['head']}")


def _say_section(
    title: str, rows: Sequence[Mapping[str, Any]], zone: str, *, as_markdown: bool
) -> None:
    names = list(rows[0]) if rows else []
    columns = [name.replace("_", " ").capitalize() for name in names]
    cells = [[_words(row[name], zone) for name in names] for row in rows]
    if not rows:
        say(f"\n## {title}\n\nNone." if as_markdown else f"\n{title}: none.")
        return
    if not as_markdown:
        say_table(columns, cells, title=f"\n{title}")
        return
    say(f"\n## {title}\n")
    for line in (columns, ["---"] * len(columns), *cells):
        said = (cell.replace("|", "\\|") for cell in line)
        say(f"| {' | '.join(said)} |")


def _words(value: object, zone: str) -> str:
    """A cell for people: days and times with their weekday."""
    from store.dates_in_words import say_day, say_moment

    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return say_moment(value, zone=zone)
        case date():
            return say_day(value)
        case Mapping():
            return ", ".join(_words(part, zone) for part in value.values())
        case _:
            return str(value)
