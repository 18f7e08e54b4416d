"""Prepares messages for sending: draws, claims and redraws them.

Each step is a plain function of one snapshot or one unit of work, which the bot's delivery and a
rehearsal share. None of them sends; `bot.scheduler.outcomes` records the results.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.dialogs.faces import Face, face
from bot.turns import OutCard
from store.acts.deliveries.chat import refuse_if_edited
from store.duties.outbox import (
    CLAIM,
    QUEUED,
    UNKNOWN,
    claim_redraw,
    queue,
    set_delivery,
    where_sent,
)
from store.ledger import Reader, Unit
from store.people.address_book import chat_of
from store.people.posts import in_post, notified_for
from store.registry import enact
from store.rules.unreached import is_unreached
from store.tables import Message, Person
from store.tables.columns import canonical
from store.vocabulary.message_kinds import ELSEWHERE

log = structlog.get_logger()

MAYBE_TWICE = "You may already have this message."
SENDER_STOPPED = "A sender stopped before it could say."

DAILY_KINDS = ("digest", "scorecard")
"""Message kinds that are read on their day only, so that people who are away do not get them."""

TOLD_ELSEWHERE_FACE = Face({"type": "AdaptiveCard", "version": "1.5", "body": []}, "")
"""A placeholder: the other channel has its own words."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message ready to send: to whom, to which chat, and what it says now."""

    message: str
    person: str
    entra_object_id: str
    conversation_id: str | None
    service_url: str | None
    out: OutCard
    attempt: int
    doubtful: bool
    email: str | None = None
    """The person's mail address, if it is not their UPN."""
    elsewhere: bool = False
    """Whether it goes by another channel than Teams and says only that something waits."""
    since: int = 0
    """The last fact from which its content was drawn."""
    kept: str | None = None
    """The chat that is kept for the person; None if Sightline had none with them yet."""
    refused: bool = False
    """Whether the chat that was kept for the person was edited outside Sightline."""
    goes: bool = False
    """Whether it is deleted from the chat, as newer news stands in its place."""


def draw(reader: Reader, message_id: str) -> Face | None:
    """What a message says now; None for a post's message, which becomes one for each holder."""
    message = reader.get(Message, message_id)
    if message.kind == ELSEWHERE:
        return TOLD_ELSEWHERE_FACE if is_unreached(reader, message.to) else None
    return None if message.to.startswith("post:") else face(reader, message)


def claim(unit: Unit, message_id: str, shown: Face | None, *, since: int = 0) -> Outgoing | None:
    """Claim a message for sending, if it is still owed and still says something.

    None if another sender has claimed it or nothing is left to send. `since` is the last fact from
    which `shown` was drawn.
    """
    message = unit.get(Message, message_id)
    if message.state not in (QUEUED, UNKNOWN) or message.not_before > unit.at:
        return None
    if message.claimed_until is not None and message.claimed_until > unit.at:
        return None
    if message.to.startswith("post:"):
        _address_holders(unit, message)
        return None
    person = unit.find(Person, message.to)
    if person is None or not in_post(unit, message.to):
        enact(unit, "message.fail", message, {"reason": "They have left."})
        return None
    if shown is None:
        enact(unit, "message.drop", message, {"reason": "Nothing was left to say."})
        return None
    if message.claimed_until is not None and message.state == QUEUED:
        # A sender claimed it and recorded no result, so it may have arrived.
        enact(unit, "message.doubt", message, {"reason": SENDER_STOPPED})
    refused = refuse_if_edited(unit, person.id)
    if refused:
        log.error("chat.refused", person=person.entra_object_id)
    outgoing = _outgoing(unit, message, person, shown)
    set_delivery(unit, message_id, claimed_until=unit.at + CLAIM, attempts=outgoing.attempt)
    return replace(outgoing, since=since, refused=refused)


def _outgoing(reader: Reader, message: Message, person: Person, shown: Face) -> Outgoing:
    known = chat_of(reader, person.id)
    # A chat that no fact binds yet is asked of Teams again, which gives the person's own.
    where = known if known is not None and known.bound else None
    doubtful = message.state == UNKNOWN or _was_in_doubt(reader, message)
    return Outgoing(
        message=message.id,
        person=person.id,
        entra_object_id=person.entra_object_id,
        conversation_id=None if where is None else where.conversation_id,
        service_url=None if where is None else where.service_url,
        out=OutCard(_marked_maybe_twice(shown.card) if doubtful else shown.card, shown.summary),
        attempt=message.attempts + 1,
        doubtful=doubtful,
        email=person.email,
        elsewhere=message.kind == ELSEWHERE,
        kept=None if known is None else known.conversation_id,
    )


def _was_in_doubt(reader: Reader, message: Message) -> bool:
    """Whether it failed in doubt and goes out again now that the person can be reached."""
    begun_anew = message.state == QUEUED and message.version > 1
    return begun_anew and reader.last_fact(message.id, "message.doubt") is not None


def claim_update(unit: Unit, message_id: str) -> datetime | None:
    """Claim a delivered card for an update; gives until when, or None if it is not to be updated.

    It is claimed before it is drawn, so an act in between marks it anew.
    """
    message = unit.get(Message, message_id)
    if message.redraw_at is None or message.redraw_at > unit.at or message.activity_id is None:
        return None
    return claim_redraw(unit, message)


def draw_update(reader: Reader, message_id: str) -> tuple[Outgoing, str] | None:
    """A delivered card as it reads now, or that it goes; None if the one in the chat may stay."""
    message = reader.get(Message, message_id)
    person = reader.find(Person, message.to)
    shown = face(reader, message)
    if message.activity_id is None or person is None or shown is None:
        return None
    outgoing = replace(_outgoing(reader, message, person, shown), goes=shown.replaced)
    # The note that it may be a repeat stays while the card says the same.
    marked = replace(outgoing.out, card=_marked_maybe_twice(shown.card))
    if not shown.replaced and message.drawn in {digest_of(outgoing.out), digest_of(marked)}:
        return None
    # A card is updated in the chat it was sent to, even if the person has a new chat.
    sent = where_sent(reader, message_id)
    if sent != (message.conversation_id, message.activity_id):
        log.error("chat.refused", message=message_id)
    if sent is None:
        return None
    return replace(outgoing, conversation_id=sent[0]), sent[1]


def _address_holders(unit: Unit, message: Message) -> None:
    """Address a post's message to each of today's holders; for a vacant post it fails.

    If the holder is away, DAILY_KINDS go to the person who stands in (programme.md §4).
    """
    of_the_day = message.kind in DAILY_KINDS
    holders = (
        notified_for(unit, message.to)
        if of_the_day
        else [person.id for person in in_post(unit, message.to)]
    )
    if not holders:
        enact(unit, "message.fail", message, {"reason": "Nobody holds this post."})
        return
    for holder in holders:
        queue(
            unit,
            holder,
            message.kind,
            message.subject,
            once=message.once.rsplit(">", 1)[0],
            covers=message.covers,
            urgent=message.urgent,
        )
    enact(unit, "message.address", message)


def digest_of(out: OutCard) -> str:
    """The SHA-256 of a card and its toast: equal if two say the same."""
    return hashlib.sha256(canonical([out.card, out.summary]).encode()).hexdigest()


def _marked_maybe_twice(card: dict[str, Any]) -> dict[str, Any]:
    """The card with a note that it may be a repeat."""
    note = {"type": "TextBlock", "text": MAYBE_TWICE, "isSubtle": True, "wrap": True}
    return {**card, "body": [note, *card["body"]]}
