"""Whom Sightline could not reach, and why: never confused with those who did not answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from store.dates_in_words import say_day
from store.ledger import Reader
from store.outbox import DELIVERED, FAILED
from store.people import has_left
from store.tables import Message, Person
from store.views.people_in_words import Named, named, post_in_words


@dataclass(frozen=True, slots=True)
class NotReached:
    """One person, or a post that nobody holds: why, since when, and how many messages."""

    who: Named
    why: str
    since: str
    messages: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """Those whose newest message did not arrive, the longest unreached first."""

    people: tuple[NotReached, ...]


def unreached(reader: Reader) -> Unreached:
    """Everybody whom no message has reached since the last that failed."""
    failed = reader.rows(Message, state=FAILED, order="settled_at")
    arrived = _last_arrived(reader, sorted({message.to for message in failed}))
    lost: dict[str, list[Message]] = defaultdict(list)
    for message in failed:
        came = arrived.get(message.to)
        if came is None or (message.settled_at is not None and message.settled_at > came):
            lost[message.to].append(message)
    today = reader.calendar.local(reader.at).date()
    lines = []
    for to, messages in lost.items():
        person = reader.find(Person, to)
        if person is not None and has_left(person, today):
            continue
        first = messages[0].settled_at
        lines.append(
            (
                first,
                NotReached(
                    who=_who(reader, to),
                    why=messages[-1].reason or "Teams did not say why.",
                    since="" if first is None else say_day(reader.calendar.local(first).date()),
                    messages=len(messages),
                ),
            )
        )
    lines.sort(key=lambda line: (str(line[0]), line[1].who.name))
    return Unreached(tuple(line for _, line in lines))


def _last_arrived(reader: Reader, people: list[str]) -> dict[str, datetime]:
    """When something last reached each of them; asked for those alone who missed something."""
    query = (
        select(col(Message.to), func.max(col(Message.settled_at)))
        .where(
            col(Message.programme) == reader.programme,
            col(Message.state) == DELIVERED,
            col(Message.to).in_(people),
        )
        .group_by(col(Message.to))
    )
    return {to: at for to, at in reader.session.execute(query) if at is not None}


def _who(reader: Reader, to: str) -> Named:
    return Named(to, post_in_words(reader, to)) if to.startswith("post:") else named(reader, to)
