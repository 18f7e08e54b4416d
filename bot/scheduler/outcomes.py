"""What sending a message came to, written down in its honest state (trust.md §1)."""

import zlib
from dataclasses import dataclass
from datetime import timedelta

from bot.scheduler.preparing import Outgoing, digest_of
from bot.send_outcome import SendOutcome, Undelivered
from store.acts.deliveries.deliveries import owe_again
from store.duties.outbox import set_delivery
from store.ledger import Unit
from store.ledger.facts import is_news
from store.people.address_book import forget, remember
from store.registry import enact
from store.tables import Message

MAX_TRIES = 80
"""After so many tries at a message that never arrived it has failed, and the digest says so: with
these waits a little over three days, for Teams or our line may be down that long (trust.md §3)."""
MAX_NEW_CHATS = 5
"""Tries after which this message does not have a chat created once more that is gone each time."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
RETRY_JITTER = 0.25
"""The share of a wait by which messages put off together come apart again."""
PAUSE_AFTER_ERROR = timedelta(minutes=15)

RETRIABLE = frozenset({SendOutcome.retry, SendOutcome.signed_out})
"""It did not arrive, and nothing is wrong with it or with whom it is for."""
OUT_OF_REACH = frozenset(
    {SendOutcome.unreachable, SendOutcome.not_installed, SendOutcome.conversation_gone}
)
"""Teams does not let Sightline write to that person."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of sending one message: where Teams put it, by which other way it went, or why not.

    `installed` says that Sightline has just been put into their Teams, `broken` that it failed in a
    way that nobody foresaw.
    """

    parcel: Outgoing
    chat: str | None = None
    activity: str | None = None
    way: str | None = None
    failure: Undelivered | None = None
    installed: bool = False
    broken: bool = False


def record(unit: Unit, tried: SendResult, service_url: str, *, elsewhere: bool = False) -> bool:
    """Write down what became of a message; whether it went.

    A chat that was created for it is kept, with the `service_url` that created it. `elsewhere` says
    that there is another way to tell them.
    """
    parcel, failure = tried.parcel, tried.failure
    gone = failure is not None and failure.outcome in OUT_OF_REACH
    if not gone and tried.chat is not None and tried.chat != parcel.conversation_id:
        remember(unit, parcel.person, tried.chat, service_url)
    if tried.broken:
        postpone(unit, parcel.message)
    elif failure is not None:
        record_failure(unit, parcel, failure, installed=tried.installed, elsewhere=elsewhere)
    elif tried.way is not None:
        record_told_elsewhere(unit, parcel, tried.way)
    else:
        record_sent(unit, parcel, tried.chat or "", tried.activity or "", digest_of(parcel.out))
    return failure is None and not tried.broken


def record_sent(unit: Unit, parcel: Outgoing, conversation: str, activity: str, drawn: str) -> None:
    """Record where Teams put it; the caller says what was drawn.

    Where there was no chat before, what could not be brought to them goes out again.
    """
    message = unit.get(Message, parcel.message)
    fields = {
        "conversation_id": conversation,
        "activity_id": activity,
        "told_twice": parcel.doubtful,
    }
    enact(unit, "message.deliver", message, fields)
    # What was drawn may have changed while it was on its way: then look once more.
    news = is_news(
        unit.session, unit.programme, parcel.since, message=parcel.message, to=parcel.person
    )
    again = unit.at if news else None
    set_delivery(unit, parcel.message, claimed_until=None, drawn=drawn, redraw_at=again, attempts=0)
    if parcel.conversation_id is None:
        owe_again(unit, parcel.person)


def record_told_elsewhere(unit: Unit, parcel: Outgoing, way: str) -> None:
    """Record that another way took the word that something waits."""
    message = unit.get(Message, parcel.message)
    enact(unit, "message.elsewhere", message, {"way": way, "told_twice": parcel.doubtful})
    set_delivery(unit, parcel.message, claimed_until=None)


def record_failure(
    unit: Unit,
    parcel: Outgoing,
    failure: Undelivered,
    *,
    installed: bool = False,
    elsewhere: bool = False,
) -> None:
    """What each failure means, row by row of trust.md §1.

    `installed` says that Sightline has just been put into their Teams, `elsewhere` that there is
    another way to tell them.
    """
    message = unit.get(Message, parcel.message)
    lost = failure.outcome in OUT_OF_REACH and not parcel.elsewhere
    tries_left = parcel.attempt < MAX_TRIES
    anew = installed or (
        failure.outcome is SendOutcome.conversation_gone and parcel.conversation_id is not None
    )
    if lost and parcel.conversation_id is not None:
        forget(unit, parcel.person, chat=parcel.conversation_id)
    if failure.outcome in RETRIABLE and tries_left:
        again = unit.at + _retry_wait(parcel, failure.retry_after)
        set_delivery(unit, parcel.message, claimed_until=None, not_before=again)
    elif anew and parcel.attempt <= MAX_NEW_CHATS:
        set_delivery(unit, parcel.message, claimed_until=None)
    elif failure.outcome is SendOutcome.unknown and not parcel.doubtful:
        again = unit.at + _retry_wait(parcel, failure.retry_after)
        enact(unit, "message.doubt", message, {"reason": failure.reason})
        set_delivery(unit, parcel.message, claimed_until=None, not_before=again)
    else:
        fields = {"reason": failure.reason, "out_of_reach": lost, "elsewhere": lost and elsewhere}
        enact(unit, "message.fail", message, fields)
        set_delivery(unit, parcel.message, claimed_until=None)


def _retry_wait(parcel: Outgoing, retry_after: float | None) -> timedelta:
    """As long as Teams asks, and from the second try on at least twice as long each time.

    Messages that were put off together come apart; the odds come of the message's own id, so that
    a run can be replayed.
    """
    if retry_after is not None and parcel.attempt == 1:
        return timedelta(seconds=retry_after)
    doubled = min(FIRST_WAIT * (1 << min(parcel.attempt - 1, 16)), LONGEST_WAIT)
    draw = zlib.crc32(f"{parcel.message}/{parcel.attempt}".encode()) / 2**32
    return max(doubled * (1 + RETRY_JITTER * draw), timedelta(seconds=retry_after or 0))


def record_failed_update(unit: Unit, parcel: Outgoing, failure: Undelivered) -> None:
    """Try again soon where that is safe; a card that is gone from the chat is sent afresh."""
    if failure.outcome in RETRIABLE and parcel.attempt < MAX_TRIES:
        wait = _retry_wait(parcel, failure.retry_after)
        set_delivery(unit, parcel.message, redraw_at=unit.at + wait)
    if failure.outcome is SendOutcome.message_gone:
        enact(unit, "message.renew", unit.get(Message, parcel.message))


def postpone(unit: Unit, message: str) -> None:
    """Put a message aside that could not be drawn or recorded; it is tried again, not lost.

    The claim stays: where it had gone out and only the record failed, the next try says so.
    """
    again = unit.at + PAUSE_AFTER_ERROR
    shown = unit.get(Message, message).activity_id is not None
    set_delivery(unit, message, redraw_at=again if shown else None, not_before=again)
