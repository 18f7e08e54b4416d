"""A card that closes with "nothing more to do" says what its reader owes, where they owe it."""

import re
from collections.abc import Sequence
from typing import Any

from bot.cards.parts.kit import Json
from bot.cards.parts.text import joined

_SENTENCE = re.compile(r"[^.?!]*\bnothing\b[^.?!]*\bto do\b[^.?!]*[.?!]?", re.IGNORECASE)
_BEGINS = re.compile(r"nothing", re.IGNORECASE)
"""Looked for first, because it is found, or not, in no time."""
SHOWN = 3
"""Things that the sentence names; it gives the number of the others."""


def closes(card: Json) -> bool:
    """Whether the card says anywhere that there is nothing to do."""
    return any(_BEGINS.search(words) and _SENTENCE.search(words) for words in _texts(card))


def with_what_is_owed(card: Json, owed: Sequence[str]) -> Json:
    """The card with "Yours to do: …" in place of the sentence; unchanged where nothing is owed."""
    if not owed:
        return card
    more = len(owed) - SHOWN
    said = joined([*owed[:SHOWN], *([f"{more} more"] if more > 0 else [])])
    replaced: Json = _replaced(card, f"Yours to do: {said}.")
    return replaced


def _texts(part: Any) -> list[str]:
    match part:
        case dict():
            own = [part["text"]] if isinstance(part.get("text"), str) else []
            return [*own, *(words for inner in part.values() for words in _texts(inner))]
        case list():
            return [words for inner in part for words in _texts(inner)]
    return []


def _replaced(part: Any, said: str) -> Any:
    match part:
        case dict():
            return {
                name: _say(inner, said)
                if name == "text" and isinstance(inner, str)
                else _replaced(inner, said)
                for name, inner in part.items()
            }
        case list():
            return [_replaced(inner, said) for inner in part]
    return part


def _say(words: str, said: str) -> str:
    found = _SENTENCE.search(words)
    if found is None:
        return words
    space = " " if words[: found.start()].strip() and found.group().startswith(" ") else ""
    return f"{words[: found.start()]}{space}{said}{words[found.end() :]}"
