"""Where Teams can reach people: an address book beside the record, which keeps the latest only."""

from store.ledger import Unit
from store.tables import Conversation


def remember(
    unit: Unit, person: str, conversation_id: str, service_url: str, *, is_member: bool = False
) -> bool:
    """Store the conversation in which Teams reaches a person, replacing an earlier one.

    Gives whether there was none: units of work run one after another, so only one is the first.
    `is_member` is True if the Teams roster has just shown that they are not a guest.
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
        # A lookup by key finds the row only after the flush.
        unit.session.flush()
        return True
    if (known.conversation_id, known.service_url) != (conversation_id, service_url):
        known.conversation_id, known.service_url = conversation_id, service_url
        known.seen_at = unit.at
    known.is_member = known.is_member or is_member
    return False


def forget(unit: Unit, person: str, *, chat: str | None = None) -> None:
    """Delete the conversation of a person; the next message creates a new one.

    With `chat` it deletes that conversation alone and leaves a newer one.
    """
    known = unit.session.get(Conversation, (unit.programme, person))
    if known is not None and chat in {None, known.conversation_id}:
        unit.session.delete(known)
        # Without this, a newer conversation in the same act would update the deleted row.
        unit.session.flush()
