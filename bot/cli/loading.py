"""`sightline people import` and `sightline cases import`: from a sheet into the ledger."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.opening import working
from bot.cli.options import Input, Json, Now, Programme
from bot.cli.saying import say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Reader, Unit
    from store.sheets.cases import CaseSheet
    from store.sheets.people import PeopleSheet
    from store.sheets.table import Table

SHOWN = 40
"""Changed rows that people see; programs see all."""

people = typer.Typer(no_args_is_help=True, help="The directory: who is who, where, under whom.")
cases = typer.Typer(no_args_is_help=True, help="The child-level data sheet that draws are from.")


@people.command("import")
def import_people(
    file: Input, now: Now = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Read people from CSV or XLSX: add who is new, update who is known, delete nobody."""

    def read(unit: "Reader", table: "Table") -> "PeopleSheet":
        from store.sheets.people import read_people
        from store.tables import Person

        known = unit.rows(Person)
        return read_people(
            table,
            frozenset(person.id for person in known),
            managers={person.id: person.reports_to for person in known},
            object_ids={person.entra_object_id: person.id for person in known},
        )

    with working(programme, now, None) as unit:
        imported = _import(unit, "people.import", "person", file, read)
    _say(imported, as_json=as_json)


@cases.command("import")
def import_cases(
    file: Input, now: Now = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Read cases from CSV or XLSX; who the children are is sealed and printed nowhere."""

    def read(unit: "Reader", table: "Table") -> "CaseSheet":
        from store.sheets.cases import read_cases
        from store.tables import Person

        known = unit.rows(Person)
        return read_cases(
            table,
            known=frozenset(person.id for person in known),
            teams=frozenset((p.service, p.team) for p in known if p.service and p.team),
        )

    with working(programme, now, None) as unit:
        imported = _import(unit, "cases.import", "child_case", file, read)
    _say(imported, as_json=as_json)


def _import(
    unit: "Unit", verb: str, table: str, file: Path, read: Callable[["Unit", "Table"], Any]
) -> dict[str, Any]:
    """Import a file whole or not at all, and tell from the fact itself what it changed."""
    from store.registry import perform
    from store.sheets.reading import read_table
    from store.tables import Fact

    sheet = read(unit, read_table(file.name, file.read_bytes()))
    given = {"file": file.name, "rows": len(sheet.rows), "sheet": sheet}
    done = perform(unit, verb, unit.programme, given)
    fact = unit.session.get_one(Fact, (unit.programme, done.seq))
    rows = [
        (row_id, columns) for name, row_id, columns in json.loads(fact.changes) if name == table
    ]
    added = [row_id for row_id, columns in rows if columns["version"][0] is None]
    changed = {
        row_id: sorted(columns.keys() - {"version"})
        for row_id, columns in rows
        if columns["version"][0] is not None
    }
    return {
        "file": file.name,
        "rows": len(sheet.rows),
        "added": len(added),
        "changed": len(changed),
        "unchanged": len(sheet.rows) - len(rows),
        "changes": [{"id": row_id, "columns": columns} for row_id, columns in changed.items()],
        "unknown_columns": list(sheet.unknown_columns),
        "absent_columns": list(sheet.absent_columns),
        "seq": done.seq,
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
