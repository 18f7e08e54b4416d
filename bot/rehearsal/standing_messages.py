"""What stands in people's chats at the end of a rehearsal, of all that was delivered to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from store.ledger import Reader
from store.ledger.queries import NOT_NULL
from store.people.posts import POSTS
from store.rules.doers import doers
from store.tables import Audit, Duty, Message, Person

RENEWED = "renew:"
"""How the reason begins of a message that is sent again because it had gone from its chat."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One part of the work: its people, the messages delivered to them, and those that stand.

    `most` is the largest number that stands in one chat.
    """

    part: str
    people: int
    delivered: int
    standing: int
    most: int


def standing_by_part(reader: Reader) -> tuple[Standing, ...]:
    """What stands in the chats of auditors, Heads of Service and the audit team, and of all."""
    messages = [m for m in reader.rows(Message, state="delivered") if m.conversation_id is not None]
    return tuple(_of(part, people, messages) for part, people in _parts(reader).items())


def lost_with(reader: Reader, gone: Message) -> Iterator[str]:
    """Open duties in a reminder that has `gone` which stand in no other in that person's chat."""
    standing = reader.rows(Message, to=gone.to, kind="nudge", activity_id=NOT_NULL)
    told = {duty for message in standing for duty in message.covers}
    for duty in reader.rows(Duty, id={*gone.covers} - told, closed_at=None):
        if gone.to in doers(reader, duty).able:
            yield f"{gone.id} went from the chat of {gone.to}, who owes {duty.id}"


def _parts(reader: Reader) -> Mapping[str, set[str]]:
    roles = {person.id: {*person.roles} for person in reader.rows(Person)}
    team = {*POSTS["audit_team"]}
    auditors = {audit.auditor for audit in reader.rows(Audit) if audit.auditor is not None}
    officers = {upn for upn, held in roles.items() if held & team}
    return {
        "auditor": auditors - officers,
        "head_of_service": {upn for upn, held in roles.items() if "head_of_service" in held},
        "audit_team": officers,
        "everybody": {*roles},
    }


def _of(part: str, people: set[str], messages: list[Message]) -> Standing:
    theirs = [message for message in messages if message.to in people]
    stand = [message.to for message in theirs if message.activity_id is not None]
    return Standing(
        part=part,
        people=len(people),
        delivered=sum(not message.once.startswith(RENEWED) for message in theirs),
        standing=len(stand),
        most=max((stand.count(upn) for upn in people), default=0),
    )
