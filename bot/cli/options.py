"""The arguments and options that several commands share."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from store.ledger.witnesses import Witness

LONDON = "Europe/London"


def parse_time(text: str) -> datetime:
    """A time in ISO 8601. A time without a zone is London time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a time. Give it in ISO 8601, such as 2026-12-21T09:00."
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(LONDON))


def parse_past_day(text: str) -> date:
    """A day to look back to, as `2026-11-30`."""
    from store.ledger.evening import parse_day

    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def parse_head(text: str) -> "Witness":
    """A head that somebody holds, as `SEQ:HASH`."""
    from store.ledger.witnesses import witness

    try:
        return witness(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def parse_heads(text: str) -> "list[Witness]":
    """The heads in a file, one a line; empty lines are passed over."""
    try:
        lines = Path(text).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise typer.BadParameter(f"{text!r} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{text!r} is not a text file in UTF-8.") from None
    heads = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                heads.append(parse_head(line))
            except typer.BadParameter as error:
                raise typer.BadParameter(f"Line {number}: {error.message}") from None
    if not heads:
        raise typer.BadParameter(f"{text!r} has no head. Write one SEQ:HASH a line.")
    return heads


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Now = Annotated[
    datetime | None,
    typer.Option("--now", parser=parse_time, metavar="TIME", help="Use this time as now."),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_past_day,
        metavar="DAY",
        help="Show what was known at the end of this day. Not together with --now.",
    ),
]
Programme = Annotated[
    str | None,
    typer.Option(
        "--programme", metavar="P", help="The programme. Needed if the ledger has several."
    ),
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="UPN", help="The person who acts. By default, the shell."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", min=0, max=2**53 - 1, help="The seed. The same seed gives the same result."
    ),
]
Input = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, readable=True, help="The file to read."
    ),
]
Cycle = Annotated[
    str, typer.Argument(metavar="CYCLE", help="The cycle, for example frontdoor-2026-12.")
]
Cycles = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CYCLE …]", help="Report on these cycles. By default, on all."),
]
OfService = Annotated[
    str | None, typer.Option("--service", metavar="SERVICE", help="Only cycles of this service.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="YYYY-MM", help="Only cycles of this month and later ones."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="YYYY-MM", help="Only cycles of this month and earlier ones."),
]
Form = Annotated[
    Literal["json", "md"] | None,
    typer.Option("--format", help="Print JSON or Markdown. By default, tables."),
]
LeaveOutHidden = Annotated[
    bool, typer.Option("--leave-out-hidden", help="Leave out the rows and sheets that Excel hides.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and save nothing.")
]
ProfileName = Annotated[
    str, typer.Option("--profile", help="The name of a supplied profile, or a TOML file.")
]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The file to write.")]
Heads = Annotated[
    list[Any] | None,
    typer.Option(
        "--head",
        parser=parse_head,
        metavar="SEQ:HASH",
        help="A head that you hold, from a digest or an evidence pack: the fact's number and at "
        "least 12 digits of its hash. May be given several times.",
    ),
]
HeadsFile = Annotated[
    Any, typer.Option("--heads", parser=parse_heads, metavar="FILE", help="Such heads, one a line.")
]
