"""`sightline report register`: issue the audit team's register, which a fact records."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.context import read_programme, unit_of_work
from bot.cli.options import As, Cycles, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_words import say_report

OWNER_ONLY = 0o600


def print_register(
    cycles: Cycles = None,
    *,
    form: Annotated[
        Literal["json", "md", "xlsx"] | None,
        typer.Option(
            "--format",
            help="Print JSON or Markdown, or write a workbook to --out. By default, tables.",
        ),
    ] = None,
    identifiable: Annotated[
        bool,
        typer.Option("--identifiable", help="Include the children's identities and private text."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file for the workbook.")
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Issue the register to the audit team. It names no child without --identifiable."""
    from store.registry import perform
    from store.views.reports.register import as_document, register

    is_book = form == "xlsx"
    if is_book != (out is not None):
        raise typer.BadParameter("To write a workbook, give both --format xlsx and --out FILE.")
    if out is not None:
        refuse_to_overwrite(out)
    with unit_of_work(programme, now, upn) as unit:
        given = {"cycles": list(cycles or ()), "identifiable": identifiable}
        done = perform(unit, "register.issue", unit.programme, given)
        requester = unit.actor.upn
    with read_programme(programme, now) as reader:
        view = register(reader, cycles or (), identifiable=identifiable, asked_by=requester)
        zone = reader.profile.programme.zone
    if out is not None:
        from store.papers.register_xlsx import register_xlsx

        write_new(out, register_xlsx(view))
        if as_json:
            say_json({"file": out.name, "audits": len(view.audits), "seq": done.seq})
        else:
            say(f"Wrote {out.name}: {len(view.audits)} audits, fact {done.seq}.")
        return
    if as_json or form == "json":
        say_json(as_document(view))
        return
    say_report(
        f"Register of audits: {view.programme}",
        view.tables,
        zone,
        as_markdown=form == "md",
        foot=f"The ledger's head: {view.head_seq}:{view.head}",
    )


def refuse_to_overwrite(out: Path) -> None:
    """Raise `Invalid` where the file exists or its folder does not."""
    from store.vocabulary.errors import Invalid

    if out.exists():
        raise Invalid(
            f"{out.name} already exists and is not overwritten. Name a new file.",
            {"out": "already exists"},
        )
    if not out.parent.is_dir():
        raise Invalid(
            f"The folder for {out.name} does not exist. Create it first.", {"out": "has no folder"}
        )


def write_new(out: Path, content: bytes) -> None:
    """Write a new file that only its owner may read. An existing file is never overwritten."""
    from store.vocabulary.errors import Invalid

    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Invalid(
            f"{out.name} cannot be written: {error.strerror}. Check the folder and its rights.",
            {"out": "cannot be written"},
        ) from error
