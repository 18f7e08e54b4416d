"""`sightline report evidence`: write a cycle's evidence pack, which a fact records."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import As, Cycle, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_register import refuse_to_overwrite, write_new


def write_evidence(
    cycle: Cycle,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="A new file. By default, named by the convention."
        ),
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Write a cycle's evidence pack: reports, figures, hashes and the head. It names no child.

    Use `sightline graph file-evidence` to put it into the council's SharePoint library.
    """
    from store.papers.evidence_pack import evidence_pack
    from store.papers.own_template import usable_template
    from store.registry import perform
    from store.views.reports.evidence import evidence

    if out is not None:
        refuse_to_overwrite(out)
    with unit_of_work(programme, now, upn) as unit:
        done = perform(unit, "evidence.issue", cycle, {})
        requester = unit.actor.upn
    with read_programme(programme, now) as reader:
        pack = evidence(reader, cycle, asked_by=requester)
        look = usable_template(reader.ledger.templates, reader.profile.papers.template)
    out = out or Path(f"{pack.name_of('Evidence pack')}.zip")
    write_new(out, evidence_pack(pack, look))
    if as_json:
        say_json({"file": out.name, "cycle": cycle, "head": pack.head, "seq": done.seq})
        return
    say(f"Wrote {out.name}: the evidence of {cycle}, fact {done.seq}, head {pack.head}.")
