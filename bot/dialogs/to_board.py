"""From a card in the chat to the page of the board that shows more, and from the board back."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from bot.cards.parts.kit import buttons, opens_link
from store.vocabulary.message_kinds import MessageKind

TAB: Final = "board"
"""The tab's entity id in the app package."""
PAGES: Final[Mapping[MessageKind, str]] = {"nudge": "work", "digest": "duties?late=yes"}
"""The page under /board that shows what a message of that kind is about."""
OPENS: Final = "Open the board"


def tab_of(app_id: str) -> str:
    """Teams' address of the board's tab (Microsoft: deep link to a tab)."""
    return f"https://teams.microsoft.com/l/entity/{app_id}/{TAB}"


def chat_of(app_id: str) -> str:
    """Teams' address of the chat with Sightline (Microsoft: deep link to a chat)."""
    return f"https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}"


def with_way_to_board(card: dict[str, Any], kind: MessageKind, tab: str) -> dict[str, Any]:
    """The card with the button that opens its page; as it is where it has none, or no tab is."""
    page = PAGES.get(kind)
    if not tab or page is None:
        return card
    context = quote(json.dumps({"subEntityId": page}, separators=(",", ":")), safe="")
    link = opens_link(OPENS, f"{tab}?context={context}")
    return {**card, "body": [*card["body"], *buttons(link)]}
