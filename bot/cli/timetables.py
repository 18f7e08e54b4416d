"""`sightline cycle timetable`: show the year's timetable, or record its next version (§5)."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import As, Json, Now, Programme
from bot.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Reader


def parse_day(text: str) -> date:
    """A day, such as `2026-10-01`."""
    from store.clock.given_days import read_day

    try:
        return read_day(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day. Give it as 2026-10-01.") from None


def timetable(
    *,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Record a new version from a CSV or XLSX file of services, months and themes.",
        ),
    ] = None,
    minutes: Annotated[
        Path | None,
        typer.Option(
            "--minutes",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="The minutes of the meeting that agreed it, as a text file.",
        ),
    ] = None,
    agreed_on: Annotated[
        date | None,
        typer.Option(
            "--agreed-on", parser=parse_day, metavar="DATE", help="The day of that meeting."
        ),
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Show every version of the year's timetable, newest first, or record the next version."""
    if record is None:
        with read_programme(programme, now) as reader:
            versions = _versions(reader)
    elif minutes is None or agreed_on is None:
        raise typer.BadParameter("A new version also needs --minutes FILE and --agreed-on DATE.")
    else:
        from store.registry import perform
        from store.sheets.reading import read_table
        from store.sheets.timetable import read_timetable

        given = {
            "entries": read_timetable(read_table(record.name, record.read_bytes())),
            "minutes": minutes.read_text("utf-8"),
            "agreed_on": agreed_on,
        }
        with unit_of_work(programme, now, upn) as unit:
            perform(unit, "timetable.record", unit.programme, given)
            unit.close()
            versions = _versions(unit)
    if as_json:
        say_json(versions)
        return
    _say(versions)


def _versions(reader: "Reader") -> list[dict[str, Any]]:
    """Every version with its minutes, which the shell may read, and the state of its cycles."""
    from store.acts.audit_list.cycle import cycle_id
    from store.tables import Timetable
    from store.views.before_cycle.timetable import version

    found = reader.rows(Timetable, order="-number")
    versions = [(row, version(reader, row, minutes=True)) for row in found]
    return [
        {
            "version": row.number,
            "agreed_on": row.agreed_on.isoformat(),
            "recorded_by": row.recorded_by,
            "recorded_at": row.recorded_at.isoformat(),
            "minutes": seen.minutes,
            "entries": [
                {
                    "cycle": cycle_id(entry.service, entry.on),
                    "service": entry.service,
                    "month": f"{entry.on:%Y-%m}",
                    "theme": entry.theme or None,
                    "state": entry.state or None,
                    "meet_by": None if entry.meet_by is None else entry.meet_by.at.isoformat(),
                }
                for entry in seen.entries
            ],
        }
        for row, seen in versions
    ]


def _say(versions: list[dict[str, Any]]) -> None:
    if not versions:
        say("There is no timetable yet. Record one with `sightline cycle timetable --record FILE`.")
    for number, one in enumerate(versions):
        say(f"Version {one['version']}, agreed on {one['agreed_on']}: {one['minutes']}")
        if number == 0:
            rows = [
                (
                    entry["cycle"],
                    entry["theme"],
                    entry["state"] or "not planned",
                    (entry["meet_by"] or "")[: len("2026-11-17")],
                )
                for entry in one["entries"]
            ]
            say_table(("Cycle", "Theme", "State", "Meet by"), rows)
