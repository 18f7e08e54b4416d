"""`sightline ledger …`: prove it, hand it out, look into it."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.context import opened, working
from bot.cli.options import Json, Now, Programme
from bot.cli.output import say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="The record: verify it, export it, read its facts.")


@app.command("verify")
def verify(programme: Programme = None, as_json: Json = False) -> None:
    """Hold chain, head, rows and sealed text against each other; exit 1 where they disagree."""
    from store.ledger import proof

    with opened(programme) as (ledger, name):
        found = proof.verify(ledger, name)
    if as_json:
        problems = [{"seq": problem.seq, "what": problem.what} for problem in found.problems]
        say_json({"ok": found.ok, "facts": found.facts, "head": found.head, "problems": problems})
    elif found.ok:
        say(f"The ledger is whole: {found.facts} facts, head {found.head}.")
    else:
        say(f"The ledger is not whole. {found.facts} facts, head {found.head}.")
        say_table(("Fact", "What is wrong"), [(p.seq or "", p.what) for p in found.problems])
    if not found.ok:
        raise typer.Exit(1)


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False)],
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Write the chain as JSON lines, one fact a line, with no child's data in it."""
    from store.ledger import proof
    from store.vocabulary.errors import Unready

    _refuse_the_ledgers_own_files(file)
    part = file.with_name(f"{file.name}.part")
    with opened(programme) as (ledger, name):
        try:
            with part.open("w", encoding="utf-8", newline="\n") as out:
                facts = 0
                for line in proof.export(ledger, name):
                    out.write(f"{line}\n")
                    facts += 1
            part.replace(file)
        except OSError as error:
            raise Unready(f"{file} cannot be written: {error.strerror}.") from error
    if as_json:
        say_json({"file": str(file), "programme": name, "facts": facts})
        return
    say(f"Wrote {facts} facts to {file}.")


def _refuse_the_ledgers_own_files(file: Path) -> None:
    """An export over the ledger or its key would be the loss of both (programme.md §7)."""
    from bot.settings import Settings
    from store.vocabulary.errors import Invalid

    settings = Settings()
    own = [path.resolve() for path in (settings.sqlite_file, settings.key_file) if path is not None]
    # SQLite keeps its -wal and -shm beside the database, under its own name.
    kept = {path.with_name(f"{path.name}{end}") for path in own for end in ("", "-wal", "-shm")}
    if file.resolve() in kept:
        raise Invalid(
            f"{file} belongs to the ledger itself: name another file for the export.",
            {"file": "is the ledger's own"},
        )


@app.command("dispose")
def dispose(
    retention: Annotated[
        str, typer.Option(metavar="CLASS", help="audit, child or staff: see docs/dpia.md.")
    ],
    before: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Sealed before that day, in London.")
    ],
    texts: Annotated[
        int | None, typer.Option(help="As many as were shown without this: then they go, for good.")
    ] = None,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Show how much private text of a class may go; with --texts that many go, and a fact says so.

    What work under way needs stays. Rows and facts stay, and the ledger stays whole.
    """
    from store.ledger.disposal import CLASSES, disposable
    from store.registry import perform
    from store.vocabulary.errors import Invalid

    if retention not in CLASSES:
        raise Invalid(
            f"There is no class {retention[:60]!r}; there is: {', '.join(CLASSES)}.",
            {"retention": "is not known"},
        )
    day = before.date()
    with working(programme, now, None) as unit:
        found = disposable(unit, retention, day)
        if texts is not None:
            given = {"retention": retention, "before": day.isoformat(), "texts": texts}
            perform(unit, "text.dispose", unit.programme, given)
    if as_json:
        say_json({"texts": len(found.texts), "kept": found.kept, "disposed": texts is not None})
        return
    which = f"of the class {retention}, sealed before {day}"
    kept = f" Kept for work that is under way: {found.kept}." if found.kept else ""
    if texts is not None:
        say(f"Gone: {texts} {which}; a fact says so.{kept} Backups hold them until those end.")
    elif found.texts:
        say(
            f"May go: {len(found.texts)} {which}.{kept} Back up, then say it again with "
            f"--texts {len(found.texts)}: they are gone for good."
        )
    else:
        say(f"Nothing {which} may go.{kept}")


@app.command("facts")
def facts(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="An audit's id, a cycle's, a meeting's …")
    ],
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """List what was done to one subject: who, when, by which door, and every row it changed."""
    from store.ledger import chain, proof
    from store.views.reports.cycle_board import audits_of_case
    from store.vocabulary.errors import NotFound

    with opened(programme) as (ledger, name), ledger.engine.connect() as connection:
        found = [proof.told(fact) for fact in chain.facts(connection, name, subject)]
        if not found:
            # What is no subject itself, such as a meeting, is told by what changed its row.
            found = [proof.told(fact) for fact in chain.facts_on(connection, name, subject)]
        meant = [] if found else audits_of_case(connection, name, subject)
    if not found:
        instead = f"did you mean {' or '.join(meant)}?" if meant else "check the reference."
        raise NotFound(f"No fact is about {subject[:60]!r}: {instead}")
    if as_json:
        say_json(found)
        return
    rows = [(f["seq"], f["at"], f["actor"], f["via"], f["verb"], _changes(f)) for f in found]
    say_table(("Fact", "At", "Actor", "Via", "Act", "Rows changed"), rows)


def _changes(fact: dict[str, Any]) -> str:
    tables = Counter(change["table"].replace("_", " ") for change in fact["changes"])
    return ", ".join(table if n == 1 else f"{n} of {table}" for table, n in tables.items())
