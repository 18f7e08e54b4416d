"""`sightline people import`, and what both imports of sheets say."""

from typing import TYPE_CHECKING, Any

import typer

from bot.cli.context import unit_of_work
from bot.cli.options import Input, Json, LeaveOutHidden, Now, Programme
from bot.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from store.views.programme.upload import Loaded

ROWS_SHOWN = 40
"""How many changed rows are printed for people; JSON has them all."""

people = typer.Typer(no_args_is_help=True, help="Import the people file: roles, teams, managers.")


@people.command("import")
def import_people(
    file: Input,
    now: Now = None,
    programme: Programme = None,
    leave_out_hidden: LeaveOutHidden = False,
    as_json: Json = False,
) -> None:
    """Import people from CSV or XLSX. New people are added and known ones updated, none deleted."""
    from store.intake.importing import import_table
    from store.sheets.reading import read_table

    with unit_of_work(programme, now, None) as unit:
        table = read_table(file.name, file.read_bytes(), leave_out_hidden=leave_out_hidden)
        imported = shared_keys(file.name, import_table(unit, "people", file.name, table))
    if as_json:
        say_json(imported)
        return
    say_import(imported)


def shared_keys(name: str, loaded: "Loaded") -> dict[str, Any]:
    """What the import of a whole file changed, by its fact (contract.md §6)."""
    return {
        "file": name,
        "rows": loaded.rows,
        "added": loaded.added,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
        "changes": [
            {"id": row_id, "columns": list(columns)} for row_id, columns in loaded.changes.items()
        ],
        "renamed": [{"from": one.was, "to": one.now} for one in loaded.renamed],
        "leavers": [
            {"line": one.line, "upn": one.upn, "left_on": one.left_on} for one in loaded.leavers
        ],
        "unknown_columns": list(loaded.unknown_columns),
        "absent_columns": list(loaded.absent_columns),
        "seq": loaded.seq,
    }


def say_import(imported: dict[str, Any]) -> None:
    """The same in words."""
    say(
        f"{imported['file']}: {imported['rows']} rows. {imported['added']} added, "
        f"{imported['changed']} changed, {imported['unchanged']} unchanged."
    )
    changes = imported["changes"]
    if changes:
        shown = [(change["id"], ", ".join(change["columns"])) for change in changes[:ROWS_SHOWN]]
        say_table(("Row", "Changed columns"), shown)
    if len(changes) > ROWS_SHOWN:
        say(f"… and {len(changes) - ROWS_SHOWN} more. Use --json to list them all.")
    for one in imported["renamed"]:
        say(f"Renamed: {one['from']} is now {one['to']}. The old name goes on working.")
    for one in imported["leavers"]:
        say(
            f"Line {one['line']} changed nothing: {one['upn']} left on {one['left_on']}. If they "
            f"are here again, record it: sightline act person.rejoined {one['upn']} --set on=DAY"
        )
    if imported["unknown_columns"]:
        say(f"Ignored unknown columns: {', '.join(imported['unknown_columns'])}.")
    if imported["absent_columns"]:
        say(f"Left unchanged, not in the file: {', '.join(imported['absent_columns'])}.")
