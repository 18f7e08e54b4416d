"""`sightline report evidence`: a cycle's evidence pack, whose issue is a fact of the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import reading, working
from bot.cli.options import As, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_register import refuse_to_overwrite, write_new


def write_evidence(
    cycle: Annotated[str, typer.Argument(metavar="CYCLE", help="Such as frontdoor-2026-12.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="A new file; else by the naming convention."),
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Write a cycle's evidence pack: reports, figures, hashes and the head. It names no child.

    `sightline graph file-evidence` then files it in the council's SharePoint library.
    """
    from store.papers.evidence_pack import evidence_pack
    from store.registry import perform
    from store.views.reports.evidence import evidence

    if out is not None:
        refuse_to_overwrite(out)
    with working(programme, now, upn) as unit:
        done = perform(unit, "evidence.issue", cycle, {})
        asker = unit.actor.upn
    with reading(programme, now) as reader:
        told = evidence(reader, cycle, asked_by=asker)
    out = out or Path(f"{told.name_of('Evidence pack')}.zip")
    write_new(out, evidence_pack(told))
    if as_json:
        say_json({"file": out.name, "cycle": cycle, "head": told.head, "seq": done.seq})
        return
    say(f"{out.name}: the evidence of {cycle}, fact {done.seq}, head {told.head}.")
