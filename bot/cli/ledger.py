"""`sightline ledger …`: verify the ledger, export it, list its facts, dispose of private text."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.context import open_programme, unit_of_work
from bot.cli.options import Heads, HeadsFile, Json, NewFile, Now, Programme
from bot.cli.output import say, say_json, say_table

app = typer.Typer(
    no_args_is_help=True,
    help="Verify the ledger, export it, list its facts, or dispose of private text.",
)


@app.command("verify")
def verify(
    head: Heads = None, heads: HeadsFile = None, programme: Programme = None, as_json: Json = False
) -> None:
    """Check the hash chain, the head, the rows and the sealed text. Exit 1 if they disagree.

    With the heads that digests and evidence packs carried, a rewritten ledger is found too.
    """
    from store.ledger import proof

    held = [*(head or ()), *(heads or ())]
    with open_programme(programme) as (ledger, name):
        found = proof.verify(ledger, name, held)
    if as_json:
        problems = [{"seq": problem.seq, "what": problem.what} for problem in found.problems]
        witnesses = [{"seq": w.seq, "hash": w.hash, "ok": w.ok} for w in found.witnesses]
        document = {"ok": found.ok, "facts": found.facts, "head": found.head}
        say_json({**document, "problems": problems, "witnesses": witnesses})
    elif found.ok:
        say(f"The ledger is whole: {found.facts} facts, head {found.head}.")
        if held:
            say(f"It has every head that you gave: {len(held)}.")
    else:
        say(f"The ledger is not whole. {found.facts} facts, head {found.head}.")
        say_table(("Fact", "What is wrong"), [(p.seq or "", p.what) for p in found.problems])
    if not found.ok:
        raise typer.Exit(1)


@app.command("export")
def export(file: NewFile, programme: Programme = None, as_json: Json = False) -> None:
    """Write all facts as JSON lines, one fact a line. The file has no data about a child."""
    from store.ledger import proof
    from store.vocabulary.errors import Unready

    _refuse_the_ledgers_own_files(file)
    part = file.with_name(f"{file.name}.part")
    with open_programme(programme) as (ledger, name):
        try:
            with part.open("w", encoding="utf-8", newline="\n") as out:
                facts = 0
                for line in proof.export(ledger, name):
                    out.write(f"{line}\n")
                    facts += 1
            part.replace(file)
        except OSError as error:
            raise Unready(
                f"{file} cannot be written: {error.strerror}. Check the folder and its rights."
            ) from error
    if as_json:
        say_json({"file": str(file), "programme": name, "facts": facts})
        return
    say(f"Wrote {facts} facts to {file}.")


def _refuse_the_ledgers_own_files(file: Path) -> None:
    """Refuse an export over the ledger or its data key, which would destroy it (§7)."""
    from bot.settings import Settings
    from store.vocabulary.errors import Invalid

    settings = Settings()
    own = [path.resolve() for path in (settings.sqlite_file, settings.key_file) if path is not None]
    # SQLite keeps files that end in -wal and -shm beside the database.
    used = {path.with_name(f"{path.name}{end}") for path in own for end in ("", "-wal", "-shm")}
    if file.resolve() in used:
        raise Invalid(
            f"{file} belongs to the ledger itself. Name another file for the export.",
            {"file": "is the ledger's own"},
        )


@app.command("dispose")
def dispose(
    retention: Annotated[
        str,
        typer.Option(
            metavar="CLASS", help="The class of text: audit, child or staff. See docs/dpia.md."
        ),
    ],
    before: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], help="Only text sealed before this day, in London time."
        ),
    ],
    texts: Annotated[
        int | None,
        typer.Option(help="Delete this many texts for good. Use the number shown without it."),
    ] = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Count the private text of a class that may be deleted; with --texts, delete it.

    Text that open work needs is kept. Rows and facts are kept too, so the ledger stays whole, and a
    fact records the deletion.
    """
    from store.ledger.disposal import RETENTION_CLASSES, disposable
    from store.registry import perform
    from store.vocabulary.errors import Invalid

    if retention not in RETENTION_CLASSES:
        raise Invalid(
            f"There is no class {retention[:60]!r}. Choose one of: {', '.join(RETENTION_CLASSES)}.",
            {"retention": "is not known"},
        )
    day = before.date()
    with unit_of_work(programme, now, None) as unit:
        found = disposable(unit, retention, day)
        if texts is not None:
            given = {"retention": retention, "before": day.isoformat(), "texts": texts}
            perform(unit, "text.dispose", unit.programme, given)
    if as_json:
        say_json({"texts": len(found.texts), "kept": found.kept, "disposed": texts is not None})
        return
    which = f"of the class {retention}, sealed before {day}"
    kept = f" Kept for open work: {found.kept}." if found.kept else ""
    if texts is not None:
        say(f"Deleted {texts} texts {which}.{kept} Backups still have them until they expire.")
    elif found.texts:
        say(
            f"{len(found.texts)} texts {which}, can be deleted.{kept} To delete them for good, "
            f"back up first and repeat the command with --texts {len(found.texts)}."
        )
    else:
        say(f"No text {which}, can be deleted.{kept}")


@app.command("facts")
def facts(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="The id of an audit, cycle, meeting or other row."),
    ],
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """List the facts of one subject: who did what, when, through which channel, and the changes."""
    from store.ledger import chain, proof
    from store.views.reports.cycle_board import audits_of_case
    from store.vocabulary.errors import NotFound

    with open_programme(programme) as (ledger, name), ledger.engine.connect() as connection:
        found = [proof.fact_as_json(fact) for fact in chain.facts(connection, name, subject)]
        if not found:
            # A row that is not a subject, such as a meeting: the facts that changed it.
            found = [proof.fact_as_json(fact) for fact in chain.facts_on(connection, name, subject)]
        audits = [] if found else audits_of_case(connection, name, subject)
    if not found:
        advice = f"Did you mean {' or '.join(audits)}?" if audits else "Check the reference."
        raise NotFound(f"There are no facts about {subject[:60]!r}. {advice}")
    if as_json:
        say_json(found)
        return
    rows = [(f["seq"], f["at"], f["actor"], f["via"], f["verb"], _changes(f)) for f in found]
    say_table(("Fact", "At", "Actor", "Via", "Act", "Rows changed"), rows)


def _changes(fact: dict[str, Any]) -> str:
    tables = Counter(change["table"].replace("_", " ") for change in fact["changes"])
    return ", ".join(table if n == 1 else f"{n} of {table}" for table, n in tables.items())
