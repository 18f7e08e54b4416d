"""Which cards stand in a chat: newer news about the same work replaces older (trust.md §1).

A card that still asks something stays, whatever came since; that is for whoever draws it to see.
"""

from collections.abc import Collection, Sequence
from typing import Final

from sqlmodel import col, func, select

from store.audits.subjects import subject_of
from store.clock.ladders import OWNER
from store.duties.outbox import place
from store.duties.predicates.closed_lists import holds
from store.ledger import Reader
from store.ledger.queries import NOT_NULL, PartOf, sort_rows
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Audit, Duty, Fact, HelpRequest, Meeting, Message
from store.tables.columns import instant
from store.vocabulary.message_kinds import INVITATIONS, KEPT, SERIES

STANDING: Final = "reminders that stand"
"""Under this name `read_standing` keeps what it read."""


def earlier(reader: Reader, message: Message) -> list[Message]:
    """The cards in that person's chat that are older than `message` and about the same work."""
    return [one for one in _about_the_same(reader, message) if place(one) < place(message)]


def is_replaced(reader: Reader, message: Message) -> bool:
    """Whether newer news about the same work has reached that person.

    Not while a meeting that the card invites to lies ahead, and not by news that came before the
    reader last did something about it: then this card is the receipt.
    """
    if message.activity_id is None or message.kind in KEPT:
        return False
    if message.kind == "help_asked":  # the receipt stays with the colleague who answered
        answered = reader.get(HelpRequest, message.subject).answered_by
        return answered not in {None, message.to}
    came = [
        newer.settled_at
        for newer in _about_the_same(reader, message)
        if place(newer) > place(message) and newer.settled_at is not None
    ]
    if not came or (message.kind in INVITATIONS and _lies_ahead(reader, message)):
        return False
    audit = _audit_of(reader, message)
    query = select(func.max(Fact.at)).where(
        col(Fact.programme) == reader.programme,
        col(Fact.subject).in_({message.subject, audit or message.subject}),
        col(Fact.actor) == message.to,
    )
    acted = reader.session.execute(query).scalar()
    return acted is None or instant(acted) < max(came)


def still_asked(reader: Reader, upn: str, *, but: Collection[str]) -> list[str]:
    """The open duties in the reminders that stand in somebody's chat, without those of `but`.

    What is urgent has a reminder of its own, and what has passed to others is no longer theirs.
    """
    if (together := reader.ahead.get(STANDING)) is not None and upn in together:
        ids = together[upn] - {*but}
        known = [duty for one in ids if (duty := reader.find(Duty, one)) is not None]
        found = sort_rows([duty for duty in known if duty.closed_at is None], "due_at")
    else:
        ids = _covered(reader, [upn])[upn] - {*but}
        found = [*reader.rows(Duty, id=ids, closed_at=None, order="due_at")] if ids else []
    return [duty.id for duty in found if _is_asked(reader, duty, upn)]


def read_standing(reader: Reader, people: Collection[str]) -> None:
    """Read the reminders that stand in these people's chats, and their duties, together.

    Only for a unit of work in which none of them is delivered or taken out.
    """
    if people:
        reader.ahead[STANDING] = covered = _covered(reader, people)
        reader.rows(Duty, id={duty for duties in covered.values() for duty in duties})


def _covered(reader: Reader, people: Collection[str]) -> dict[str, set[str]]:
    """The duties in the reminders that stand in each person's chat."""
    covered: dict[str, set[str]] = {upn: set() for upn in people}
    for message in reader.rows(Message, to=people, kind="nudge", activity_id=NOT_NULL):
        covered[message.to].update(message.covers)
    return covered


def _is_asked(reader: Reader, duty: Duty, upn: str) -> bool:
    rule, subject = reader.profile.duty.get(duty.kind), subject_of(reader, duty.subject)
    if subject is None or (rule is not None and holds(reader, rule.urgent_when, subject)):
        return False
    told = any(rung["to"] == upn and rung["tell"] != OWNER for rung in duty.rungs_sent)
    return upn in doers(reader, duty).shown or (told and not is_confidential(reader, duty))


def _about_the_same(reader: Reader, message: Message) -> Sequence[Message]:
    """The other cards in that person's chat about the same audit, or of the same series."""
    if message.kind in SERIES:
        found = reader.rows(Message, to=message.to, kind=message.kind, activity_id=NOT_NULL)
    elif (audit := _audit_of(reader, message)) is not None:
        found = [
            *reader.rows(Message, to=message.to, subject=audit, activity_id=NOT_NULL),
            *reader.rows(Message, to=message.to, subject=PartOf(audit), activity_id=NOT_NULL),
        ]
    else:
        return ()
    return [one for one in found if one.id != message.id]


def _audit_of(reader: Reader, message: Message) -> str | None:
    audit = reader.find(Audit, message.subject.partition(".")[0])
    return None if audit is None else audit.id


def _lies_ahead(reader: Reader, message: Message) -> bool:
    meetings = reader.rows(Meeting, about=message.subject.partition(".")[0])
    return any(one.starts_at is not None and one.starts_at > reader.at for one in meetings)
