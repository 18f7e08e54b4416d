"""News that ends what an older card asked: the newer card takes its place, one person, one card."""

from collections.abc import Sequence

from store.ledger import Reader
from store.tables import Message

ENDS = {
    "dispute_settled": ("dispute", "dispute_answered", "dispute_decide"),
    "concern_closed": ("concern_raised",),
}
"""Kinds of news about a subject, with the kinds about the same subject that it ends."""


def ended_by(reader: Reader, message: Message) -> Sequence[Message]:
    """The delivered cards in that person's chat whose place `message` takes."""
    kinds = ENDS.get(message.kind)
    if kinds is None:
        return ()
    older = reader.rows(Message, to=message.to, kind=kinds, subject=message.subject)
    return [other for other in older if other.activity_id is not None]


def is_ended(reader: Reader, message: Message) -> bool:
    """Whether news that takes the place of `message` has reached that person."""
    if message.activity_id is None:
        return False
    news = [kind for kind, ended in ENDS.items() if message.kind in ended]
    found = reader.rows(Message, to=message.to, kind=news, subject=message.subject) if news else ()
    return any(other.activity_id is not None for other in found)
