"""What became of a message: the answer to "who knew what, and when" (trust.md §1)."""

from store.duties.outbox import (
    ADDRESSED,
    DELIVERED,
    DROPPED,
    FAILED,
    QUEUED,
    UNKNOWN,
    queue,
    redraw_messages,
    said_before,
    set_delivery,
)
from store.ledger import Unit
from store.registry import act, enact, perform_after
from store.rules.standing import earlier
from store.rules.superseding import ended_by
from store.rules.unreached import is_to_be_told, open_reach
from store.tables import Message, Person
from store.vocabulary.fields import Fields
from store.vocabulary.message_kinds import ELSEWHERE
from store.vocabulary.states import MessageState

OWED: frozenset[MessageState] = frozenset({QUEUED, UNKNOWN})
"""Still to be sent, perhaps for the second time."""

REMINDERS = 10
"""Earlier reminders that a new one has looked at again, the newest first: those that it replaces
are deleted from the chat, so few others stand."""


class Delivered(Fields):
    """The conversation and activity that Teams gave the message."""

    conversation_id: str
    activity_id: str
    told_twice: bool = False


class Reason(Fields):
    """Why a message was not sent, in words."""

    reason: str


class Failed(Reason):
    """Why; whether Teams bars Sightline from writing to them; whether e-mail is left."""

    out_of_reach: bool = False
    elsewhere: bool = False


class Told(Fields):
    """The other way by which they were notified that something waits."""

    way: str
    told_twice: bool = False


@act("message.deliver", on=Message, source=OWED, target=DELIVERED, fields=Delivered)
def deliver(unit: Unit, message: Message, got: Delivered) -> None:
    """Teams accepted the message and gave it an id."""
    message.conversation_id, message.activity_id = got.conversation_id, got.activity_id
    message.settled_at = unit.at
    if message.kind == "nudge":
        _redraw_the_last(unit, message)
    else:
        before = (*said_before(unit, message), *ended_by(unit, message), *earlier(unit, message))
        redraw_messages(unit, list(dict.fromkeys(older.id for older in before)))
    if open_reach(unit, message.to) is not None:
        perform_after(unit, "person.reached", unit.get(Person, message.to))


def _redraw_the_last(unit: Unit, message: Message) -> None:
    """Look again at earlier reminders, which go or leave out what the newer one repeats."""
    reminders = unit.rows(Message, to=message.to, kind="nudge", order="-settled_at")
    shown = [r.id for r in reminders if r.id != message.id and r.activity_id is not None]
    redraw_messages(unit, shown[:REMINDERS])


@act("message.doubt", on=Message, source={QUEUED}, target=UNKNOWN, fields=Reason)
def doubt(_unit: Unit, message: Message, why: Reason) -> None:
    """It is unknown whether it arrived: it is sent once more, and says so (trust.md §1)."""
    message.reason = why.reason


@act("message.fail", on=Message, source=OWED, target=FAILED, fields=Failed)
def fail(unit: Unit, message: Message, why: Failed) -> None:
    """It cannot be delivered; the digest counts this apart from work that was not returned.

    Another way notifies the person at most once a day, and says only that something waits. The
    audit team has to tell people whom Teams does not reach.
    """
    if why.out_of_reach and is_to_be_told(unit, message):
        perform_after(unit, "person.unreached", unit.get(Person, message.to))
    day = unit.calendar.local(unit.at).date().isoformat()
    message.reason, message.settled_at = why.reason, unit.at
    if why.elsewhere:
        once = f"{ELSEWHERE}:{day}"
        queue(unit, message.to, ELSEWHERE, message.to, once=once, urgent=message.urgent)


@act("message.elsewhere", on=Message, source=OWED, target=DELIVERED, fields=Told)
def elsewhere(unit: Unit, message: Message, told: Told) -> None:
    """They were notified another way that something waits; that itself is not delivered."""
    message.reason, message.settled_at = f"They were told by {told.way}.", unit.at


@act("message.again", on=Message, source={FAILED}, target=QUEUED)
def again(_unit: Unit, message: Message, _fields: object) -> None:
    """They can be reached again: the message is sent as it stands now."""
    message.reason = message.settled_at = None


def owe_again(unit: Unit, person: str) -> None:
    """Queue again what could not be delivered to `person`, whose chat has just been reopened."""
    lost = unit.rows(Message, to=person, state=FAILED, order="queued_at")
    for message in lost:
        if message.kind == ELSEWHERE:
            continue
        enact(unit, "message.again", message)
        first = unit.at if message.urgent else unit.calendar.sending_moment(unit.at)
        set_delivery(unit, message.id, not_before=first, claimed_until=None, attempts=0)
    if open_reach(unit, person) is not None:
        enact(unit, "person.reached", unit.get(Person, person))


@act("message.drop", on=Message, source=OWED, target=DROPPED, fields=Reason)
def drop(unit: Unit, message: Message, why: Reason) -> None:
    """There was nothing left to say by the time it could be sent."""
    message.reason, message.settled_at = why.reason, unit.at


@act("message.renew", on=Message, source={DELIVERED}, target=DELIVERED)
def renew(unit: Unit, message: Message, _fields: object) -> None:
    """The card is no longer in the chat: send what it says now as a new message."""
    queue(
        unit,
        message.to,
        message.kind,
        message.subject,
        once=f"renew:{message.id}",
        covers=message.covers,
        urgent=message.urgent,
    )
    message.activity_id = None


@act("message.remove", on=Message, source={DELIVERED}, target=DELIVERED)
def remove(_unit: Unit, message: Message, _fields: object) -> None:
    """Newer news took its place: the card was deleted from the chat; the story still tells it."""
    message.activity_id = None


@act("message.address", on=Message, source={QUEUED}, target=ADDRESSED)
def address(unit: Unit, message: Message, _fields: object) -> None:
    """A post's message is replaced by one for each of its holders today (see `outbox.queue`)."""
    message.settled_at = unit.at
