"""Teams' chats in a file, which outlive a process that is killed, and a courier that fills them."""

import asyncio
import json
import os
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.scheduler.deliver import Delivery
from bot.scheduler.outcomes import SendResult
from bot.scheduler.preparing import MAYBE_TWICE, Outgoing, digest_of
from bot.teams.courier import Courier
from bot.turns import OutCard

SENT: ContextVar[str] = ContextVar("sent")
"""The id of the message that the current task sends."""


class FileCourier(Courier):
    """Puts what it is given into a file, one line each, as Teams puts it into a chat."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def create(self, entra_object_id: str, tenant_id: str, service_url: str) -> str:
        """Give the person's chat."""
        del tenant_id, service_url
        await asyncio.sleep(0)
        return f"a:chat-of-{entra_object_id}"

    async def send(self, service_url: str, conversation_id: str, out: OutCard) -> str:
        """Put a card into a chat: a kill may come before that or after it."""
        del service_url
        await asyncio.sleep(0)
        given = f"1:{self._file.stat().st_size}" if self._file.exists() else "1:0"
        twice = MAYBE_TWICE in json.dumps(out.card)
        self._keep(conversation_id, given, out, of=SENT.get(), marked=twice)
        await asyncio.sleep(0)
        return given

    async def update(
        self, service_url: str, conversation_id: str, activity_id: str, out: OutCard
    ) -> None:
        """Change a card in its chat."""
        del service_url
        await asyncio.sleep(0)
        self._keep(conversation_id, activity_id, out)
        await asyncio.sleep(0)

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Take a card out of its chat; one that is gone already is no trouble."""
        del service_url
        await asyncio.sleep(0)
        self._write({"chat": conversation_id, "activity": activity_id, "shows": None})
        await asyncio.sleep(0)

    def _keep(self, chat: str, activity: str, out: OutCard, **more: Any) -> None:
        self._write({"chat": chat, "activity": activity, "shows": digest_of(out), **more})

    def _write(self, line: dict[str, Any]) -> None:
        file = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, (json.dumps(line) + "\n").encode())
        os.close(file)


class WatchedDelivery(Delivery):
    """The bot's delivery, which tells its courier which message a card belongs to."""

    async def _send(self, outgoing: Outgoing) -> SendResult:
        SENT.set(outgoing.message)
        return await super()._send(outgoing)


@dataclass
class Chats:
    """What the chats show by now."""

    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    """The digest of what each message shows, by chat and id."""
    unmarked: dict[str, int] = field(default_factory=dict)
    """How often each message of the ledger was sent without the note that it may be a repeat."""
    sent: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, file: Path) -> "Chats":
        """What `file` holds."""
        chats = cls()
        for text in file.read_text().splitlines() if file.exists() else ():
            line = json.loads(text)
            if line["shows"] is None:
                chats.shown.pop((line["chat"], line["activity"]), None)
                continue
            chats.shown[line["chat"], line["activity"]] = line["shows"]
            if (of := line.get("of")) is not None:
                chats.sent.add(of)
                chats.unmarked[of] = chats.unmarked.get(of, 0) + (not line["marked"])
        return chats
