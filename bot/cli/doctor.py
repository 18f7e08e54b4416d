"""`sightline doctor`: what is missing or wrong, in an administrator's words."""

from typing import Annotated

import typer

from bot.cli.context import now_or
from bot.cli.options import Json, Now
from bot.cli.output import say, say_json, say_table

Tenant = Annotated[
    bool, typer.Option("--tenant", help="Ask Microsoft too: keys, signing in, consent.")
]


def doctor(tenant: Tenant = False, now: Now = None, as_json: Json = False) -> None:
    """Look at everything Sightline needs and say what to do; exit 1 where something is wrong."""
    from bot.cli.doctor_checks import OK, WARNING, WRONG, examine

    findings = examine(now_or(now), tenant=tenant)
    wrong = [finding for finding in findings if finding.state == WRONG]
    if as_json:
        say_json({"ok": not wrong, "checks": findings})
    else:
        marks = {OK: "ok", WARNING: "look at", WRONG: "WRONG"}
        say_table(
            ("", "What", "How it stands"), [(marks[f.state], f.name, f.words) for f in findings]
        )
        count = "1 thing is" if len(wrong) == 1 else f"{len(wrong)} things are"
        say(f"\n{count} wrong." if wrong else "\nNothing is wrong.")
    if wrong:
        raise typer.Exit(1)
