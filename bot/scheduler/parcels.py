"""What becomes of one message, step by step: look, claim, and what sending it came to.

Each step is a plain function of one look or one unit of work, so that the bot's delivery and a
rehearsal's do the very same; none of them sends.
"""

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.dialogs.faces import Face, face
from bot.teams.outcomes import Outcome, Undelivered
from bot.turns import OutCard
from store.acts.deliveries import owe_again
from store.address_book import forget, remember
from store.columns import canonical
from store.facts import is_news
from store.ledger import Reader, Unit
from store.out_of_reach import is_unreached
from store.outbox import CLAIM, ELSEWHERE, QUEUED, UNKNOWN, queue, steer
from store.people import hearing, in_post
from store.registry import enact
from store.tables import Conversation, Message, Person

MOST_TRIES = 80
"""After so many tries at a message that never arrived it has failed, and the digest says so: with
these waits a little over three days, for Teams or our line may be down that long (trust.md §3)."""
MOST_ANEW = 5
"""Tries after which this message does not have a chat created once more that is gone each time."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
AT_ODDS = 0.25
"""The share of a wait by which messages put off together come apart again."""
AFTER_TROUBLE = timedelta(minutes=15)

NOT_YET = frozenset({Outcome.retry, Outcome.signed_out})
"""It did not arrive, and nothing is wrong with it or with whom it is for."""
OUT_OF_REACH = frozenset({Outcome.unreachable, Outcome.not_installed, Outcome.conversation_gone})
"""Teams does not let Sightline write to that person."""

MAYBE_TWICE = "You may already have this message."


OF_THE_DAY = ("digest", "scorecard")
"""Kinds that are read on the day they come, and that nobody who is away gets."""

WAITS = Face({"type": "AdaptiveCard", "version": "1.5", "body": []}, "")
"""Stands for what another way says, which has its own words."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to go: to whom, where, and what it says now."""

    message: str
    person: str
    entra_object_id: str
    conversation_id: str | None
    service_url: str | None
    out: OutCard
    attempt: int
    doubtful: bool
    email: str | None = None
    """Where that person has their mail, if not at their UPN."""
    elsewhere: bool = False
    """Whether it goes another way than Teams, and says only that something waits there."""
    since: int = 0
    """The last fact that what it says was drawn from."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of sending one message: where Teams put it, by which other way it went, or why not.

    `installed` says that Sightline has just been put into their Teams.
    """

    parcel: Parcel
    chat: str | None = None
    activity: str | None = None
    way: str | None = None
    failure: Undelivered | None = None
    installed: bool = False


def look(reader: Reader, message_id: str) -> Face | None:
    """What a message says now; nothing for a post's, which becomes one for each holder."""
    message = reader.get(Message, message_id)
    if message.kind == ELSEWHERE:
        return WAITS if is_unreached(reader, message.to) else None
    return None if message.to.startswith("post:") else face(reader, message)


def claim(unit: Unit, message_id: str, shown: Face | None, *, since: int = 0) -> Parcel | None:
    """Take a message to send it: is it still owed, and is anything left to say.

    Nothing where somebody else has it, or nothing is left to send. `since` is the last fact that
    `shown` was drawn from.
    """
    message = unit.get(Message, message_id)
    if message.state not in (QUEUED, UNKNOWN) or message.not_before > unit.at:
        return None
    if message.claimed_until is not None and message.claimed_until > unit.at:
        return None
    if message.to.startswith("post:"):
        _address(unit, message)
        return None
    person = unit.find(Person, message.to)
    if person is None or not in_post(unit, message.to):
        enact(unit, "message.fail", message, {"reason": "They have left."})
        return None
    if shown is None:
        enact(unit, "message.drop", message, {"reason": "Nothing was left to say."})
        return None
    if message.claimed_until is not None and message.state == QUEUED:
        # A sender took it and never said what became of it: it may have arrived.
        enact(unit, "message.doubt", message, {"reason": "A sender stopped before it could say."})
    parcel = _parcel(unit, message, person, shown)
    steer(unit, message_id, claimed_until=unit.at + CLAIM, attempts=parcel.attempt)
    return replace(parcel, since=since)


def _parcel(reader: Reader, message: Message, person: Person, shown: Face) -> Parcel:
    where = reader.session.get(Conversation, (reader.programme, person.id))
    doubtful = message.state == UNKNOWN
    return Parcel(
        message=message.id,
        person=person.id,
        entra_object_id=person.entra_object_id,
        conversation_id=None if where is None else where.conversation_id,
        service_url=None if where is None else where.service_url,
        out=OutCard(_doubting(shown.card) if doubtful else shown.card, shown.summary),
        attempt=message.attempts + 1,
        doubtful=doubtful,
        email=person.email,
        elsewhere=message.kind == ELSEWHERE,
    )


def claim_redraw(unit: Unit, message_id: str) -> bool:
    """Take a delivered card to bring it up to date, unless somebody else has just done so.

    The mark goes before the card is drawn: an act that comes in between sets it again.
    """
    message = unit.get(Message, message_id)
    if message.redraw_at is None or message.redraw_at > unit.at:
        return False
    steer(unit, message_id, redraw_at=None, attempts=message.attempts + 1)
    return message.activity_id is not None


def redrawn(reader: Reader, message_id: str) -> tuple[Parcel, str] | None:
    """A delivered card as it stands now; nothing where it still says what is so."""
    message = reader.get(Message, message_id)
    person = reader.find(Person, message.to)
    shown = face(reader, message)
    if message.activity_id is None or person is None or shown is None:
        return None
    parcel = _parcel(reader, message, person, shown)
    # The word that it may have come before stays for as long as the card says the same.
    doubting = replace(parcel.out, card=_doubting(shown.card))
    if message.drawn in (digest_of(parcel.out), digest_of(doubting)):
        return None
    # A card is updated in the chat that it was sent to, wherever the person is reached now.
    return replace(parcel, conversation_id=message.conversation_id), message.activity_id


def not_redrawn(unit: Unit, parcel: Parcel, failure: Undelivered) -> None:
    """Try again soon where that is safe; a card that is gone from the chat is sent afresh."""
    if failure.outcome in NOT_YET and parcel.attempt < MOST_TRIES:
        wait = _wait(parcel, failure.retry_after)
        steer(unit, parcel.message, redraw_at=unit.at + wait)
    if failure.outcome is Outcome.message_gone:
        enact(unit, "message.renew", unit.get(Message, parcel.message))


def put_off(unit: Unit, message: str) -> None:
    """Put a message aside that could not be drawn or recorded; it is tried again, not lost.

    The claim stays: where it had gone out and only the record failed, the next try says so.
    """
    again = unit.at + AFTER_TROUBLE
    shown = unit.get(Message, message).activity_id is not None
    steer(unit, message, redraw_at=again if shown else None, not_before=again)


def _address(unit: Unit, message: Message) -> None:
    """A post's message goes to each who holds it today; a vacant post is a failure that is told.

    What is read on its day goes past those who are away, to whoever stands in (programme.md §4).
    """
    of_the_day = message.kind in OF_THE_DAY
    holders = hearing(unit, message.to) if of_the_day else [
        person.id for person in in_post(unit, message.to)
    ]  # fmt: skip
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


def record(unit: Unit, tried: Tried, service_url: str, *, elsewhere: bool = False) -> bool:
    """Write down what became of a message; whether it went.

    A chat that was created for it is kept, with the `service_url` that created it. `elsewhere` says
    that there is another way to tell them.
    """
    parcel = tried.parcel
    if tried.chat is not None and tried.chat != parcel.conversation_id:
        remember(unit, parcel.person, tried.chat, service_url)
    if tried.failure is not None:
        not_sent(unit, parcel, tried.failure, installed=tried.installed, elsewhere=elsewhere)
    elif tried.way is not None:
        told_elsewhere(unit, parcel, tried.way)
    else:
        sent(unit, parcel, tried.chat or "", tried.activity or "", digest_of(parcel.out))
    return tried.failure is None


def sent(unit: Unit, parcel: Parcel, conversation: str, activity: str, drawn: str) -> None:
    """Record where Teams put it; the caller says what was drawn.

    Where there was no chat before, what could not be brought to them goes out again.
    """
    message = unit.get(Message, parcel.message)
    fields = {
        "conversation_id": conversation, "activity_id": activity, "told_twice": parcel.doubtful,
    }  # fmt: skip
    enact(unit, "message.deliver", message, fields)
    # What was drawn may have changed while it was on its way: then look once more.
    news = is_news(
        unit.session, unit.programme, parcel.since, message=parcel.message, to=parcel.person
    )
    again = unit.at if news else None
    steer(unit, parcel.message, claimed_until=None, drawn=drawn, redraw_at=again, attempts=0)
    if parcel.conversation_id is None:
        owe_again(unit, parcel.person)


def told_elsewhere(unit: Unit, parcel: Parcel, way: str) -> None:
    """Record that another way took the word that something waits."""
    message = unit.get(Message, parcel.message)
    enact(unit, "message.elsewhere", message, {"way": way, "told_twice": parcel.doubtful})
    steer(unit, parcel.message, claimed_until=None)


def not_sent(
    unit: Unit,
    parcel: Parcel,
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
    tries_left = parcel.attempt < MOST_TRIES
    anew = installed or (
        failure.outcome is Outcome.conversation_gone and parcel.conversation_id is not None
    )
    if failure.outcome in OUT_OF_REACH and not parcel.elsewhere:
        forget(unit, parcel.person, chat=parcel.conversation_id)
    if failure.outcome in NOT_YET and tries_left:
        again = unit.at + _wait(parcel, failure.retry_after)
        steer(unit, parcel.message, claimed_until=None, not_before=again)
    elif anew and parcel.attempt <= MOST_ANEW:
        steer(unit, parcel.message, claimed_until=None)
    elif failure.outcome is Outcome.unknown and not parcel.doubtful:
        again = unit.at + _wait(parcel, failure.retry_after)
        enact(unit, "message.doubt", message, {"reason": failure.reason})
        steer(unit, parcel.message, claimed_until=None, not_before=again)
    else:
        lost = failure.outcome in OUT_OF_REACH and not parcel.elsewhere
        fields = {"reason": failure.reason, "out_of_reach": lost, "elsewhere": lost and elsewhere}
        enact(unit, "message.fail", message, fields)
        steer(unit, parcel.message, claimed_until=None)


def _wait(parcel: Parcel, retry_after: float | None) -> timedelta:
    """As long as Teams asks, and from the second try on at least twice as long each time.

    Messages that were put off together come apart; the odds come of the message's own id, so that
    a run can be replayed.
    """
    if retry_after is not None and parcel.attempt == 1:
        return timedelta(seconds=retry_after)
    doubled = min(FIRST_WAIT * (1 << min(parcel.attempt - 1, 16)), LONGEST_WAIT)
    draw = zlib.crc32(f"{parcel.message}/{parcel.attempt}".encode()) / 2**32
    return max(doubled * (1 + AT_ODDS * draw), timedelta(seconds=retry_after or 0))


def digest_of(out: OutCard) -> str:
    """A card and its toast in 64 digits: whether two say the same."""
    return hashlib.sha256(canonical([out.card, out.summary]).encode()).hexdigest()


def _doubting(card: dict[str, Any]) -> dict[str, Any]:
    """The card with the word that it may have come before."""
    note = {"type": "TextBlock", "text": MAYBE_TWICE, "isSubtle": True, "wrap": True}
    return {**card, "body": [note, *card["body"]]}
