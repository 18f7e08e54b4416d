"""News that ends what an older card asked for, so that the newer card replaces it."""

from collections.abc import Mapping, Sequence

from store.duties.outbox import place
from store.ledger import Reader
from store.tables import Conflict, Exemption, Message

ENDS = {
    "dispute_settled": ("dispute", "dispute_answered", "dispute_decide"),
    "concern_closed": ("concern_raised",),
}
"""Kinds of news about a subject, with the kinds about the same subject that it ends."""
STAYS: Mapping[str, tuple[type[Conflict] | type[Exemption], str]] = {
    "conflict_resolved": (Conflict, "keep"),
    "not_exempted": (Exemption, "refused"),
}
"""News that an audit stays with its auditor: by its kind, the table and the state that say so. The
newest of these is the card to continue from (programme.md §2.7)."""


def ended_by(reader: Reader, message: Message) -> Sequence[Message]:
    """The delivered cards in that person's chat that `message` replaces."""
    kinds, subjects = ENDS.get(message.kind, ()), [message.subject]
    if (audit := _stays(reader, message)) is not None:
        kinds, subjects = ("allocation", *STAYS), [audit, *_reasons(reader, audit)]
    if not kinds:
        return ()
    known = reader.rows(Message, to=message.to, kind=kinds, subject=subjects)
    return [one for one in known if one.id != message.id and _shown_before(one, message)]


def is_ended(reader: Reader, message: Message) -> bool:
    """Whether news that replaces `message` has reached that person."""
    if message.activity_id is None:
        return False
    news = [kind for kind, ended in ENDS.items() if message.kind in ended]
    subjects = [message.subject]
    audit = message.subject if message.kind == "allocation" else _stays(reader, message)
    if audit is not None:
        news, subjects = [*STAYS], _reasons(reader, audit)
    if not news or not subjects:
        return False
    found = reader.rows(Message, to=message.to, kind=news, subject=subjects)
    return any(
        one.id != message.id and one.activity_id is not None and _shown_before(message, one)
        for one in found
    )


def _stays(reader: Reader, message: Message) -> str | None:
    """The audit that, by this message, stays with its auditor; None if it says no such thing."""
    if message.kind not in STAYS:
        return None
    table, state = STAYS[message.kind]
    row = reader.get(table, message.subject)
    return row.audit if row.state == state else None


def _reasons(reader: Reader, audit: str) -> list[str]:
    """The requests and conflicts after which the audit stayed with its auditor."""
    return [
        row.id
        for table, state in STAYS.values()
        for row in reader.rows(table, audit=audit, state=state)
    ]


def _shown_before(one: Message, other: Message) -> bool:
    return one.activity_id is not None and place(one) < place(other)
