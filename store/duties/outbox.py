"""The outbox: messages queued in an act's own commit, and what became of each (trust.md §1).

A message's text is drawn from the ledger when it is sent; it is never stored.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, union_all
from sqlmodel import col, select

from store.ledger import Reader, Unit
from store.ledger.facts import proved_fact
from store.ledger.queries import NOT_NULL, UpTo
from store.ledger.stamps import stamp_for
from store.ledger.statements import rows_of
from store.tables import Message
from store.vocabulary.message_kinds import MessageKind

CLAIM = timedelta(minutes=5)
"""How long a sender holds a message or a redraw before another sender may claim it. Whoever gains
the right to send need not wait for it (`left_claimed`)."""

QUEUED: Final = "queued"
UNKNOWN: Final = "unknown"
DELIVERED: Final = "delivered"
FAILED: Final = "failed"
DROPPED: Final = "dropped"
ADDRESSED: Final = "addressed"


def queue(
    unit: Unit,
    to: str,
    kind: MessageKind,
    subject: str,
    *,
    once: str | None = None,
    covers: Sequence[str] = (),
    urgent: bool = False,
    after: datetime | None = None,
) -> Message | None:
    """Queue a message of `kind` about `subject` to `to`, a person or a post.

    `once` is the reason for it: a second message for the same reason is not queued. Messages go
    out from 09:00 to 17:00 on working days, unless they are `urgent` (programme.md §4). `after`
    is the earliest moment.
    """
    reason = once or f"{kind}:{subject}:{unit.next_seq}"
    key = f"{reason}>{to}"
    if _is_queued(unit, key):
        return None
    message = Message(
        programme=unit.programme,
        id=f"m{unit.next_seq}-{unit.ordinal()}",
        to=to,
        kind=kind,
        subject=subject,
        covers=list(covers),
        once=key,
        urgent=urgent,
        queued_at=unit.at,
        state=QUEUED,
        not_before=unit.at if urgent else unit.calendar.sending_moment(after or unit.at),
    )
    message.stamp = stamp_for(unit.ledger.key, message)
    for begins, known in unit.reasons.items():
        if key.startswith((f"{begins}>", f"{begins}:")):
            known.add(key)
    return unit.add(message)


def reasons_known(unit: Unit, begins: str) -> Collection[str]:
    """The reasons beginning so for which a message is queued, each with `>` and its addressee.

    They are read together; for another message with such a reason `queue` need not ask.
    """
    once = col(Message.once)
    # After `begins` stands `>` or `:`, which sort before `?`.
    found = unit.rows(Message, once > begins, once < f"{begins}?")
    return unit.reasons.setdefault(begins, {message.once for message in found})


def _is_queued(unit: Unit, key: str) -> bool:
    for begins, known in unit.reasons.items():
        if key.startswith((f"{begins}>", f"{begins}:")):
            return key in known
    return bool(unit.rows(Message, once=key))


def said_before(reader: Reader, message: Message) -> Sequence[Message]:
    """Earlier messages of the same kind about the same subject to the same person."""
    return [
        other
        for other in _same_news(reader, message)
        if other.queued_at <= message.queued_at and other.activity_id is not None
    ]


def said_again(reader: Reader, message: Message) -> bool:
    """Whether a newer message with the same news has reached that person."""
    if message.activity_id is None:
        return False
    return any(
        place(other) > place(message)
        for other in _same_news(reader, message)
        if other.activity_id is not None
        and other.settled_at is not None
        and other.settled_at >= message.queued_at
    )


def _same_news(reader: Reader, message: Message) -> list[Message]:
    known = reader.rows(Message, to=message.to, kind=message.kind, subject=message.subject)
    return [other for other in known if other.id != message.id]


def place(message: Message) -> tuple[int, int]:
    """The order of a message in the ledger: the fact that queued it, and its number within it."""
    seq, _, place = message.id.removeprefix("m").partition("-")
    return int(seq), int(place)


_SHOWN = select(Message.id).where(
    col(Message.programme) == bindparam("programme"), col(Message.activity_id).is_not(None)
)
_SHOWN_ABOUT = union_all(
    _SHOWN.where(col(Message.subject) == bindparam("about")),
    _SHOWN.where(
        col(Message.subject) >= bindparam("first"), col(Message.subject) < bindparam("past")
    ),
)
"""Built once, for every act runs it. With an OR in place of the two, SQLite reads every card."""


def redraw_about(unit: Unit, subject: str) -> None:
    """Mark delivered cards about `subject`, or about a part of it, to be drawn again.

    The id of a part begins with the id of the whole and a full stop: `M900123-2026-12.x70` is an
    exemption from the audit `M900123-2026-12`.
    """
    asked = {"programme": unit.programme, "about": subject, "first": f"{subject}.",
             "past": f"{subject}/"}  # fmt: skip
    _redraw(unit, [found for (found,) in rows_of(unit.session.connection(), _SHOWN_ABOUT, asked)])


def redraw_for(unit: Unit, subject: str, people: Sequence[str]) -> None:
    """Mark the cards about `subject` that went to these people to be drawn again."""
    if people:
        told = unit.rows(Message, subject=subject, to=people)
        _redraw(unit, [message.id for message in told if message.activity_id is not None])


def redraw_messages(unit: Unit, messages: Sequence[str]) -> None:
    """Mark these delivered cards to be drawn again."""
    told = unit.rows(Message, id=messages) if messages else ()
    _redraw(unit, [message.id for message in told if message.activity_id is not None])


def _redraw(unit: Unit, messages: Sequence[str]) -> None:
    if messages:
        unit.mark(Message, messages, "redraw_at")


def waiting(reader: Reader, limit: int = 50) -> list[str]:
    """The ids of messages that may go out now: urgent ones first, then the oldest."""
    found = reader.rows(
        Message,
        settled_at=None,
        not_before=UpTo(reader.at),
        claimed_until=UpTo(reader.at, or_none=True),
        order="-urgent queued_at",
        limit=limit,
    )
    return [message.id for message in found]


def to_redraw(reader: Reader, limit: int = 50) -> list[str]:
    """The ids of delivered cards that are marked to be drawn again."""
    found = reader.rows(
        Message, redraw_at=UpTo(reader.at), activity_id=NOT_NULL, order="redraw_at", limit=limit
    )
    return [message.id for message in found]


def left_claimed(reader: Reader) -> list[str]:
    """The ids of messages that are claimed, for a send or for a redraw.

    Whoever has just gained the right to send knows that no other sender lives, so that these are
    what a sender left behind when it died.
    """
    # In this order they are found by the index of those that wait.
    sends = reader.rows(Message, settled_at=None, claimed_until=NOT_NULL, order="not_before")
    redraws = reader.rows(Message, redraw_at=NOT_NULL, claimed_until=NOT_NULL)
    return sorted({message.id for message in (*sends, *redraws)})


def claim_redraw(unit: Unit, message: Message) -> datetime:
    """Claim the redraw of a card; gives the moment until which it is claimed.

    The mark moves to that moment, so a sender that dies leaves it behind, and an act that changes
    the card meanwhile sets it to another one.
    """
    until = unit.at + CLAIM
    set_delivery(
        unit, message.id, claimed_until=until, redraw_at=until, attempts=message.attempts + 1
    )
    return until


def end_redraw(unit: Unit, message: str, until: datetime, **columns: int | str) -> None:
    """End a redraw that was claimed until `until`, and set `columns` too.

    A mark that is newer stays, and so does the claim of another sender.
    """
    found = unit.get(Message, message)
    mark = None if found.redraw_at == until else found.redraw_at
    claim = None if found.claimed_until == until else found.claimed_until
    set_delivery(unit, message, redraw_at=mark, claimed_until=claim, **columns)


def set_delivery(unit: Unit, message: str, **columns: datetime | int | str | None) -> None:
    """Set columns that control delivery. They are not part of the record."""
    unit.set_transient(Message, [message], columns)


def where_sent(reader: Reader, message: str) -> tuple[str, str] | None:
    """The conversation and activity to which a message went, as its fact says.

    None if no fact says so, or the fact does not follow from the one before it.
    """
    sent = reader.last_fact(message, "message.deliver")
    fact = None if sent is None else proved_fact(reader.session, reader.programme, sent.seq)
    if fact is None:
        return None
    given = json.loads(fact.fields)
    return given["conversation_id"], given["activity_id"]


def next_waiting(reader: Reader) -> datetime | None:
    """When the next message may go out."""
    found = reader.rows(Message, settled_at=None, order="not_before", limit=1)
    return found[0].not_before if found else None
