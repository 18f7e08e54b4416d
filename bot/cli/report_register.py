"""`sightline report register`: the audit team's register, whose issue is a fact of the ledger."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.context import reading, working
from bot.cli.options import As, Json, Now, Programme
from bot.cli.output import say, say_json
from bot.cli.report_words import say_report

OWNER_ALONE = 0o600


def print_register(
    cycles: Annotated[
        list[str] | None, typer.Argument(metavar="[CYCLE …]", help="These alone; else all.")
    ] = None,
    *,
    form: Annotated[
        Literal["json", "md", "xlsx"] | None,
        typer.Option("--format", help="JSON, Markdown or a workbook (with --out); else tables."),
    ] = None,
    identifiable: Annotated[
        bool, typer.Option("--identifiable", help="With who the children are and what was written.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file for the workbook.")
    ] = None,
    upn: As = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Issue the register to the audit team; without --identifiable it names no child."""
    from store.registry import perform
    from store.views.reports.register import as_document, register

    is_book = form == "xlsx"
    if is_book != (out is not None):
        raise typer.BadParameter(
            "A workbook needs --format xlsx and --out FILE; nothing else goes to a file."
        )
    if out is not None:
        refuse_to_overwrite(out)
    with working(programme, now, upn) as unit:
        given = {"cycles": list(cycles or ()), "identifiable": identifiable}
        done = perform(unit, "register.issue", unit.programme, given)
        asker = unit.actor.upn
    with reading(programme, now) as reader:
        told = register(reader, cycles or (), identifiable=identifiable, asked_by=asker)
        zone = reader.profile.programme.zone
    if out is not None:
        from store.papers.register_xlsx import register_xlsx

        write_new(out, register_xlsx(told))
        if as_json:
            say_json({"file": out.name, "audits": len(told.audits), "seq": done.seq})
        else:
            say(f"{out.name}: {len(told.audits)} audits, fact {done.seq}.")
        return
    if as_json or form == "json":
        say_json(as_document(told))
        return
    say_report(
        f"Register of audits: {told.programme}",
        told.tables,
        zone,
        as_markdown=form == "md",
        foot=f"The ledger's head: {told.head}",
    )


def refuse_to_overwrite(out: Path) -> None:
    """Refuse a file that is there, or a folder that is not."""
    from store.vocabulary.errors import Invalid

    if out.exists():
        raise Invalid(
            f"There is a file {out.name} already: name another, nothing is overwritten.",
            {"out": "is there already"},
        )
    if not out.parent.is_dir():
        raise Invalid(
            f"There is no folder for {out.name}: make it first.", {"out": "has no folder"}
        )


def write_new(out: Path, content: bytes) -> None:
    """A new file that its owner alone may read; one made meanwhile is left as it is."""
    from store.vocabulary.errors import Invalid

    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Invalid(
            f"{out.name} cannot be written: {error.strerror}.", {"out": "cannot be written"}
        ) from error
