"""What `sightline doctor` looks at, from the machine up to the programmes."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine

from bot.cli.programme_health import of_programme
from bot.cli.tenant_health import of_settings, of_tenant
from bot.desk.page import VENDOR
from bot.graph.permissions import PERMISSIONS, switched_on
from bot.settings import KEY_FILE_MODE, Settings, key_of
from store.clock.calendar import KNOWN_TO, LONDON
from store.ledger import Ledger
from store.ledger.database import BY_LANGUAGE, open_engine, reachable, sorts_by_code
from store.ledger.randomness import SystemRandomness
from store.ledger.sealed import DataKey, opens_what_is_sealed
from store.migrations import is_current
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Unready

OK, WARNING, WRONG = "ok", "warning", "wrong"

OLDEST_PYTHON = (3, 11)
NOTICE = timedelta(days=365)
"""How long before the known bank holidays end it is said (programme.md §4)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ok, to be looked at, or wrong, and what to do."""

    name: str
    state: str
    words: str


def examine(at: datetime, *, tenant: bool = False) -> list[Finding]:
    """Look at everything; a fault in one thing hides nothing that does not rest on it.

    With `tenant` Microsoft is asked as well, as the bot would ask it.
    """
    settings = Settings()
    return [
        *_machine(at),
        *_ledger(settings, at),
        *(Finding(*health) for health in of_settings(settings, at)),
        *_graph(settings),
        *(Finding(*health) for health in (of_tenant(settings) if tenant else ())),
        _card_libraries(),
    ]


def _machine(at: datetime) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    right = sys.version_info >= OLDEST_PYTHON
    yield Finding(
        "Python", OK if right else WRONG, version if right else f"{version}: use 3.11 or later."
    )
    try:
        local = at.astimezone(ZoneInfo(LONDON))
    except ZoneInfoNotFoundError:
        yield Finding("Clock", WRONG, "Europe/London is not known: install the package tzdata.")
    else:
        yield Finding("Clock", OK, f"{say_day(local.date(), year=True)}, {local:%H:%M} in London")
    yield _calendar(at.date())


def _calendar(today: date) -> Finding:
    until = say_day(KNOWN_TO, year=True)
    if today > KNOWN_TO:
        words = f"Known until {until} alone: no deadline can be counted. Install a newer release."
        return Finding("Bank holidays", WRONG, words)
    if today + NOTICE > KNOWN_TO:
        words = f"Known until {until}: install a newer release before deadlines reach that day."
        return Finding("Bank holidays", WARNING, words)
    return Finding("Bank holidays", OK, f"Known until {until}")


def _ledger(settings: Settings, at: datetime) -> Iterator[Finding]:
    """The database, the key, and each programme, as far as one can get."""
    try:
        file = settings.sqlite_file
        if file is not None and not file.exists():
            words = f"There is none at {file} yet: sightline init --profile tower-hamlets."
            yield Finding("Ledger", WRONG, words)
            return
        engine = open_engine(settings.database_url)
    except Unready as error:
        yield Finding("Ledger", WRONG, error.message)
        return
    try:
        yield from _of_engine(settings, engine, at)
    finally:
        engine.dispose()


def _of_engine(settings: Settings, engine: Engine, at: datetime) -> Iterator[Finding]:
    where = settings.sqlite_file or engine.url.render_as_string(hide_password=True)
    if not reachable(engine):
        yield Finding("Ledger", WRONG, f"{where} does not answer: is it running, is it readable?")
        return
    yield Finding("Ledger", OK, str(where))
    if not sorts_by_code(engine):
        yield Finding("Order of text", WRONG, BY_LANGUAGE)
        return
    if not is_current(engine):
        yield Finding("Migrations", WRONG, "Another version's shape: sightline db upgrade.")
        return
    yield Finding("Migrations", OK, "Current")
    key = None
    try:
        key = key_of(settings)
    except Unready as error:
        yield Finding("Data key", WRONG, error.message)
    else:
        yield _key(settings, engine, key)
    if key is None:
        return
    ledger = Ledger(engine, key=key, randomness=SystemRandomness())
    programmes = ledger.programmes()
    if not programmes:
        words = "There is none yet: sightline init --profile tower-hamlets."
        yield Finding("Programme", WRONG, words)
    for name in programmes:
        with ledger.read(name, at=at) as reader:
            for what, state, words in of_programme(reader):
                label = what if len(programmes) == 1 else f"{what} ({name})"
                yield Finding(label, state, words)


def _key(settings: Settings, engine: Engine, key: DataKey) -> Finding:
    """The key must be private, and the one that this ledger was sealed with."""
    if not opens_what_is_sealed(engine, key):
        words = "It does not open what this ledger has sealed: put the right key back."
        return Finding("Data key", WRONG, words)
    if settings.data_key is not None:
        return Finding("Data key", OK, "From SIGHTLINE_DATA_KEY")
    file = settings.key_file
    if file is not None and file.stat().st_mode & 0o777 & ~KEY_FILE_MODE:
        return Finding("Data key", WRONG, f"Others can read {file}: chmod 600 {file}.")
    return Finding("Data key", OK, str(file))


def _graph(settings: Settings) -> Iterator[Finding]:
    """Each optional permission of Microsoft Graph: what it is for, or what is done without it."""
    try:
        on = switched_on(settings.graph)
    except Unready as error:
        yield Finding("Microsoft Graph", WRONG, error.message)
        return
    for word, permission in PERMISSIONS.items():
        words = f"On: {permission.reason}" if word in on else f"Off. {permission.without}"
        yield Finding(f"Graph: {word}", OK, words)


def _card_libraries() -> Finding:
    """What draws cards on the demo's page."""
    missing = [file for file in VENDOR.values() if not (Path("node_modules") / file).is_file()]
    if missing:
        words = "Not installed: make demo installs what draws the cards on its page."
        return Finding("Demo page", WARNING, words)
    return Finding("Demo page", OK, "Its card libraries are installed")
