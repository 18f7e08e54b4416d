"""A card, and what a chat shows, for tests of the endpoint."""

from typing import Any

from tests.loopback.served import ServedBot

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [],
    "fallbackText": "You accepted M900123",
}


def shown(bot: ServedBot) -> list[Any]:
    """What the chat shows: each message's card, or its words."""
    messages = [m.activity for m in bot.connector.messages]
    return [m["attachments"][0]["content"] if "attachments" in m else m["text"] for m in messages]
