"""Whom Teams does not reach, and when the audit team owes them word another way (trust.md §1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from store.duties.outbox import DELIVERED, FAILED
from store.ledger import Reader
from store.people.posts import has_left, in_post
from store.tables import Duty, Message, Person
from store.tables.columns import instant
from store.vocabulary.message_kinds import ELSEWHERE

REACH = "delivery.reach"
"""The audit team's duty to tell somebody another way."""
TOLD: Final = "person.told"
"""The act that meets it."""
ABOUT_REACHING: Final = "unreached"
"""The kind of the card that says whom nothing reaches: nobody is rung up about that card."""

WAYS = {
    "phone": "by phone",
    "in_person": "in person",
    "email": "by e-mail",
    "manager": "through their manager",
}
"""How somebody may be told, each as a sentence says it."""


def open_reach(reader: Reader, person: str) -> Duty | None:
    """The open duty to tell that person another way; there is never a second one."""
    found = reader.rows(Duty, subject=person, kind=REACH, closed_at=None)
    return found[0] if found else None


def is_to_be_told(reader: Reader, message: Message) -> bool:
    """Whether its reader has to be told another way, now that Teams cannot bring them `message`.

    Not while that is owed already, nor once they were told, until there is something new: a daily
    reminder of what they know does not have the audit team ring them daily.
    """
    person = reader.find(Person, message.to)
    if person is None or has_left(person, reader.calendar.local(reader.at).date()):
        return False
    if open_reach(reader, person.id) is not None:
        return False
    if not is_unreached(reader, person.id):
        return True
    told = reader.last_fact(person.id, TOLD)
    if told is None:  # an authority whose rules do not ask for it hears of each person once
        return REACH in reader.profile.duty
    return _is_news(reader, message, instant(told.at))


def _is_news(reader: Reader, message: Message, told: datetime) -> bool:
    """Whether `message` says what nobody could have told its reader at that moment.

    A reminder does of what has come to them since, and of what is late with somebody else. What
    only says that others are to be told never does, or it would have more to be said without end.
    """
    if message.queued_at <= told or message.kind == ABOUT_REACHING:
        return False
    if message.kind != "nudge":
        return True
    found = (reader.find(Duty, duty) for duty in message.covers)
    return any(
        duty.kind != REACH and (duty.opened_at > told or not _is_theirs(reader, duty, message.to))
        for duty in found
        if duty is not None
    )


def _is_theirs(reader: Reader, duty: Duty, upn: str) -> bool:
    return any(holder.id == upn for holder in in_post(reader, duty.owner))


def is_unreached(reader: Reader, person: str) -> bool:
    """Whether no message has reached that person since the last that failed."""
    failed = lost_in_teams(reader, col(Message.to) == person)
    if not failed:
        return False
    came = last_arrived(reader, [person]).get(person)
    return any(is_lost(message, came) for message in failed)


def lost_in_teams(reader: Reader, *which: ColumnElement[bool]) -> Sequence[Message]:
    """What failed in Teams, oldest first; that another way failed too is nothing new."""
    here = col(Message.kind) != ELSEWHERE
    return reader.rows(Message, here, *which, state=FAILED, order="settled_at")


def is_lost(message: Message, came: datetime | None) -> bool:
    """Whether nothing has come, last at `came`, since that message failed."""
    return came is None or (message.settled_at is not None and message.settled_at > came)


def last_arrived(reader: Reader, people: list[str]) -> dict[str, datetime]:
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
