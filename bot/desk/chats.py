"""Everybody's chat with the bot, in memory: the messages and their present cards."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.live_updates import LiveUpdates
    from bot.desk.refusals import Json

SIGHTLINE = "sightline"


@dataclass(frozen=True, slots=True)
class MessageContent:
    """The content of a message: text, one card, or both; `summary` is its notification.

    `offer` is the file that the card offers: its name, and the context to return with the answer.
    """

    text: str = ""
    summary: str = ""
    card: Json | None = None
    offer: Json | None = None
    understood: Json | None = None
    """Of an answer to typed words: `{"tier", "intents"}`."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message; `sender` is "sightline" or the person's UPN, `updated` its last change.

    `revision` distinguishes its states where times cannot, because the simulated clock stands still
    between moves.
    """

    id: str
    revision: int
    at: datetime
    sender: str
    content: MessageContent
    updated: datetime | None = None

    def as_json(self) -> Json:
        """The message as scripts and the page read it."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "from": self.sender,
            "text": self.content.text,
            "summary": self.content.summary,
            "card": self.content.card,
            "updated": self.updated.isoformat() if self.updated else None,
            "revision": self.revision,
            **({"understood": understood} if (understood := self.content.understood) else {}),
        }


class Chats:
    """The chats by Entra object id: a renaming keeps one, another account has its own.

    Each change is published, so that an open page shows it.
    """

    def __init__(self, updates: LiveUpdates) -> None:
        self._updates = updates
        self._chats: dict[str, dict[str, ChatMessage]] = {}
        self._revisions: dict[str, int] = {}
        # Ids start at the real time, so that a message of an earlier run of the desk, which the
        # bot may still try to update, never has the id of a message of this run.
        self._last_id = time.time_ns() // 1_000_000

    def messages(self, person: str) -> list[ChatMessage]:
        """A person's messages, the oldest first."""
        return list(self._chats.get(person, {}).values())

    def revision(self, person: str) -> int:
        """How often a chat has changed; 0 for a new chat."""
        return self._revisions.get(person, 0)

    def find(self, person: str, message_id: str) -> ChatMessage | None:
        """The message with that id in that person's chat, or None."""
        return self._chats.get(person, {}).get(message_id)

    def add(
        self, person: str, *, at: datetime, sender: str, content: MessageContent
    ) -> ChatMessage:
        """Add a message at the end of a chat."""
        message = ChatMessage(self.next_id(), self._changed(person), at, sender, content)
        self._chats.setdefault(person, {})[message.id] = message
        return message

    def change(
        self, person: str, message_id: str, *, at: datetime, content: MessageContent
    ) -> bool:
        """Replace a message's content; False if there is no such message."""
        message = self.find(person, message_id)
        if message is None:
            return False
        revision = self._changed(person)
        changed = replace(message, content=content, updated=at, revision=revision)
        self._chats[person][message_id] = changed
        return True

    def remove(self, person: str, message_id: str) -> bool:
        """Remove a message; False if there is no such message."""
        removed = self._chats.get(person, {}).pop(message_id, None)
        if removed is not None:
            self._changed(person)
        return removed is not None

    def next_id(self) -> str:
        """A new activity id: digits, as in Teams, increasing with time."""
        self._last_id += 1
        return str(self._last_id)

    def _changed(self, person: str) -> int:
        self._revisions[person] = self.revision(person) + 1
        self._updates.publish(f"chat:{person}")
        return self._revisions[person]
