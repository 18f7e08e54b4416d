"""Where people can be reached in Teams: kept beside the record, newest word first."""

from store.ledger import Unit
from store.tables import Conversation


def remember(
    unit: Unit, person: str, conversation_id: str, service_url: str, *, is_member: bool = False
) -> None:
    """Keep where Teams says that a person can be reached; the newest word counts.

    `is_member` where Teams' roster has just said that they are no guest.
    """
    known = unit.session.get(Conversation, (unit.programme, person))
    if known is None:
        unit.session.add(
            Conversation(
                programme=unit.programme,
                person=person,
                conversation_id=conversation_id,
                service_url=service_url,
                seen_at=unit.at,
                is_member=is_member,
            )
        )
        # What is looked up by its key is found only once it is written.
        unit.session.flush()
        return
    if (known.conversation_id, known.service_url) != (conversation_id, service_url):
        known.conversation_id, known.service_url = conversation_id, service_url
        known.seen_at = unit.at
    known.is_member = known.is_member or is_member


def forget(unit: Unit, person: str, *, chat: str | None = None) -> None:
    """Drop a chat that is no more; the next message creates it again.

    With `chat` only that one is dropped: a newer word of Teams' stays.
    """
    known = unit.session.get(Conversation, (unit.programme, person))
    if known is not None and chat in {None, known.conversation_id}:
        unit.session.delete(known)
        # Else a newer word in the same act would be put into the row that is about to go.
        unit.session.flush()
