"""The checks of `sightline doctor` for edits in the database that Sightline did not make."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Engine

from bot.cli.finding import Finding
from store.duties.outbox import CLAIM
from store.ledger import Reader
from store.ledger.chats import chats_found
from store.ledger.steering import deliveries_edited, strays
from store.migrations.shape import can_be_read, differences
from store.tables import Message
from store.tables.columns import instant
from store.vocabulary.dates_in_words import say_moment

REMEMBERED = timedelta(days=31)
"""How long the doctor speaks of a chat that was refused."""
AHEAD = timedelta(days=400)
"""The longest that a message may wait lawfully: for a meeting in next year's timetable."""
ASK = "`sightline ledger verify` lists it all. Find out who can write to the database."


def of_database(engine: Engine) -> Iterator[Finding]:
    """Check the database's shape, and that every row belongs to a programme that was founded.

    Only the shape is checked where a table or column is missing, for then rows cannot be read.
    """
    with engine.connect() as connection:
        shape = list(differences(connection))
        yield _one("Shape of the database", shape, "As the migrations left it")
        if can_be_read(shape):
            rows = [problem.what for problem in strays(connection)]
            yield _one("Rows of nobody", rows, "Every row belongs to a programme that was founded")


def of_deliveries(reader: Reader) -> Iterator[Finding]:
    """Check what steers delivery: claims, waits, redraws and chats."""
    connection, key = reader.session.connection(), reader.ledger.key
    edited = [problem.what for problem in deliveries_edited(connection, reader.programme, key)]
    edited += _owed_too_late(reader)
    yield _one("Deliveries", edited, "Claims and waits are as Sightline wrote them")
    yield _chats(reader)


def _owed_too_late(reader: Reader) -> Iterator[str]:
    """Messages that wait or are claimed for longer than Sightline ever lets them."""
    for message in reader.rows(Message, settled_at=None):
        if message.not_before > max(reader.at, message.queued_at) + AHEAD:
            yield f"message {message.id}: it waits beyond its next lawful moment"
        elif message.claimed_until is not None and message.claimed_until > reader.at + CLAIM:
            yield f"message {message.id}: it is claimed for longer than a sender claims it"


def _chats(reader: Reader) -> Finding:
    found = chats_found(reader.session.connection(), reader.programme, reader.ledger.key)
    if found.problems:
        return _one("Chats", [problem.what for problem in found.problems], "")
    late = [at for at in found.refused if instant(at) > reader.at - REMEMBERED]
    if late:
        when = say_moment(instant(late[-1]), year=True, zone=reader.profile.programme.zone)
        words = (
            f"A chat that was edited in the database was refused on {when}. Nothing went to it; "
            "Teams was asked for the person's own chat. Find out who can write to the database."
        )
        return Finding("Chats", "warning", words)
    words = f"{found.bound} bound to their people by a fact"
    if found.unbound:
        words += f"; {len(found.unbound)} not yet bound: at their next contact"
    return Finding("Chats", "ok", words)


def _one(name: str, problems: Sequence[str], well: str) -> Finding:
    if not problems:
        return Finding(name, "ok", well)
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    return Finding(name, "wrong", f"{problems[0]}{more}. {ASK}")
