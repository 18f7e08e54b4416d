"""Records what became of a message, without claiming more than is known (trust.md §1)."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogs.faces import face
from bot.scheduler.preparing import SENDER_STOPPED, Outgoing, digest_of
from bot.send_outcome import SendOutcome, Undelivered
from store.acts.deliveries.chat import forget, remember
from store.acts.deliveries.delivery import owe_again
from store.duties.outbox import QUEUED, end_redraw, set_delivery
from store.ledger import Unit
from store.ledger.facts import may_change_message
from store.registry import enact
from store.tables import Message, Person

MAX_TRIES = 80
"""After so many tries a message has failed, and the digest says so. With these waits that takes a
little over three days, since Teams or our connection may be down that long (trust.md §3)."""
MAX_NEW_CHATS = 5
"""Tries of a message after which a chat that keeps disappearing is not created again."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
RETRY_JITTER = 0.25
"""The largest share added to a wait, so that messages postponed together spread out."""
PAUSE_AFTER_ERROR = timedelta(minutes=15)

RETRIABLE = frozenset({SendOutcome.retry, SendOutcome.signed_out})
"""The message did not arrive, and neither it nor its recipient is at fault."""
CHAT_GONE = frozenset({SendOutcome.conversation_gone, SendOutcome.chat_unreadable})
"""Teams does not know the chat that Sightline has with that person."""
OUT_OF_REACH = CHAT_GONE | {SendOutcome.unreachable, SendOutcome.not_installed}
"""Teams does not let Sightline write to that person."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """The result of one send: where Teams put it, which other channel took it, or why it failed.

    `installed`: Sightline has just been installed for the person. `broken`: an unforeseen error.
    """

    outgoing: Outgoing
    chat: str | None = None
    activity: str | None = None
    channel: str | None = None
    failure: Undelivered | None = None
    installed: bool = False
    broken: bool = False


def record(unit: Unit, tried: SendResult, service_url: str, *, elsewhere: bool = False) -> bool:
    """Record a result; gives whether the message was sent.

    A chat that was created for it is stored with its `service_url`. `elsewhere`: the person can be
    notified by another channel.
    """
    outgoing, failure = tried.outgoing, tried.failure
    if unit.get(Person, outgoing.person).entra_object_id != outgoing.entra_object_id:
        # Their account was corrected while it was on its way to the old one.
        postpone(unit, outgoing.message)
        return False
    gone = failure is not None and failure.outcome in OUT_OF_REACH | {SendOutcome.chat_in_doubt}
    if not gone and tried.chat is not None and tried.chat != outgoing.conversation_id:
        remember(unit, outgoing.person, tried.chat, service_url)
    if tried.broken:
        postpone(unit, outgoing.message)
    elif failure is not None:
        record_failure(unit, outgoing, failure, installed=tried.installed, elsewhere=elsewhere)
    elif tried.channel is not None:
        record_told_elsewhere(unit, outgoing, tried.channel)
    else:
        record_sent(unit, outgoing, tried.chat or "", tried.activity or "", digest_of(outgoing.out))
    return failure is None and not tried.broken


def record_sent(
    unit: Unit, outgoing: Outgoing, conversation: str, activity: str, drawn: str
) -> None:
    """Record where Teams put a message; `drawn` is the digest of what it shows.

    If the chat is new, messages that failed because there was none are owed again.
    """
    message = unit.get(Message, outgoing.message)
    fields = {
        "conversation_id": conversation,
        "activity_id": activity,
        "told_twice": outgoing.doubtful,
    }
    enact(unit, "message.deliver", message, fields)
    # A fact about it may have come while it was in flight: then it is drawn again.
    news = may_change_message(
        unit.session, unit.programme, outgoing.since, message=outgoing.message, to=outgoing.person
    )
    again = unit.at if news else None
    set_delivery(
        unit, outgoing.message, claimed_until=None, drawn=drawn, redraw_at=again, attempts=0
    )
    if outgoing.kept is None:
        owe_again(unit, outgoing.person)


def record_told_elsewhere(unit: Unit, outgoing: Outgoing, channel: str) -> None:
    """Record that another channel took the notification."""
    message = unit.get(Message, outgoing.message)
    enact(unit, "message.elsewhere", message, {"way": channel, "told_twice": outgoing.doubtful})
    set_delivery(unit, outgoing.message, claimed_until=None)


def record_failure(
    unit: Unit,
    outgoing: Outgoing,
    failure: Undelivered,
    *,
    installed: bool = False,
    elsewhere: bool = False,
) -> None:
    """Record a failure by the table of trust.md §1.

    `installed`: Sightline has just been installed for the person. `elsewhere`: the person can be
    notified by another channel.
    """
    message = unit.get(Message, outgoing.message)
    lost = failure.outcome in OUT_OF_REACH and not outgoing.elsewhere
    tries_left = outgoing.attempt < MAX_TRIES
    in_doubt = failure.outcome is SendOutcome.chat_in_doubt
    anew = installed or (
        (in_doubt or failure.outcome in CHAT_GONE) and outgoing.conversation_id is not None
    )
    if (lost or in_doubt) and outgoing.kept is not None:
        forget(unit, outgoing.person, chat=outgoing.kept)
    wait = _retry_wait(outgoing.message, outgoing.attempt, failure.retry_after)
    again = unit.at + wait
    if failure.outcome in RETRIABLE and tries_left:
        set_delivery(unit, outgoing.message, claimed_until=None, not_before=again)
    elif anew and outgoing.attempt <= MAX_NEW_CHATS:
        set_delivery(unit, outgoing.message, claimed_until=None)
    elif failure.outcome is SendOutcome.unknown and not outgoing.doubtful:
        enact(unit, "message.doubt", message, {"reason": failure.reason})
        set_delivery(unit, outgoing.message, claimed_until=None, not_before=again)
    else:
        fields = {"reason": failure.reason, "out_of_reach": lost, "elsewhere": lost and elsewhere}
        enact(unit, "message.fail", message, fields)
        set_delivery(unit, outgoing.message, claimed_until=None)


def _retry_wait(message: str, attempt: int, retry_after: float | None = None) -> timedelta:
    """The wait that Teams asks for; from the second try on, at least an exponential back-off.

    The retry jitter is derived from the message's id, so that a run can be replayed.
    """
    if retry_after is not None and attempt == 1:
        return timedelta(seconds=retry_after)
    doubled = min(FIRST_WAIT * (1 << min(max(attempt - 1, 0), 16)), LONGEST_WAIT)
    draw = zlib.crc32(f"{message}/{attempt}".encode()) / 2**32
    return max(doubled * (1 + RETRY_JITTER * draw), timedelta(seconds=retry_after or 0))


def record_failed_update(
    unit: Unit, outgoing: Outgoing, failure: Undelivered, until: datetime
) -> None:
    """Retry an update if that is safe; a card that is gone from the chat is sent again.

    `until` is the moment until which the update was claimed.
    """
    if failure.outcome in RETRIABLE and outgoing.attempt < MAX_TRIES:
        wait = _retry_wait(outgoing.message, outgoing.attempt, failure.retry_after)
        set_delivery(unit, outgoing.message, claimed_until=None, redraw_at=unit.at + wait)
    else:
        end_redraw(unit, outgoing.message, until)
    if failure.outcome is SendOutcome.message_gone:
        enact(unit, "message.renew", unit.get(Message, outgoing.message))


def record_removed(unit: Unit, message_id: str, until: datetime) -> None:
    """Record that a card was deleted from the chat; the deletion was claimed `until` then.

    Where something happened meanwhile by which it must stand after all, it is sent again.
    """
    message = unit.get(Message, message_id)
    moved = message.redraw_at != until
    end_redraw(unit, message_id, until, attempts=0)
    if message.activity_id is None:
        return
    shown = face(unit, message) if moved else None
    enact(unit, "message.remove" if shown is None or shown.replaced else "message.renew", message)


def postpone(unit: Unit, message: str) -> None:
    """Postpone a message that could not be drawn or recorded, so that it is retried later.

    The claim of a send stays, so that a message which went out without being recorded is marked as
    doubtful when it is sent again.
    """
    again = unit.at + PAUSE_AFTER_ERROR
    if unit.get(Message, message).activity_id is not None:
        set_delivery(unit, message, redraw_at=again, claimed_until=None, not_before=again)
    else:
        set_delivery(unit, message, redraw_at=None, not_before=again)


def take_up(unit: Unit, message_id: str) -> None:
    """Take up what a sender that died had claimed.

    A redraw is due at once. A message may have arrived: it is in doubt, waits as after any other
    doubt, and within lawful hours goes out once more (trust.md §1).
    """
    message = unit.get(Message, message_id)
    if message.claimed_until is None:
        return
    if message.settled_at is not None:
        mark = unit.at if message.redraw_at == message.claimed_until else message.redraw_at
        set_delivery(unit, message_id, claimed_until=None, redraw_at=mark)
        return
    if message.state == QUEUED:
        enact(unit, "message.doubt", message, {"reason": SENDER_STOPPED})
    again = unit.at + _retry_wait(message_id, message.attempts)
    lawful = again if message.urgent else unit.calendar.sending_moment(again)
    not_before = max(message.not_before, lawful)
    set_delivery(unit, message_id, claimed_until=None, not_before=not_before)
