"""The bot started again after a kill, and what is lost, doubled or stale once it has caught up."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.dialogs.faces import face
from bot.scheduler.preparing import MAYBE_TWICE, digest_of
from bot.turns import OutCard
from store.duties.outbox import where_sent
from store.ledger import Reader
from store.tables import Duty, Message
from tests.faults.chats import Chats
from tests.faults.scenes import Bot, Scene
from tests.store.council import Council

DELIVERS = 2
"""Seconds between deliveries, as in the timetable."""
GIVES_UP = 400
"""Seconds after which a claim that nobody has taken up counts as never taken up."""
CATCHES_UP = (timedelta(minutes=2), timedelta(minutes=6), timedelta(minutes=12))
"""Later ticks: time enough for whatever is in doubt to be sent once more."""


def aftermath(scene: Scene, url: str, chats: Path) -> dict[str, Any]:
    """Start the bot again where `scene` was killed, and look at what it makes of that."""
    council = Council.open(url)
    bot = Bot(council, chats, scene.begins)
    seconds = asyncio.run(_recover(scene, bot))
    with council.read(bot.at) as reader:
        found = {
            "seconds": seconds,
            "acts": _acts(council),
            "messages": Counter(f"{m.kind} {m.subject} to {m.to}" for m in reader.rows(Message)),
            "rungs": [f"{d.kind} {d.subject} {r}" for d in reader.rows(Duty) for r in d.rungs_sent],
            "unsent": _unsent(reader, Chats.read(chats)),
            "doubled": _doubled(Chats.read(chats)),
            "stale": _stale(reader, Chats.read(chats)),
        }
    found["problems"] = council.problems()
    council.close()
    return found


async def _recover(scene: Scene, bot: Bot) -> float:
    """Let the bot catch up; gives the seconds until nothing was held that the dead had claimed."""
    restarted, held = bot.at, _claims(bot)
    if scene.name == "press":
        await bot.press()  # Teams had no answer, so the person presses again
    for job in (bot.sweep, bot.digest):
        await job()
    seconds = 0
    while True:
        seconds += DELIVERS
        bot.at = restarted + timedelta(seconds=seconds)
        await bot.deliver()
        if seconds >= GIVES_UP or not (held & _claims(bot) or _marked(bot)):
            break
    for later in CATCHES_UP:
        bot.at = restarted + timedelta(seconds=seconds) + later
        for job in (bot.sweep, bot.digest, bot.deliver):
            await job()
    bot.access.close()
    return float(seconds) if held else 0.0


def _claims(bot: Bot) -> set[tuple[str, str]]:
    """Each claim that stands: its message, and until when."""
    with bot.council.read(bot.at) as reader:
        return {
            (message.id, str(message.claimed_until))
            for message in reader.rows(Message)
            if message.claimed_until is not None
        }


def _marked(bot: Bot) -> bool:
    """Whether a card is still marked to be drawn again."""
    with bot.council.read(bot.at) as reader:
        return any(m.redraw_at is not None and m.activity_id for m in reader.rows(Message))


def _acts(council: Council) -> dict[str, int]:
    """How often each thing was done; what became of messages and empty sweeps set aside."""
    done = Counter(
        f"{fact['verb']} {fact['subject']}"
        for fact in council.table("fact")
        if not fact["verb"].startswith("message.") and fact["verb"] != "duties.sweep"
    )
    return dict(done)


def _unsent(reader: Reader, chats: Chats) -> list[str]:
    """Messages that have not arrived by now, or are said to have and are in no chat.

    One that was dropped, as nothing was left to say, is among them, killed or not.
    """
    return [
        f"{message.kind} {message.subject} to {message.to} is {message.state}"
        for message in reader.rows(Message)
        if message.state != "addressed"
        and not (message.state == "delivered" and message.id in chats.sent)
    ]


def _doubled(chats: Chats) -> list[str]:
    """Messages that were sent more than once without a word that they might be repeats."""
    return [message for message, times in chats.unmarked.items() if times > 1]


def _stale(reader: Reader, chats: Chats) -> list[str]:
    """Cards in a chat that say something else than their message says now, or that should be gone.

    A card that speaks of today is among them on a later day, killed or not.
    """
    found = []
    for message in reader.rows(Message):
        if message.activity_id is None and where_sent(reader, message.id) in chats.shown:
            found.append(f"{message.kind} to {message.to} was to be deleted")
        said = face(reader, message) if message.activity_id is not None else None
        if said is None or message.activity_id is None:
            continue
        note = {"type": "TextBlock", "text": MAYBE_TWICE, "isSubtle": True, "wrap": True}
        marked = {**said.card, "body": [note, *said.card["body"]]}
        either = {digest_of(OutCard(card, said.summary)) for card in (said.card, marked)}
        if chats.shown.get((message.conversation_id or "", message.activity_id)) not in either:
            found.append(f"{message.kind} {message.subject} to {message.to}")
    return found
