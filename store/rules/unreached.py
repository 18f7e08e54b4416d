"""People whom Teams does not reach, and when they have to be told another way (trust.md §1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from store.duties.outbox import DELIVERED, FAILED
from store.ledger import Reader
from store.people.posts import has_left, in_post
from store.rules.doers import doers
from store.tables import Duty, Message, Person
from store.tables.columns import instant
from store.vocabulary.message_kinds import ELSEWHERE

REACH = "delivery.reach"
"""The audit team's duty to tell somebody another way."""
TOLD: Final = "person.told"
"""The act that meets that duty."""
ABOUT_REACHING: Final = "unreached"
"""The kind of the card that lists unreached people; a lost one of these needs no telling."""

WAYS = {
    "phone": "by phone",
    "in_person": "in person",
    "email": "by e-mail",
    "manager": "through their manager",
}
"""How somebody may be told, as a sentence says it."""


def open_reach(reader: Reader, person: str) -> Duty | None:
    """The open duty to tell that person another way; there is at most one."""
    found = reader.rows(Duty, subject=person, kind=REACH, closed_at=None)
    return found[0] if found else None


def is_to_be_told(reader: Reader, message: Message) -> bool:
    """Whether the reader has to be told another way, because Teams cannot deliver `message`.

    Not while that duty is open, and after they were told only once there is something new: the
    audit team does not have to ring somebody daily about a daily reminder.
    """
    person = reader.find(Person, message.to)
    if person is None or has_left(person, reader.calendar.local(reader.at).date()):
        return False
    if open_reach(reader, person.id) is not None:
        return False
    if not is_unreached(reader, person.id):
        return True
    told = reader.last_fact(person.id, TOLD)
    if told is None:  # without that duty in its rules, an authority hears of each person once
        return REACH in reader.profile.duty
    return _is_news(reader, message, instant(told.at))


def _is_news(reader: Reader, message: Message, told: datetime) -> bool:
    """Whether `message` says something that its reader could not have been told by then.

    A reminder does if it covers a duty that came to them since, or one of somebody else's that is
    late. The duty to tell others never counts, or telling one person would always ask for more.
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
    """Whether they owe it; not whoever stands in for somebody, to whom it may have come since."""
    return upn in doers(reader, duty).owners or any(
        holder.id == upn for holder in in_post(reader, duty.owner)
    )


def is_unreached(reader: Reader, person: str) -> bool:
    """Whether no message has reached that person since the last that failed."""
    failed = lost_in_teams(reader, col(Message.to) == person)
    if not failed:
        return False
    came = last_arrived(reader, [person]).get(person)
    return any(is_lost(message, came) for message in failed)


def lost_in_teams(reader: Reader, *which: ColumnElement[bool]) -> Sequence[Message]:
    """Messages that failed in Teams, the oldest first; not those that failed another way."""
    here = col(Message.kind) != ELSEWHERE
    return reader.rows(Message, here, *which, state=FAILED, order="settled_at")


def is_lost(message: Message, came: datetime | None) -> bool:
    """Whether nothing has arrived since that message failed; `came` is the last arrival."""
    return came is None or (message.settled_at is not None and message.settled_at > came)


def last_arrived(reader: Reader, people: list[str]) -> dict[str, datetime]:
    """When a message last reached each of `people` in Teams; who was never reached is left out."""
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
