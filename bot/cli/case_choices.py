"""`sightline cycle choices`: which cases a line of enquiry may ask for, and how many there are."""

from datetime import date
from typing import Annotated

import typer

from bot.cli.context import read_programme
from bot.cli.options import Json, Now, Programme
from bot.cli.output import say, say_json, say_table


def choices(
    service: Annotated[str, typer.Option("--service", help="The service to audit.")],
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The audit month.")],
    *,
    within: Annotated[
        str, typer.Option("--within", metavar="FILTER", help="Count among these cases alone.")
    ] = "",
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """List filters for lines of enquiry, each with the number of cases that it leaves."""
    from store.allocation.lines_of_enquiry import find_service
    from store.views.parts.case_choices import case_choices

    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"{month!r} is not a month. Write it as 2026-12.") from None
    with read_programme(programme, now) as reader:
        found = case_choices(reader, find_service(reader, service), first, within=within)
    if as_json:
        say_json(
            [
                {"where": one.where, "words": one.words, "cases": one.cases, "enough": one.enough}
                for one in found
            ]
        )
        return
    if not found:
        say("The data holds nothing to choose by among these cases.")
        return
    rows = [
        (one.words, one.cases, "" if one.enough else "too few for a sample", one.where)
        for one in found
    ]
    say_table(("Cases", "How many", "", "The filter: --kloe 'TEXT :: FILTER'"), rows)
