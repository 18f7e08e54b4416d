"""`sightline people import` and `sightline cases import`: from a sheet into the ledger."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.context import working
from bot.cli.options import Input, Json, Now, Programme
from bot.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Unit

SHOWN = 40
"""Changed rows that people see; programs see all."""

people = typer.Typer(no_args_is_help=True, help="The directory: who is who, where, under whom.")
cases = typer.Typer(no_args_is_help=True, help="The child-level data sheet that draws are from.")


@people.command("import")
def import_people(
    file: Input, now: Now = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Read people from CSV or XLSX: add who is new, update who is known, delete nobody."""
    with working(programme, now, None) as unit:
        imported = _import(unit, "people", file)
    _say(imported, as_json=as_json)


@cases.command("import")
def import_cases(
    file: Input, now: Now = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Read cases from CSV or XLSX; who the children are is sealed and printed nowhere."""
    with working(programme, now, None) as unit:
        imported = _import(unit, "cases", file)
    _say(imported, as_json=as_json)


def _import(unit: "Unit", kind: str, file: Path) -> dict[str, Any]:
    """Import a file whole or not at all, and tell from the fact itself what it changed."""
    from store.intake.importing import import_table
    from store.sheets.reading import read_table

    loaded = import_table(unit, kind, file.name, read_table(file.name, file.read_bytes()))
    return {
        "file": file.name,
        "rows": loaded.rows,
        "added": loaded.added,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
        "changes": [
            {"id": row_id, "columns": list(columns)} for row_id, columns in loaded.changes.items()
        ],
        "unknown_columns": list(loaded.unknown_columns),
        "absent_columns": list(loaded.absent_columns),
        "seq": loaded.seq,
    }


def _say(imported: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(imported)
        return
    say(
        f"{imported['file']}: {imported['rows']} rows. {imported['added']} added, "
        f"{imported['changed']} changed, {imported['unchanged']} unchanged."
    )
    changes = imported["changes"]
    if changes:
        shown = [(change["id"], ", ".join(change["columns"])) for change in changes[:SHOWN]]
        say_table(("Row", "What changed"), shown)
    if len(changes) > SHOWN:
        say(f"… and {len(changes) - SHOWN} more; --json lists them all.")
    if imported["unknown_columns"]:
        say(f"Not understood and passed over: {', '.join(imported['unknown_columns'])}.")
    if imported["absent_columns"]:
        say(f"Not in the file, so left as it was: {', '.join(imported['absent_columns'])}.")
