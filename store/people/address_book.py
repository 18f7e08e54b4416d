"""Where Teams can reach people: an address book beside the record, which keeps the latest only.

A fact binds each chat to its person: it holds a salted digest of the chat's id, never the id. A
stamp under the data key covers the whole row, so an edit is noticed before anything is sent
(trust.md §4).
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import col, select

from store.ledger import Reader, Unit
from store.ledger.chats import digest_of_chat
from store.ledger.sealed import SALT
from store.ledger.stamps import chat_fits, chat_stamp
from store.tables import Conversation


class Chat(NamedTuple):
    """The chat that is kept for a person."""

    conversation_id: str
    service_url: str
    is_member: bool
    """Teams has shown that they belong to the tenant and are no guest."""
    bound: bool
    """A fact binds it to the person; one from an earlier version is bound at their next contact."""
    theirs: bool
    """Sightline itself wrote it for this person, and nobody edited it since."""

    def is_bound_to(self, where: tuple[str, str]) -> bool:
        """Whether this very chat is bound to the person, so that nothing is left to write."""
        return self.bound and self.theirs and (self.conversation_id, self.service_url) == where


def gather_chats(reader: Reader, people: Iterable[str]) -> None:
    """Load the chats of these people in one question, before they are needed one by one."""
    if reader.chats is None:
        return
    missing = set(people) - reader.chats.keys()
    if not missing:
        return
    wanted = select(Conversation).where(
        col(Conversation.programme) == reader.programme, col(Conversation.person).in_(missing)
    )
    found = {chat.person: chat for chat in reader.session.scalars(wanted)}
    reader.chats.update((person, found.get(person)) for person in missing)


def _known(reader: Reader, person: str) -> Conversation | None:
    """The row of a chat, asked for once in each look, since only the look itself changes it."""
    if reader.chats is None:
        return reader.session.get(Conversation, (reader.programme, person))
    if person not in reader.chats:
        key = (reader.programme, person)
        reader.chats[person] = reader.session.get(Conversation, key)
    return reader.chats[person]


def chat_of(reader: Reader, person: str) -> Chat | None:
    """The chat that is kept for a person, or None."""
    known = _known(reader, person)
    if known is None:
        return None
    theirs = chat_fits(reader.ledger.key, known)
    return Chat(
        known.conversation_id,
        known.service_url,
        is_member=known.is_member and theirs,
        bound=known.salt is not None,
        theirs=theirs,
    )


def keep(
    unit: Unit, person: str, conversation_id: str, service_url: str, *, is_member: bool
) -> str | None:
    """Store the conversation in which Teams reaches a person, replacing an earlier one.

    Gives the digest for the fact that must bind it; None if it is bound already. `is_member` is
    True if the Teams roster has just shown that they are not a guest.
    """
    known = _known(unit, person)
    moved = known is None or known.conversation_id != conversation_id
    if known is None:
        known = Conversation(
            programme=unit.programme,
            person=person,
            conversation_id=conversation_id,
            service_url=service_url,
            seen_at=unit.at,
        )
        unit.session.add(known)
        if unit.chats is not None:
            unit.chats[person] = known
    elif (known.conversation_id, known.service_url) != (conversation_id, service_url):
        known.conversation_id, known.service_url = conversation_id, service_url
        known.seen_at = unit.at
    known.is_member = known.is_member or is_member
    digest = None
    if moved or known.salt is None:
        known.salt = unit.ledger.randomness.bytes(SALT)
        digest = digest_of_chat(known.salt, conversation_id)
    known.stamp = chat_stamp(unit.ledger.key, known)
    # A lookup by key finds a new row only after the flush.
    unit.session.flush()
    return digest


def drop(unit: Unit, person: str, *, chat: str | None = None) -> bool:
    """Delete the conversation of a person, and give whether there was one.

    With `chat` it deletes that conversation alone and leaves a newer one.
    """
    known = _known(unit, person)
    if known is None or chat not in {None, known.conversation_id}:
        return False
    unit.session.delete(known)
    if unit.chats is not None:
        unit.chats[person] = None
    # Without this, a newer conversation in the same act would update the deleted row.
    unit.session.flush()
    return True
