"""`sightline cycle …`: a cycle, from its opening to the confirmed list (programme.md §2)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import read_programme, unit_of_work
from bot.cli.lateness import due_of_return
from bot.cli.options import As, AsOf, Cycle, DryRun, Json, Now, Programme, Seed
from bot.cli.output import jsonable, say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Reader

app = typer.Typer(
    no_args_is_help=True, help="Open, draw, allocate and confirm the cycle of a service."
)


def parse_month(text: str) -> date:
    """An audit month, such as `2026-12`."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a month. Give it as 2026-12.") from None


def parse_kloe(text: str) -> dict[str, str]:
    """A line of enquiry and the filter of its dip samples: `TEXT :: flags=neglect`."""
    words, _, where = text.rpartition("::") if "::" in text else (text, "", "")
    return {"text": words.strip(), "where": where.strip()}


def parse_volume(text: str) -> tuple[str, str]:
    """A quota and its number, `team_manager=25`. Raises `typer.BadParameter`."""
    role, found, many = text.partition("=")
    if not (found and role.strip() and many.strip()):
        raise typer.BadParameter(f"{text!r} is no number of audits. Give it as team_manager=25.")
    return role.strip(), many.strip()


@app.command("open")
def open_cycle(
    *,
    service: Annotated[
        str, typer.Option("--service", metavar="S", help="The service, as in the case file.")
    ],
    month: Annotated[
        date,
        typer.Option("--month", parser=parse_month, metavar="YYYY-MM", help="The audit month."),
    ],
    kloes: Annotated[
        list[str] | None,
        typer.Option(
            "--kloe",
            metavar="TEXT",
            help="A key line of enquiry. Put a filter for its dip samples after ::, for example "
            "'Is neglect named? :: flags=neglect'.",
        ),
    ] = None,
    accept_slack: Annotated[
        bool, typer.Option("--accept-slack", help="Open the cycle even if it has too little slack.")
    ] = False,
    volume: Annotated[
        list[str] | None,
        typer.Option(
            "--volume",
            metavar="ROLE=N",
            help="How many audits this cycle has, where the profile leaves it open: "
            "team_manager=25.",
        ),
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Open a cycle and show its slack in working days."""
    from store.acts.audit_list.cycle import cycle_id
    from store.registry import perform
    from store.rules.margins import warnings
    from store.tables import Cycle as CycleRow

    given = {
        "service": service,
        "month": month,
        "kloes": [parse_kloe(text) for text in kloes or ()],
        "accept_slack": accept_slack,
        "volume": dict(parse_volume(text) for text in volume or ()),
    }
    with unit_of_work(programme, now, upn) as unit:
        perform(unit, "cycle.open", unit.programme, given)
        cycle = unit.get(CycleRow, cycle_id(service, month))
        today = unit.calendar.local(unit.at).date()
        found = warnings(unit.profile, unit.calendar, cycle.month, today)
    if as_json:
        say_json({"cycle": cycle.id, "slack_working_days": cycle.slack, "warnings": found})
        return
    say(
        f"Opened {cycle.id}. After return, check, rectification and moderation the month has "
        f"{cycle.slack} working days of slack."
    )
    for warning in found:
        say(f"Warning: {warning}")


@app.command("select")
def select(
    cycle: Cycle,
    *,
    seed: Seed = None,
    where: Annotated[
        str,
        typer.Option(
            "--where", help="Draw only from cases that match, for example 'flags=neglect'."
        ),
    ] = "",
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Draw the cases of a cycle by a seed, so that anyone can repeat the draw."""
    given = {"seed": seed, "where": where}
    from store.allocation.selecting import left_out_of
    from store.registry import perform
    from store.tables import Cycle as CycleRow

    with unit_of_work(programme, now, upn) as unit:
        perform(unit, "cycle.select", cycle, given)
        board = _board(unit, cycle)
        left_out = left_out_of(unit.get(CycleRow, cycle))
    if as_json:
        say_json(board)
        return
    kinds = [audit["kind"] for audit in board["audits"]]
    say(
        f"Drawn with seed {board['seed']} from {len(board['draw']['pool'])} cases: "
        f"{kinds.count('full')} full audits, {len(kinds) - kinds.count('full')} others."
    )
    if left_out:
        say(f"Left out: {left_out}.")


@app.command("allocate")
def allocate(
    cycle: Cycle,
    *,
    seed: Seed = None,
    dry_run: DryRun = False,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Give each drawn case an auditor and a moderator, and prove every rule for each row."""
    from store.registry import perform

    with unit_of_work(programme, now, upn) as unit:
        perform(unit, "cycle.allocate", cycle, {"seed": seed})
        board = _board_with_proof(unit, cycle)
        if dry_run:
            unit.session.rollback()
    if as_json:
        say_json(board)
        return
    _say_audits(board, {}, with_proof=True)
    loads = sorted((-audits, auditor) for auditor, audits in board["load"].items())
    say_table(("Auditor", "Audits"), [(auditor, -audits) for audits, auditor in loads])
    say("Nothing was saved: this is a dry run." if dry_run else f"Allocated {cycle}.")


@app.command("propose")
def propose(
    cycle: Cycle,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Send the list to the Head of Service for confirmation."""
    board = _act_on_cycle("list.propose", cycle, {}, upn=upn, now=now, programme=programme)
    if as_json:
        say_json(board)
        return
    say(f"Proposed {cycle}. The Head of Service can now confirm the list.")


@app.command("confirm")
def confirm(
    cycle: Cycle,
    upn: Annotated[str, typer.Option("--as", metavar="UPN", help="The Head of Service.")],
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Confirm the list as its Head of Service. Its audits go out at once or on their day."""
    board = _act_on_cycle("list.confirm", cycle, {}, upn=upn, now=now, programme=programme)
    if as_json:
        say_json(board)
        return
    if board["state"] == "confirmed":
        say(f"Confirmed {cycle}. Its audits are issued on {board['issues_on']}.")
        return
    issued = sum(audit["state"] == "issued" for audit in board["audits"])
    say(f"Confirmed {cycle}: {issued} audits issued.")


@app.command("show")
def show(
    cycle: Cycle,
    as_of: AsOf = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Show a cycle: its state, its audits, and who audits and moderates each of them."""
    with read_programme(programme, now, as_of, as_json=as_json) as reader:
        board = _board(reader, cycle)
        due = {row["id"]: due_of_return(reader, row["id"]) for row in board["audits"]}
    if as_json:
        say_json(board)
        return
    say(f"{board['cycle']}: {board['service']}, {board['state'].replace('_', ' ')}")
    _say_audits(board, due, with_proof=False)


def _act_on_cycle(
    verb: str,
    cycle: str,
    given: dict[str, Any],
    *,
    upn: str | None,
    now: datetime | None,
    programme: str | None,
) -> dict[str, Any]:
    """Do one act on a cycle; gives the cycle afterwards."""
    from store.registry import perform

    with unit_of_work(programme, now, upn) as unit:
        perform(unit, verb, cycle, given)
        return _confirmed_board(unit, cycle) if verb == "list.confirm" else _board(unit, cycle)


def _board(reader: "Reader", cycle: str) -> dict[str, Any]:
    """The cycle's document (contract.md §6)."""
    from store.views.reports.cycle_board import cycle_board

    board: dict[str, Any] = jsonable(cycle_board(reader, cycle))
    return board


def _confirmed_board(reader: "Reader", cycle: str) -> dict[str, Any]:
    """The cycle's document with the day on which its audits go out (contract.md §6)."""
    from store.views.reports.cycle_board import confirmed_board

    board: dict[str, Any] = jsonable(confirmed_board(reader, cycle))
    return board


def _board_with_proof(reader: "Reader", cycle: str) -> dict[str, Any]:
    """The cycle's document with the proof of each row and each auditor's load (contract.md §6)."""
    from store.tables import Audit
    from store.tables import Cycle as CycleRow

    board = _board(reader, cycle)
    for row in board["audits"]:
        row["independence"] = reader.get(Audit, row["id"]).independence
    return board | {"load": reader.get(CycleRow, cycle).load or {}}


def _say_audits(board: dict[str, Any], due: dict[str, str], *, with_proof: bool) -> None:
    columns = ("Audit", "Kind", "Team", "Auditor", "Moderator", "State", "Due")
    names = ("id", "kind", "team", "auditor", "moderator")
    say_table(
        columns,
        [
            (
                *(row[name] for name in names),
                row["state"].replace("_", " "),
                due.get(row["id"]) or _in_words(row["due"]),
            )
            for row in board["audits"]
        ],
    )
    if with_proof:
        rules = {
            rule
            for row in board["audits"]
            for proof in (row["independence"] or {}).values()
            for rule in proof
        }
        say(f"Every row keeps these rules: {'; '.join(sorted(rules))}.")


def _in_words(due: str | None) -> str:
    from store.vocabulary.dates_in_words import say_moment

    return "" if due is None else say_moment(datetime.fromisoformat(due))
