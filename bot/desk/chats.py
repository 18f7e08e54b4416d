"""Everybody's chat with the bot, in memory: what was said, and the cards as they now stand."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.live_updates import Bell
    from bot.desk.refusals import Json

SIGHTLINE = "sightline"


@dataclass(frozen=True, slots=True)
class Content:
    """What a message shows: words, one card, or both; `summary` is the toast.

    `offer` is the file that the card asks about: its name and what goes back with the answer.
    """

    text: str = ""
    summary: str = ""
    card: Json | None = None
    offer: Json | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message; `sender` is "sightline" or the person's UPN, `updated` the last change of it.

    `revision` tells two states of it apart where times cannot: the council's clock stands still
    until it is moved.
    """

    id: str
    revision: int
    at: datetime
    sender: str
    content: Content
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
        }


class Chats:
    """The chats by UPN. Each change rings the bell, so that an open page shows it."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._chats: dict[str, dict[str, ChatMessage]] = {}
        self._revisions: dict[str, int] = {}
        # Numbers start at the wall's time, so that a message of an earlier run of the desk, which
        # the bot may still want to update, is never mistaken for one of this run.
        self._last_id = time.time_ns() // 1_000_000

    def messages(self, upn: str) -> list[ChatMessage]:
        """A person's messages, oldest first; empty before the first."""
        return list(self._chats.get(upn, {}).values())

    def revision(self, upn: str) -> int:
        """How often a chat has changed; 0 before its first message."""
        return self._revisions.get(upn, 0)

    def find(self, upn: str, message_id: str) -> ChatMessage | None:
        """The message of that id in that person's chat."""
        return self._chats.get(upn, {}).get(message_id)

    def add(self, upn: str, *, at: datetime, sender: str, content: Content) -> ChatMessage:
        """Put a message at the end of a chat."""
        message = ChatMessage(self.next_id(), self._changed(upn), at, sender, content)
        self._chats.setdefault(upn, {})[message.id] = message
        return message

    def change(self, upn: str, message_id: str, *, at: datetime, content: Content) -> bool:
        """Show something else in a message's place; False when there is no such message."""
        message = self.find(upn, message_id)
        if message is None:
            return False
        revision = self._changed(upn)
        changed = replace(message, content=content, updated=at, revision=revision)
        self._chats[upn][message_id] = changed
        return True

    def remove(self, upn: str, message_id: str) -> bool:
        """Take a message away; False when there is no such message."""
        removed = self._chats.get(upn, {}).pop(message_id, None)
        if removed is not None:
            self._changed(upn)
        return removed is not None

    def next_id(self) -> str:
        """A new activity id: digits, as Teams gives, later ones larger."""
        self._last_id += 1
        return str(self._last_id)

    def _changed(self, upn: str) -> int:
        self._revisions[upn] = self.revision(upn) + 1
        self._bell.ring(f"chat:{upn}")
        return self._revisions[upn]
