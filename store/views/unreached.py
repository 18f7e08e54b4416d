"""Whom Sightline could not reach, and why: never confused with those who did not answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from store.dates_in_words import say_day
from store.ledger import Reader
from store.outbox import DELIVERED, ELSEWHERE, FAILED
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

    programme: str
    people: tuple[NotReached, ...]


def unreached(reader: Reader) -> Unreached:
    """Everybody whom no message has reached since the last that failed."""
    failed = _failed(reader)
    arrived = _last_arrived(reader, sorted({message.to for message in failed}))
    lost: dict[str, list[Message]] = defaultdict(list)
    for message in failed:
        if _is_lost(message, arrived.get(message.to)):
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
    return Unreached(reader.programme, tuple(line for _, line in lines))


def unreached_told(reader: Reader, _subject: str, _upn: str) -> Unreached:
    """As `unreached`, for a card in the chats of the audit team."""
    return unreached(reader)


def is_unreached(reader: Reader, person: str) -> bool:
    """Whether no message has reached that person since the last that failed."""
    failed = _failed(reader, col(Message.to) == person)
    came = _last_arrived(reader, [person]).get(person)
    return any(_is_lost(message, came) for message in failed)


def _failed(reader: Reader, *which: ColumnElement[bool]) -> Sequence[Message]:
    """What failed in Teams, oldest first; that another way failed too is nothing new."""
    here = col(Message.kind) != ELSEWHERE
    return reader.rows(Message, here, *which, state=FAILED, order="settled_at")


def _is_lost(message: Message, came: datetime | None) -> bool:
    return came is None or (message.settled_at is not None and message.settled_at > came)


def _last_arrived(reader: Reader, people: list[str]) -> dict[str, datetime]:
    """When something last reached each of them; asked for those alone who missed something."""
    query = (
        select(col(Message.to), func.max(col(Message.settled_at)))
        .where(
            col(Message.programme) == reader.programme,
            col(Message.state) == DELIVERED,
            col(Message.kind) != ELSEWHERE,
            col(Message.to).in_(people),
        )
        .group_by(col(Message.to))
    )
    return {to: at for to, at in reader.session.execute(query) if at is not None}


def _who(reader: Reader, to: str) -> Named:
    return Named(to, post_in_words(reader, to)) if to.startswith("post:") else named(reader, to)
