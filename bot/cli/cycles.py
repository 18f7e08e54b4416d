"""`sightline cycle …`: a cycle from its opening to the confirmed list (programme.md §2)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import reading, working
from bot.cli.options import As, Json, Now, Programme, Seed
from bot.cli.output import plain, say, say_json, say_table

if TYPE_CHECKING:
    from store.ledger import Reader

app = typer.Typer(no_args_is_help=True, help="One round for one service: open, draw, allocate.")

Cycle = Annotated[str, typer.Argument(metavar="CYCLE", help="Such as frontdoor-2026-12.")]


def month(text: str) -> date:
    """An audit month, `2026-12`."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no month such as 2026-12.") from None


def kloe(text: str) -> dict[str, str]:
    """A line of enquiry with the filter of its dip samples: `TEXT :: flags=neglect`."""
    words, _, where = text.rpartition("::") if "::" in text else (text, "", "")
    return {"text": words.strip(), "where": where.strip()}


@app.command("open")
def open_cycle(
    *,
    service: Annotated[str, typer.Option("--service", metavar="S")],
    month: Annotated[date, typer.Option("--month", parser=month, metavar="YYYY-MM")],
    kloes: Annotated[
        list[str] | None,
        typer.Option(
            "--kloe",
            metavar="TEXT",
            help="A key line of enquiry; its dip samples' filter after ::, "
            "as in 'Is neglect named? :: flags=neglect'.",
        ),
    ] = None,
    accept_slack: Annotated[
        bool, typer.Option("--accept-slack", help="The audit team wants it all the same.")
    ] = False,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Open a cycle; says how many working days the month leaves over."""
    from store.acts.audit_list.cycles import cycle_id
    from store.registry import perform
    from store.rules.margins import warnings
    from store.tables import Cycle as CycleRow

    given = {
        "service": service,
        "month": month,
        "kloes": [kloe(text) for text in kloes or ()],
        "accept_slack": accept_slack,
    }
    with working(programme, now, upn) as unit:
        perform(unit, "cycle.open", unit.programme, given)
        cycle = unit.get(CycleRow, cycle_id(service, month))
        today = unit.calendar.local(unit.at).date()
        told = warnings(unit.profile, unit.calendar, cycle.month, today)
    if as_json:
        say_json({"cycle": cycle.id, "slack_working_days": cycle.slack, "warnings": told})
        return
    say(
        f"Opened {cycle.id}. Between return, check, rectification and moderation the month "
        f"leaves {cycle.slack} working days over."
    )
    for warning in told:
        say(f"Warning: {warning}")


@app.command("select")
def select(
    cycle: Cycle,
    *,
    seed: Seed = None,
    where: Annotated[
        str, typer.Option("--where", help="Draw from these cases alone: 'flags=neglect'.")
    ] = "",
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Draw the cycle's cases by seed, so that anyone can repeat it."""
    board = _move(
        "cycle.select", cycle, {"seed": seed, "where": where}, upn=upn, now=now, programme=programme
    )
    if as_json:
        say_json(board)
        return
    kinds = [audit["kind"] for audit in board["audits"]]
    say(
        f"Drawn with seed {board['seed']} from {len(board['draw']['pool'])} cases: "
        f"{kinds.count('full')} full audits, {len(kinds) - kinds.count('full')} dip samples."
    )


@app.command("allocate")
def allocate(
    cycle: Cycle,
    *,
    seed: Seed = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it with its proof and write nothing.")
    ] = False,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Give every drawn case an auditor and a moderator, each rule proved row by row."""
    from store.registry import perform

    with working(programme, now, upn) as unit:
        perform(unit, "cycle.allocate", cycle, {"seed": seed})
        board = _proved(unit, cycle)
        if dry_run:
            unit.session.rollback()
    if as_json:
        say_json(board)
        return
    _say_audits(board, with_proof=True)
    loads = sorted((-audits, auditor) for auditor, audits in board["load"].items())
    say_table(("Auditor", "Audits"), [(auditor, -audits) for audits, auditor in loads])
    say("Nothing was written: this is a dry run." if dry_run else f"Allocated {cycle}.")


@app.command("propose")
def propose(
    cycle: Cycle,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Send the list to the Head of Service to confirm."""
    board = _move("list.propose", cycle, {}, upn=upn, now=now, programme=programme)
    if as_json:
        say_json(board)
        return
    say(f"Proposed {cycle}: the list waits for the Head of Service.")


@app.command("confirm")
def confirm(
    cycle: Cycle,
    upn: Annotated[str, typer.Option("--as", metavar="UPN", help="The Head of Service.")],
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Confirm the list as its Head of Service; the audits are issued in the same commit."""
    board = _move("list.confirm", cycle, {}, upn=upn, now=now, programme=programme)
    if as_json:
        say_json(board)
        return
    issued = sum(audit["state"] == "issued" for audit in board["audits"])
    say(f"Confirmed {cycle}: {issued} audits issued.")


@app.command("show")
def show(cycle: Cycle, now: Now = None, programme: Programme = None, as_json: Json = False) -> None:
    """Show a cycle: its draw, and who audits and moderates what."""
    with reading(programme, now) as reader:
        board = _board(reader, cycle)
    if as_json:
        say_json(board)
        return
    say(f"{board['cycle']}: {board['service']}, {board['state'].replace('_', ' ')}")
    _say_audits(board, with_proof=False)


def _move(
    verb: str,
    cycle: str,
    given: dict[str, Any],
    *,
    upn: str | None,
    now: datetime | None,
    programme: str | None,
) -> dict[str, Any]:
    """One act on a cycle, and the cycle as it then stands."""
    from store.registry import perform

    with working(programme, now, upn) as unit:
        perform(unit, verb, cycle, given)
        return _board(unit, cycle)


def _board(reader: "Reader", cycle: str) -> dict[str, Any]:
    """The cycle as contract.md §6 shapes it."""
    from store.views.reports.cycle_board import cycle_board

    board: dict[str, Any] = plain(cycle_board(reader, cycle))
    return board


def _proved(reader: "Reader", cycle: str) -> dict[str, Any]:
    """The same rows with each one's proof, and the load (contract.md §6)."""
    from store.tables import Audit
    from store.tables import Cycle as CycleRow

    board = _board(reader, cycle)
    for row in board["audits"]:
        row["independence"] = reader.get(Audit, row["id"]).independence
    return board | {"load": reader.get(CycleRow, cycle).load or {}}


def _say_audits(board: dict[str, Any], *, with_proof: bool) -> None:
    columns = ("Audit", "Kind", "Team", "Auditor", "Moderator", "State", "Due")
    rows = [
        (
            row["id"], row["kind"], row["team"], row["auditor"], row["moderator"],
            row["state"].replace("_", " "), _day(row["due"]),
        )
        for row in board["audits"]
    ]  # fmt: skip
    say_table(columns, rows)
    if with_proof:
        rules = {
            rule
            for row in board["audits"]
            for proof in (row["independence"] or {}).values()
            for rule in proof
        }
        say(f"Each row keeps every rule: {'; '.join(sorted(rules))}.")


def _day(due: str | None) -> str:
    """A due date for people."""
    from store.vocabulary.dates_in_words import say_moment

    return "" if due is None else say_moment(datetime.fromisoformat(due))
