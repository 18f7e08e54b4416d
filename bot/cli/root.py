"""All commands of `sightline`, and the one place that turns a refusal into words and a status."""

import gc
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli import (
    act,
    case_choices,
    cycles,
    database,
    doctor,
    duties,
    graph,
    ledger,
    profiles,
    rehearse,
    report,
    serving,
    teams,
    timetables,
)
from bot.cli import cases as loading_cases
from bot.cli import init as founding
from bot.cli import sheets as loading
from bot.cli.output import say_json, say_refusal

REFUSED = 1


class Commands(TyperGroup):
    """The commands. They exit with 0 when done, 1 when refused, 2 for usage (contract.md §5)."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command. A refusal goes to stderr as a sentence, or with `--json` as JSON."""
        typed = list(sys.argv[1:] if args is None else args)
        as_json = _wants_json(typed)
        try:
            code = super().main(
                typed,
                prog_name=prog_name,
                complete_var=complete_var,
                standalone_mode=standalone_mode and not as_json,
                windows_expand_args=windows_expand_args,
                **extra,
            )
        except typer.TyperException as error:
            if not as_json:
                raise
            usage = {"error": "usage", "message": error.format_message(), "fields": {}}
            say_json(usage, to=sys.stderr)
            sys.exit(error.exit_code)
        except Exception as error:  # noqa: BLE001 - raised again unless it is a refusal
            _refuse(error, as_json=as_json)
        sys.exit(code or 0)


def _wants_json(typed: Sequence[str]) -> bool:
    """Whether the answer, and so a refusal too, must be JSON."""
    asked = "--json" in typed or "--format=json" in typed
    return asked or ("--format", "json") in pairwise(typed)


def _refuse(error: Exception, *, as_json: bool) -> NoReturn:
    """Print a refusal and exit; any other error is a bug and is raised again."""
    from store.vocabulary.errors import Invalid, LedgerError, Unready

    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        error = Invalid("The command is not UTF-8. Type it again.")
    if not isinstance(error, LedgerError):
        refusal = _from_the_database(error)
        if refusal is None:
            raise error
        error = Unready(refusal)
    say_refusal(error, as_json=as_json)
    sys.exit(REFUSED)


def _from_the_database(error: Exception) -> str | None:
    """The refusal for a database error. Its own text is left out, because it may hold values."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return None
    return (
        f"The ledger cannot be read or written ({type(error.orig).__name__}). Nothing was changed. "
        "Run `sightline doctor` to find the cause."
    )


app = typer.Typer(
    cls=Commands,
    name="sightline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Run the case-audit programme of a council's children's social care.",
    epilog="Give times in ISO 8601; without a zone they are London time. "
    "Exit codes: 0 done, 1 refused, 2 wrong usage.",
)
app.command("init")(founding.init)
app.add_typer(loading.people, name="people")
app.add_typer(loading_cases.app, name="cases")
cycles.app.command("choices")(case_choices.choices)
cycles.app.command("timetable")(timetables.timetable)
app.add_typer(cycles.app, name="cycle")
app.command("act")(act.act)
app.command("sweep")(duties.sweep)
app.command("owed")(duties.owed)
app.add_typer(report.app, name="report")
app.add_typer(ledger.app, name="ledger")
app.add_typer(profiles.app, name="profile")
app.command("rehearse")(rehearse.rehearse)
app.command("doctor")(doctor.doctor)
app.add_typer(teams.app, name="teams")
app.add_typer(graph.app, name="graph")
app.add_typer(database.app, name="db")
app.command("serve")(serving.serve)
app.command("demo")(serving.demo)


GARBAGE_AFTER = 50_000
"""Objects made before Python looks for cycles among them. Its own 700 has it look through every
module hundreds of times while a command starts."""


def main() -> None:
    """The `sightline` command."""
    gc.set_threshold(GARBAGE_AFTER)
    app()
