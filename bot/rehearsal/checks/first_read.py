"""What is read of a card before its first button: a digest's reader has thirty seconds (§5)."""

from collections.abc import Iterator
from typing import Any

from bot.cards.parts.text import plain
from bot.cards.reports.digest_opening import MOST_WORDS

Json = dict[str, Any]

DIGESTS = frozenset({"digest", "service_digest", "team_digest"})


def digest_too_long(kind: str, card: Json, upn: str) -> Iterator[str]:
    """A sentence where a digest says more than `MOST_WORDS` before its first button."""
    words = words_before_buttons(card) if kind in DIGESTS else 0
    if words > MOST_WORDS:
        yield f"a card of kind {kind} to {upn} has {words} words before its first button"


def words_before_buttons(card: Json) -> int:
    """How many words are read before the first button; 0 where the card has none."""
    words: list[str] = []
    for part in card["body"]:
        if any(element.get("type") == "ActionSet" for element in _elements(part)):
            own = [e for e in _elements(part.get("items", [])) if e.get("type") == "TextBlock"]
            return len(plain(" ".join([*words, *(e["text"] for e in own[:1])])).split())
        words += [
            str(element.get(key, ""))
            for element in _elements(part)
            for key in ("text", "title", "value")
        ]
    return 0


def _elements(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from _elements(value)
