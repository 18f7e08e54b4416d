"""News that ends what an older card asked: the newer card takes its place, one person, one card."""

from collections.abc import Sequence

from store.ledger import Reader
from store.outbox import place
from store.tables import Conflict, Message

ENDS = {
    "dispute_settled": ("dispute", "dispute_answered", "dispute_decide"),
    "concern_closed": ("concern_raised",),
}
"""Kinds of news about a subject, with the kinds about the same subject that it ends."""
STAYS = "conflict_resolved"
"""News of a conflict: where the audit stays, it is the card to go on from (programme.md §2.7)."""


def ended_by(reader: Reader, message: Message) -> Sequence[Message]:
    """The delivered cards in that person's chat whose place `message` takes."""
    kinds, subjects = ENDS.get(message.kind, ()), [message.subject]
    if (
        message.kind == STAYS
        and (conflict := reader.get(Conflict, message.subject)).state == "keep"
    ):
        kinds, subjects = ("allocation", STAYS), [conflict.audit, *_kept(reader, conflict.audit)]
    if not kinds:
        return ()
    known = reader.rows(Message, to=message.to, kind=kinds, subject=subjects)
    return [one for one in known if one.id != message.id and _shown_before(one, message)]


def is_ended(reader: Reader, message: Message) -> bool:
    """Whether news that takes the place of `message` has reached that person."""
    if message.activity_id is None:
        return False
    news = [kind for kind, ended in ENDS.items() if message.kind in ended]
    subjects = [message.subject]
    if message.kind in ("allocation", STAYS):
        audit = message.subject if message.kind == "allocation" else (
            reader.get(Conflict, message.subject).audit
        )  # fmt: skip
        news, subjects = [STAYS], _kept(reader, audit)
    if not news or not subjects:
        return False
    found = reader.rows(Message, to=message.to, kind=news, subject=subjects)
    return any(
        one.id != message.id and one.activity_id is not None and _shown_before(message, one)
        for one in found
    )


def _kept(reader: Reader, audit: str) -> list[str]:
    """The conflicts about an audit that were looked at and left it where it was."""
    return [conflict.id for conflict in reader.rows(Conflict, audit=audit, state="keep")]


def _shown_before(one: Message, other: Message) -> bool:
    return one.activity_id is not None and place(one) < place(other)
