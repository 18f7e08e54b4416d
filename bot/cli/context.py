"""From what was typed to the ledger: which one, which programme, when, and who acts."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.output import note

if TYPE_CHECKING:
    from store.ledger import Actor, Ledger, Reader, Unit


def now_or(given: datetime | None) -> datetime:
    """The moment that was named, or the clock's."""
    return given if given is not None else datetime.now(UTC)


def shell() -> "Actor":
    """The shell itself, by the operating system's name for its user."""
    from store.ledger import Actor

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        user = str(os.getuid())
    return Actor(f"cli:{user}", f"cli:{user}")


def the_ledger() -> "Ledger":
    """The ledger that the settings name.

    Raises `Unready` where there is none yet, or its shape is an older version's.
    """
    import store.acts  # noqa: F401 - declares every act
    from bot.settings import Settings, open_ledger
    from store.ledger.database import refuse_order_by_language
    from store.migrations import is_current
    from store.vocabulary.errors import Unready

    settings = Settings()
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise Unready(
            f"There is no ledger at {settings.sqlite_file} yet: `sightline init` makes one."
        )
    ledger = open_ledger(settings)
    if not is_current(ledger.engine):
        raise Unready("The ledger has the shape of another version: `sightline db upgrade` first.")
    refuse_order_by_language(ledger.engine)
    return ledger


def the_programme(ledger: "Ledger", named: str | None) -> str:
    """The programme that is meant; where there are several it must be named."""
    from store.vocabulary.errors import Invalid, Unready

    programmes = ledger.programmes()
    if not programmes:
        raise Unready("There is no programme in this ledger yet: `sightline init` founds one.")
    if named is None and len(programmes) == 1:
        return programmes[0]
    if named in programmes:
        return named
    there = ", ".join(programmes)
    if named is None:
        raise Invalid(
            f"This ledger holds several programmes; say --programme with one of: {there}.",
            {"programme": "is needed"},
        )
    raise Invalid(
        f"There is no programme {named[:60]!r} here; there is: {there}.",
        {"programme": "is not known"},
    )


@contextmanager
def opened(programme: str | None) -> Iterator[tuple["Ledger", str]]:
    """The ledger and the programme meant, closed again afterwards."""
    ledger = the_ledger()
    try:
        yield ledger, the_programme(ledger, programme)
    finally:
        ledger.engine.dispose()


@contextmanager
def reading(programme: str | None, now: datetime | None) -> Iterator["Reader"]:
    """One consistent look at the programme meant."""
    with opened(programme) as (ledger, name), ledger.read(name, at=now_or(now)) as reader:
        yield reader


@contextmanager
def working(programme: str | None, now: datetime | None, upn: str | None) -> Iterator["Unit"]:
    """One unit of work on the programme meant, by that person or by the shell itself.

    An earlier moment than the last fact's is taken, for its number orders a fact; it is shown.
    Raises `NotAllowed` where nobody of that name is in the people file or they have left.
    """
    from store.tables import Fact
    from store.tables.columns import plain

    with opened(programme) as (ledger, name):
        at, actor = now_or(now), _actor(ledger, name, now_or(now), upn)
        with ledger.unit(name, actor=actor, at=at) as unit:
            last = unit.session.get(Fact, (unit.programme, unit.head()[0]))
            latest = "" if last is None else last.at
            yield unit
        if plain(at) < latest:
            note(f"Note: this is dated before the fact that precedes it ({latest}).")


def _actor(ledger: "Ledger", programme: str, at: datetime, upn: str | None) -> "Actor":
    """`--as` is believed, for the shell is; it names somebody who is there (contract.md §5)."""
    from store.ledger import Actor
    from store.people.posts import has_left
    from store.tables import Person
    from store.vocabulary.errors import NotAllowed

    if upn is None:
        return shell()
    with ledger.read(programme, at=at) as reader:
        person = reader.find(Person, upn.lower())
        today = reader.calendar.local(at).date()
    if person is None or has_left(person, today):
        raise NotAllowed(
            "Nobody in post has that UPN: check --as against the people file.",
            {"as": "is nobody in post"},
        )
    return Actor(person.id, shell().via)
