"""The options that several commands take, each declared once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

LONDON = "Europe/London"


def moment(text: str) -> datetime:
    """A time in ISO 8601; one without a zone is London's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no time in ISO 8601, such as 2026-12-21T09:00."
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(LONDON))


Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Now = Annotated[
    datetime | None,
    typer.Option("--now", parser=moment, metavar="TIME", help="The moment that counts as now."),
]
Programme = Annotated[
    str | None,
    typer.Option("--programme", metavar="P", help="Which programme, where there are several."),
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="UPN", help="The person who acts; without it the shell itself."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, max=2**53 - 1, help="A number that lets anyone repeat it."),
]
Input = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
