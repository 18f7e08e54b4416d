"""All commands under one name, and the one place where a refusal becomes words and a status."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli import (
    act,
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
from bot.cli import init as founding
from bot.cli import sheets as loading
from bot.cli.output import say_json, say_refusal

REFUSED = 1


class Commands(TyperGroup):
    """The commands. Exit 0 done, 1 refused, 2 usage (contract.md §5)."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command; a refusal is a sentence, or with `--json` one document, on stderr."""
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
        except Exception as error:  # noqa: BLE001 - what is no refusal is raised again
            _refuse(error, as_json=as_json)
        sys.exit(code or 0)


def _wants_json(typed: Sequence[str]) -> bool:
    """Whether a program reads the answer, and so the refusal too."""
    asked = "--json" in typed or "--format=json" in typed
    return asked or ("--format", "json") in pairwise(typed)


def _refuse(error: Exception, *, as_json: bool) -> NoReturn:
    """Say why it was refused; what is no refusal but a mistake of ours stays one."""
    from store.vocabulary.errors import Invalid, LedgerError, Unready

    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        error = Invalid("What was typed is not UTF-8: type it again.")
    if not isinstance(error, LedgerError):
        refusal = _from_the_database(error)
        if refusal is None:
            raise error
        error = Unready(refusal)
    say_refusal(error, as_json=as_json)
    sys.exit(REFUSED)


def _from_the_database(error: Exception) -> str | None:
    """A database that cannot be reached or written, without its text, which may hold values."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return None
    return (
        f"The ledger cannot be read or written just now ({type(error.orig).__name__}); "
        "nothing was changed. `sightline doctor` says what is wrong."
    )


app = typer.Typer(
    cls=Commands,
    name="sightline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Runs a council's children's-social-care case-audit programme.",
    epilog="Times are ISO 8601; one without a zone is London's. Exit 0 done, 1 refused, 2 usage.",
)
app.command("init")(founding.init)
app.add_typer(loading.people, name="people")
app.add_typer(loading.cases, name="cases")
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


def main() -> None:
    """The `sightline` command."""
    app()
