"""`sightline rehearse`: play the programme with simulated people, in a ledger of its own."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Json
from bot.cli.output import note, say, say_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.rehearsal.report import Account
    from bot.rehearsal.simulation import Script

MOST_MONTHS = 24


def rehearse(
    profile: Annotated[
        str, typer.Option("--profile", help="A profile that ships, or a TOML file.")
    ] = "tower-hamlets",
    months: Annotated[
        int, typer.Option("--months", min=1, max=MOST_MONTHS, help="How many audit months.")
    ] = 1,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**53 - 1, help="The same seed, the same head.")
    ] = 1,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", dir_okay=False, help="Keep the ledger as FILE."),
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="A council of eight audits, for a quick look.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="PROFILE", help="Play this one too, on the same council."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Play audit months with simulated people; exit 1 where anything came out that must not."""
    from bot.cli.profiles import whole_of
    from bot.rehearsal.council.invented import FULL, SMALL
    from bot.rehearsal.report import page
    from bot.rehearsal.simulation import Script, rehearse
    from store.ledger.database import open_engine

    text = whole_of(profile)
    if keep is not None:
        _refuse_existing(keep)
    other = None if against is None else whole_of(against)
    script = Script(
        profile=Path(profile).stem, text=text, months=months, seed=seed,
        size=SMALL if small else FULL, beside=() if other is None else (other,),
    )  # fmt: skip
    note(f"Rehearsing {script.profile} with seed {seed}; everybody in it is invented.")
    engine = open_engine("sqlite://")
    try:
        account = rehearse(engine, script, _progress)
        if keep is not None:
            _keep(engine, keep, seed)
    finally:
        engine.dispose()
    if other is not None:
        turned = replace(script, profile=Path(str(against)).stem, text=other, beside=(text,))
        _compare(account, turned, as_json=as_json)
        return
    if as_json:
        say_json(account)
    else:
        say(page(account))
    if not account.ok:
        raise typer.Exit(1)


def _compare(account: "Account", script: "Script", *, as_json: bool) -> None:
    """Play the other profile on the same council, and lay the two side by side."""
    from bot.rehearsal.comparison import Comparison, compared
    from bot.rehearsal.simulation import rehearse
    from store.ledger.database import open_engine

    note(f"Rehearsing {script.profile} on the same council.")
    engine = open_engine("sqlite://")
    try:
        both = Comparison(account, rehearse(engine, script, _progress))
    finally:
        engine.dispose()
    if as_json:
        say_json(both)
    else:
        say(compared(both))
    if not (both.one.ok and both.other.ok):
        raise typer.Exit(1)


def _progress(day: date, facts: int, owed: int) -> None:
    """A line on standard error for each Friday and month's last days, so that one sees it live."""
    if day.weekday() == 4 or day.day >= 30:  # noqa: PLR2004 - Friday
        note(f"  {day:%a %d %b %Y}: {facts} facts, {owed} duties open")


def _refuse_existing(file: Path) -> None:
    """Nothing is ever written over: a ledger in use may bear that name."""
    from store.vocabulary.errors import Invalid

    for path in (file, file.with_suffix(".key")):
        if path.exists():
            raise Invalid(
                f"{path} is there already: name a file that is not.", {"keep": "is there already"}
            )


def _keep(engine: "Engine", file: Path, seed: int) -> None:
    """The ledger as a file, and its data key beside it, as any other has it."""
    import os
    import sqlite3

    from bot.rehearsal.simulation import key_for
    from bot.settings import KEY_FILE_MODE
    from store.vocabulary.errors import Unready

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(file.with_suffix(".key"), flags, KEY_FILE_MODE), "w") as key:
            key.write(key_for(seed).hex())
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
        raise Unready(f"The ledger cannot be kept as {file}: {type(error).__name__}.") from error
    note(f"The ledger is kept as {file}.")
