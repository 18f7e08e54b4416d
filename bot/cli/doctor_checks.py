"""The checks of `sightline doctor`, from the machine up to the programmes."""

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine

from bot.cli.finding import Finding
from bot.cli.programme_health import of_programme
from bot.cli.tampering import of_database
from bot.cli.tenant_health import of_settings, of_tenant
from bot.desk.page import VENDOR
from bot.graph.permissions import PERMISSIONS, switched_on
from bot.ledger_opening import key_place, read_key
from bot.npm import node_modules
from bot.settings import Settings
from store.clock.bank_holidays import KNOWN_TO
from store.ledger import Ledger
from store.ledger.database import (
    LANGUAGE_COLLATION,
    OWNER_ONLY,
    is_reachable,
    open_engine,
    sorts_by_code_point,
)
from store.ledger.key_check import needed_key, proof_of
from store.ledger.randomness import SystemRandomness
from store.ledger.sealed import DataKey
from store.ledger.steering import founded
from store.migrations import is_current
from store.vocabulary.dates_in_words import LONDON, say_day
from store.vocabulary.errors import LedgerError, Unready

OLDEST_PYTHON = (3, 11)
NOTICE = timedelta(days=365)
"""How long before the known bank holidays run out the doctor warns (programme.md §4)."""


def examine(at: datetime, *, tenant: bool = False) -> list[Finding]:
    """Run every check; one that fails stops only the checks that depend on it.

    With `tenant`, Microsoft is asked too, as the bot would ask it.
    """
    settings = Settings()
    return [
        *_machine(at),
        *_ledger(settings, at),
        *of_settings(settings, at),
        *_graph(settings),
        *(of_tenant(settings) if tenant else ()),
        _card_libraries(),
    ]


def _machine(at: datetime) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    right = sys.version_info >= OLDEST_PYTHON
    yield Finding(
        "Python", "ok" if right else "wrong", version if right else f"{version}: use 3.11 or later."
    )
    try:
        local = at.astimezone(ZoneInfo(LONDON))
    except ZoneInfoNotFoundError:
        yield Finding("Clock", "wrong", "Europe/London is unknown. Install the package tzdata.")
    else:
        yield Finding("Clock", "ok", f"{say_day(local.date(), year=True)}, {local:%H:%M} in London")
    yield _calendar(at.date())


def _calendar(today: date) -> Finding:
    until = say_day(KNOWN_TO, year=True)
    if today > KNOWN_TO:
        words = f"Known only until {until}: no deadline can be set. Install a newer release."
        return Finding("Bank holidays", "wrong", words)
    if today + NOTICE > KNOWN_TO:
        words = f"Known until {until}. Install a newer release before deadlines reach that day."
        return Finding("Bank holidays", "warning", words)
    return Finding("Bank holidays", "ok", f"Known until {until}")


def _ledger(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Check the database, the data key and each programme, as far as possible."""
    try:
        file = settings.sqlite_file
        if file is not None and not file.exists():
            words = f"None at {file} yet. Run `sightline init --profile tower-hamlets`."
            yield Finding("Ledger", "wrong", words)
            return
        engine = open_engine(settings.database_url)
    except Unready as error:
        yield Finding("Ledger", "wrong", error.message)
        return
    try:
        yield from _of_engine(settings, engine, at)
    finally:
        engine.dispose()


def _of_engine(settings: Settings, engine: Engine, at: datetime) -> Iterator[Finding]:
    where = settings.sqlite_file or engine.url.render_as_string(hide_password=True)
    if not is_reachable(engine):
        words = f"{where} does not answer. Check that it is running and that you may read it."
        yield Finding("Ledger", "wrong", words)
        return
    yield _ledger_file(settings.sqlite_file, str(where))
    if not sorts_by_code_point(engine):
        yield Finding("Order of text", "wrong", LANGUAGE_COLLATION)
        return
    if not is_current(engine):
        yield Finding("Migrations", "wrong", "From another version. Run `sightline db upgrade`.")
        return
    yield Finding("Migrations", "ok", "Current")
    shape, *more = of_database(engine)
    yield from (shape, *more)
    if not more:
        return
    key = None
    try:
        key = read_key(settings)
    except Unready as error:
        needed = needed_key(engine)
        which = "" if needed is None else f" This ledger needs the key with the id {needed}."
        yield Finding("Data key", "wrong", error.message + which)
    else:
        yield _key(settings, engine, key)
        ledger = Ledger(engine, key=key, randomness=SystemRandomness())
        ledger.templates = settings.templates
        yield from _programmes(ledger, at)


def _programmes(ledger: Ledger, at: datetime) -> Iterator[Finding]:
    programmes = ledger.programmes()
    with ledger.engine.connect() as connection:
        known = founded(connection)
    if not programmes:
        words = "None yet. Run `sightline init --profile tower-hamlets`."
        yield Finding("Programme", "wrong", words)
    for name in programmes:
        if name not in known:
            words = "Its founding was cut short, or its row was added by hand."
            yield Finding(f"Programme ({name})", "wrong", words)
            continue
        for what, state, words in _programme(ledger, name, at):
            label = what if len(programmes) == 1 else f"{what} ({name})"
            yield Finding(label, state, words)


def _programme(ledger: Ledger, name: str, at: datetime) -> Iterator[Finding]:
    """Check one programme; a row that was edited and cannot be read stops only these checks."""
    with ledger.read(name, at=at) as reader:
        try:
            yield from of_programme(reader)
        except LedgerError as error:
            yield Finding("Programme", "wrong", f"{error.message} Run `sightline ledger verify`.")
        except (ValueError, TypeError, LookupError, AttributeError):
            words = "A row cannot be read. Run `sightline ledger verify`."
            yield Finding("Programme", "wrong", words)


def _key(settings: Settings, engine: Engine, key: DataKey) -> Finding:
    """Check that the key opens this ledger's sealed text and that others cannot read it."""
    proof, place = proof_of(engine, key), key_place(settings)
    if not proof.fits:
        which = "" if proof.key_id is None else f" It has the id {proof.key_id}."
        words = f"The key in {place} does not open this ledger. Put the right key back.{which}"
        return Finding("Data key", "wrong", words)
    if proof.key_id is None:
        words = "The ledger does not say which key it needs. Run `sightline db upgrade`."
        return Finding("Data key", "wrong", words)
    if settings.data_key is None and _others_can_read(Path(place)):
        return Finding("Data key", "wrong", f"Others can read {place}. Run `chmod 600 {place}`.")
    return Finding("Data key", "ok", f"In {place}, with the id {proof.key_id}")


def _ledger_file(file: Path | None, where: str) -> Finding:
    """Check that others on this machine cannot read the file of a SQLite ledger."""
    if file is not None and _others_can_read(file):
        words = f"Others can read {file}. Run `chmod 600 {file}`."
        return Finding("Ledger", "warning", words)
    return Finding("Ledger", "ok", where)


def _others_can_read(file: Path) -> bool:
    return bool(file.stat().st_mode & 0o777 & ~OWNER_ONLY)


def _graph(settings: Settings) -> Iterator[Finding]:
    """List each optional permission of Microsoft Graph: what it is for, or the way without it."""
    try:
        on = switched_on(settings.graph)
    except Unready as error:
        yield Finding("Microsoft Graph", "wrong", error.message)
        return
    for word, permission in PERMISSIONS.items():
        words = f"On: {permission.reason}" if word in on else f"Off. {permission.without}"
        yield Finding(f"Graph: {word}", "ok", words)


def _card_libraries() -> Finding:
    """Check for the libraries that draw cards on the demo's page."""
    missing = [file for file in VENDOR.values() if not (node_modules() / file).is_file()]
    if missing:
        words = "Its card libraries are not installed. `make demo` installs them."
        return Finding("Demo page", "warning", words)
    return Finding("Demo page", "ok", "Its card libraries are installed")
