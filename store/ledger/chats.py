"""Chats, compared with the facts that bind them to people (trust.md §4).

A chat steers where cards go and stands outside the record, so a fact holds a salted digest of its
id: a chat that was exchanged, put back or taken away differs from its fact.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from store.ledger.chain import ChainProblem
from store.ledger.sealed import DataKey
from store.ledger.stamps import CHATS, STAMP, Place, chat_columns, fits
from store.tables import Conversation, Fact, Message, Person

BIND: Final = "chat.bind"
"""The act that binds a chat to its person; its field `chat` is the digest."""
FORGET: Final = "chat.forget"
REFUSE: Final = "chat.refuse"
"""The act that forgets a chat because it was edited outside Sightline."""


class ChatFact(NamedTuple):
    """The last fact about somebody's chat; `digest` is None where it was forgotten."""

    seq: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class ChatsFound:
    """How the chats of a programme stand to their facts."""

    bound: int
    unbound: tuple[str, ...]
    """Whose chat comes from an earlier version: a fact binds it at their next contact."""
    refused: tuple[str, ...]
    """The moment of each refusal of a chat that was edited, as facts write it."""
    problems: tuple[ChainProblem, ...]


def digest_of_chat(salt: bytes, conversation_id: str) -> str:
    """The digest by which a fact binds a chat; without the salt it tells nothing."""
    return hashlib.sha256(salt + conversation_id.encode()).hexdigest()


def chats_found(connection: Connection, programme: str, key: DataKey) -> ChatsFound:
    """Compare every chat with its stamp, with its fact, and with where messages went."""
    last, refused = _chat_facts(connection, programme)
    others = _others_chats(connection, programme)
    bound, unbound, problems = 0, list[str](), list[ChainProblem]()
    for chat in _chats(connection, programme, problems):
        person = chat["person"]
        fact = last.pop(person, None)
        what = _what_is_wrong(key, programme, chat, fact) or others.get(
            (chat["conversation_id"], person)
        )
        if what is not None:
            problems.append(ChainProblem(None, f"{CHATS} {person}: {what}"))
        elif fact is None:
            unbound.append(person)
        else:
            bound += 1
    problems += [
        ChainProblem(
            fact.seq, f"{CHATS} {person}: the chat that this fact binds to them is missing"
        )
        for person, fact in last.items()
        if fact.digest is not None
    ]
    return ChatsFound(bound, tuple(unbound), tuple(refused), tuple(problems))


def _chats(
    connection: Connection, programme: str, problems: list[ChainProblem]
) -> Iterator[Mapping[str, Any]]:
    table: Any = Conversation.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    query = select(table).where(table.c.programme == programme).order_by(table.c.person)
    try:
        yield from [dict(row) for row in connection.execute(query).mappings()]
    except (ValueError, TypeError):
        problems.append(ChainProblem(None, f"{CHATS}: a row cannot be read"))


def _what_is_wrong(
    key: DataKey, programme: str, chat: Mapping[str, Any], fact: ChatFact | None
) -> str | None:
    place = Place(CHATS, programme, chat["person"])
    if not fits(key, place, chat_columns(chat), chat[STAMP]):
        return "the chat was edited outside Sightline, so nothing is sent to it"
    if fact is None:
        return None if chat["salt"] is None else "the fact that binds the chat to them is missing"
    if fact.digest is None:
        return f"the chat is there again, although fact {fact.seq} forgot it"
    salt = chat["salt"]
    if salt is None or digest_of_chat(salt, chat["conversation_id"]) != fact.digest:
        return f"the chat is another than fact {fact.seq} binds to them"
    return None


def _chat_facts(connection: Connection, programme: str) -> tuple[dict[str, ChatFact], list[str]]:
    """The last fact about each person's chat, and when chats were refused."""
    table: Any = Fact.__table__  # type: ignore[attr-defined]
    query = (
        select(table.c.seq, table.c.at, table.c.verb, table.c.subject, table.c.fields)
        .where(table.c.programme == programme, table.c.verb.in_((BIND, FORGET, REFUSE)))
        .order_by(table.c.seq)
    )
    last, refused = dict[str, ChatFact](), list[str]()
    for seq, at, verb, person, fields in connection.execute(query):
        last[person] = ChatFact(seq, _digest_in(fields) if verb == BIND else None)
        if verb == REFUSE:
            refused.append(at)
    return last, refused


def _digest_in(fields: str) -> str:
    """The digest that a fact holds; one that cannot be read fits no chat."""
    try:
        return str(json.loads(fields)["chat"])
    except (ValueError, TypeError, LookupError):
        return ""


def _others_chats(connection: Connection, programme: str) -> dict[tuple[str, str], str]:
    """What is wrong with a chat in which messages to somebody else were delivered.

    Somebody whose UPN changed has both names and one chat.
    """
    message: Any = Message.__table__  # type: ignore[attr-defined]
    query = select(message.c.conversation_id, message.c.to).distinct()
    went = query.where(message.c.programme == programme, message.c.conversation_id.is_not(None))
    people: Any = Person.__table__  # type: ignore[attr-defined]
    known = select(people.c.id, people.c.entra_object_id).where(people.c.programme == programme)
    who: dict[str, str] = dict(tuple(row) for row in connection.execute(known))
    whose: dict[str, set[str]] = {}
    for chat, to in connection.execute(went):
        whose.setdefault(chat, set()).add(to)
    return {
        (chat, person): f"messages to {to} were delivered in this chat"
        for chat, told in whose.items()
        for person, entra in who.items()
        for to in told
        if who.get(to, to) != entra
    }
