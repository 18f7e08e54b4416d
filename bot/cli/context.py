"""The context of a command: which ledger, which programme, at what time, and who acts."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.output import note, say_instead

if TYPE_CHECKING:
    from store.ledger import Actor, Ledger, Reader, Unit


LEFT_OUT = (
    "Note: this is what was known at that day's end. What steers deliveries is in no fact and is "
    "left out."
)


def now_or_clock(given: datetime | None) -> datetime:
    """The given time, or the clock's."""
    return given if given is not None else datetime.now(UTC)


def shell_actor() -> "Actor":
    """The shell itself, named after the operating system's user."""
    from store.ledger import Actor

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # the user of a container may have a number and no name
        user = str(os.getuid())
    return Actor(f"cli:{user}", f"cli:{user}")


def open_current_ledger() -> "Ledger":
    """Open the ledger that the settings name.

    Raises `Unready` where it does not exist yet, needs a migration, or has another data key.
    """
    import store.acts  # noqa: F401 - declares every act
    from bot.ledger_opening import open_ledger, require_ledger_file
    from bot.settings import Settings
    from store.ledger.database import require_c_collation

    settings = Settings()
    require_ledger_file(settings)
    ledger = open_ledger(settings)
    try:
        _require_this_version(ledger)
        require_c_collation(ledger.engine)
    except BaseException:
        ledger.engine.dispose()
        raise
    return ledger


def _require_this_version(ledger: "Ledger") -> None:
    from store.ledger.key_check import needed_key
    from store.migrations import is_current
    from store.vocabulary.errors import Unready

    if not is_current(ledger.engine):
        raise Unready("The ledger is from another version. Run `sightline db upgrade` first.")
    if needed_key(ledger.engine) is None:
        # An upgrade that was cut short, or a backup of which a part is missing.
        raise Unready(
            "The ledger does not say which data key it needs. Run `sightline db upgrade` first."
        )


def choose_programme(ledger: "Ledger", named: str | None) -> str:
    """The named programme, or the only one. Raises `Invalid` where several are possible."""
    from store.vocabulary.errors import Invalid, Unready

    programmes = ledger.programmes()
    if not programmes:
        raise Unready("This ledger has no programme yet. Found one with `sightline init`.")
    if named is None and len(programmes) == 1:
        return programmes[0]
    if named in programmes:
        return named
    names = ", ".join(programmes)
    if named is None:
        raise Invalid(
            f"This ledger has several programmes. Choose one with --programme: {names}.",
            {"programme": "is needed"},
        )
    raise Invalid(
        f"This ledger has no programme {named[:60]!r}. It has: {names}.",
        {"programme": "is not known"},
    )


@contextmanager
def open_programme(programme: str | None) -> Iterator[tuple["Ledger", str]]:
    """The ledger and the programme; the ledger is closed afterwards."""
    ledger = open_current_ledger()
    try:
        yield ledger, choose_programme(ledger, programme)
    finally:
        ledger.engine.dispose()


@contextmanager
def read_programme(
    programme: str | None, now: datetime | None, as_of: date | None = None, *, as_json: bool = False
) -> Iterator["Reader"]:
    """One consistent read of the programme, or of what was known at the end of the day `as_of`.

    A note says what is left out of such a day, except to programs (`as_json`). Raises
    `typer.BadParameter` where both a time and a day are given.
    """
    if now is not None and as_of is not None:
        raise typer.BadParameter("Give --as-of or --now, not both: a day ends at its own time.")
    with open_programme(programme) as (ledger, name):
        with ledger.read(name, at=now_or_clock(now)) as reader:
            _say_people_as_now(reader)
            if as_of is None:
                yield reader
                return
        with _evening_of(ledger, name, as_of) as past:
            if not as_json:
                note(LEFT_OUT)
            yield past


@contextmanager
def _evening_of(ledger: "Ledger", programme: str, day: date) -> Iterator["Reader"]:
    from store.ledger.as_of import ledger_as_of

    past = ledger_as_of(ledger, programme, day, now=now_or_clock(None))
    try:
        with past.read() as reader:
            yield reader
    finally:
        past.close()


def _say_people_as_now(reader: "Reader") -> None:
    """Have every UPN that is printed be the one that the person has now."""
    from store.people.upns import current_upns

    say_instead(current_upns(reader))


@contextmanager
def unit_of_work(programme: str | None, now: datetime | None, upn: str | None) -> Iterator["Unit"]:
    """One unit of work on the programme, by that person or by the shell itself.

    A time before the last fact is accepted, because facts are ordered by number; a note says so.
    Raises `NotAllowed` where `upn` is not in the people file or has left.
    """
    from store.tables import Fact
    from store.tables.columns import plain

    with open_programme(programme) as (ledger, name):
        at, actor = now_or_clock(now), _actor(ledger, name, now_or_clock(now), upn)
        with ledger.unit(name, actor=actor, at=at) as unit:
            last = unit.session.get(Fact, (unit.programme, unit.head()[0]))
            latest = "" if last is None else last.at
            yield unit
            _say_people_as_now(unit)
        if plain(at) < latest:
            note(f"Note: this fact is dated before the fact that precedes it ({latest}).")


def _actor(ledger: "Ledger", programme: str, at: datetime, upn: str | None) -> "Actor":
    """The actor. `--as` is trusted, as the shell is, but must be in post (contract.md §5)."""
    from store.ledger import Actor
    from store.people.posts import has_left
    from store.people.upns import person_by_upn
    from store.vocabulary.errors import NotAllowed

    if upn is None:
        return shell_actor()
    with ledger.read(programme, at=at) as reader:
        person = person_by_upn(reader, upn)
        today = reader.calendar.local(at).date()
    if person is None or has_left(person, today):
        raise NotAllowed(
            "Nobody in post has that UPN. Check --as against the people file.",
            {"as": "is not in post"},
        )
    return Actor(person.id, shell_actor().via)
