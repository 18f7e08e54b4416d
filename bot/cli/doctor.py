"""`sightline doctor`: check everything that Sightline needs and say what to do."""

from typing import Annotated

import typer

from bot.cli.context import now_or_clock
from bot.cli.options import Json, Now
from bot.cli.output import say, say_json, say_table

Tenant = Annotated[
    bool,
    typer.Option("--tenant", help="Check with Microsoft too: signing keys, sign-in and consent."),
]


def doctor(tenant: Tenant = False, now: Now = None, as_json: Json = False) -> None:
    """Check everything that Sightline needs and say what to do. Exit 1 if anything is wrong."""
    from bot.cli.doctor_checks import examine

    findings = examine(now_or_clock(now), tenant=tenant)
    wrong = sum(finding.state == "wrong" for finding in findings)
    if as_json:
        say_json({"ok": not wrong, "checks": [finding._asdict() for finding in findings]})
    else:
        marks = {"ok": "ok", "warning": "check", "wrong": "WRONG"}
        say_table(("", "Check", "Result"), [(marks[f.state], f.name, f.words) for f in findings])
        count = "1 thing is" if wrong == 1 else f"{wrong} things are"
        say(f"\n{count} wrong." if wrong else "\nNothing is wrong.")
    if wrong:
        raise typer.Exit(1)
