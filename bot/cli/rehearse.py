"""`sightline rehearse`: run the programme with simulated people, in a ledger of its own."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Json, ProfileName
from bot.cli.output import note, say, say_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.rehearsal.report import RehearsalReport
    from bot.rehearsal.simulation import Scenario

MAX_MONTHS = 24


def rehearse(
    profile: ProfileName = "tower-hamlets",
    months: Annotated[
        int, typer.Option("--months", min=1, max=MAX_MONTHS, help="The number of audit months.")
    ] = 1,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", min=0, max=2**53 - 1, help="The seed. The same seed gives the same head."
        ),
    ] = 1,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", dir_okay=False, help="Save the ledger to FILE."),
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="Use a small council of eight audits.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="PROFILE", help="Compare with this profile on the same council."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Run audit months with simulated people. Exit 1 if any invariant is broken."""
    from bot.cli.profiles import whole_of
    from bot.rehearsal.council.sizes import FULL, SMALL
    from bot.rehearsal.report import report_page
    from bot.rehearsal.simulation import Scenario, rehearse
    from store.ledger.database import open_engine

    text = whole_of(profile)
    if keep is not None:
        _refuse_existing(keep)
    other = None if against is None else whole_of(against)
    scenario = Scenario(
        profile=Path(profile).stem,
        text=text,
        months=months,
        seed=seed,
        size=SMALL if small else FULL,
        compared_with=() if other is None else (other,),
    )
    note(f"Rehearsing {scenario.profile} with seed {seed}. All people in it are invented.")
    engine = open_engine("sqlite://")
    try:
        report = rehearse(engine, scenario, _progress)
        if keep is not None:
            _keep(engine, keep, seed)
    finally:
        engine.dispose()
    if other is not None:
        swapped = replace(
            scenario, profile=Path(str(against)).stem, text=other, compared_with=(text,)
        )
        _compare(report, swapped, as_json=as_json)
        return
    if as_json:
        say_json(report)
    else:
        say(report_page(report))
    if not report.ok:
        raise typer.Exit(1)


def _compare(report: "RehearsalReport", scenario: "Scenario", *, as_json: bool) -> None:
    """Rehearse the other profile on the same council, and print the comparison."""
    from bot.rehearsal.comparison import Comparison, comparison_page
    from bot.rehearsal.simulation import rehearse
    from store.ledger.database import open_engine

    note(f"Rehearsing {scenario.profile} on the same council.")
    engine = open_engine("sqlite://")
    try:
        both = Comparison(report, rehearse(engine, scenario, _progress))
    finally:
        engine.dispose()
    if as_json:
        say_json(both)
    else:
        say(comparison_page(both))
    if not (both.one.ok and both.other.ok):
        raise typer.Exit(1)


def _progress(day: date, facts: int, owed: int) -> None:
    """Print a line on standard error each Friday and at the end of a month."""
    if day.weekday() == 4 or day.day >= 30:  # noqa: PLR2004 - 4 is Friday
        note(f"  {day:%a %d %b %Y}: {facts} facts, {owed} duties open")


def _refuse_existing(file: Path) -> None:
    """Refuse to overwrite a file, which might be a ledger in use."""
    from store.vocabulary.errors import Invalid

    for path in (file, file.with_suffix(".key")):
        if path.exists():
            raise Invalid(f"{path} already exists. Name a new file.", {"keep": "already exists"})


def _keep(engine: "Engine", file: Path, seed: int) -> None:
    """Save the ledger to a file, with its data key beside it as for any ledger."""
    import os
    import sqlite3

    from bot.rehearsal.simulation import key_for
    from store.ledger.database import OWNER_ONLY, make_private
    from store.vocabulary.errors import Unready

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(file.with_suffix(".key"), flags, OWNER_ONLY), "w") as key:
            key.write(key_for(seed).hex())
        make_private(file)
        into = sqlite3.connect(file)
        try:
            with engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                raw.commit()
                raw.backup(into)
        finally:
            into.close()
    except (OSError, sqlite3.Error) as error:
        raise Unready(
            f"The ledger cannot be saved to {file} ({type(error).__name__}). Check the folder."
        ) from error
    note(f"The ledger was saved to {file}.")
