"""Marks the words that name a child, in the form of the person who wrote them and nowhere else."""

from collections.abc import Mapping
from typing import Any

from bot.cards.parts.kit import Json
from store.ledger.private import clean
from store.registry.naming import NOT_THIS_CHILD
from store.vocabulary.places_in_words import places_in

AROUND = 60
"""Characters shown before and after marked words, so that a long text is not shown twice."""


def marked(drawn: Json, errors: Mapping[str, str], values: Mapping[str, str]) -> Json:
    """The form with the words marked under each text that names the child, and with a way on."""
    shown = {name: places_in(how) for name, how in errors.items()}
    shown = {name: found for name, found in shown.items() if found and name in values}
    if not shown and values.get(NOT_THIS_CHILD) != "true":
        return drawn
    body = _with_marks(drawn["body"], shown, values)
    return {**drawn, "body": [*body, _way_on(values)]}


def _way_on(values: Mapping[str, str]) -> Json:
    return {
        "type": "Input.Toggle",
        "id": NOT_THIS_CHILD,
        "label": "If the marked words are about somebody else",
        "title": "They are not about this child. My answer is recorded.",
        "value": values.get(NOT_THIS_CHILD, "false"),
        "wrap": True,
    }


def _with_marks(
    node: Any, shown: Mapping[str, list[tuple[int, int]]], values: Mapping[str, str]
) -> Any:
    if isinstance(node, dict):
        return {name: _with_marks(part, shown, values) for name, part in node.items()}
    if not isinstance(node, list):
        return node
    found: list[Any] = []
    for part in node:
        found.append(_with_marks(part, shown, values))
        name = part.get("id") if isinstance(part, dict) else None
        if isinstance(name, str) and name in shown:
            found.append(_runs(_kept(values[name]), shown[name]))
    return found


def _runs(said: str, found: list[tuple[int, int]]) -> Json:
    """The text around the marked words, with the words highlighted."""
    runs: list[Json] = []
    at = 0
    for start, end in found:
        before = said[at:start]
        cut = f"{before[:AROUND] if at else ''} … {before[-AROUND:]}"
        runs.append(_run(before if len(before) <= 2 * AROUND else cut))
        runs.append({**_run(said[start:end]), "highlight": True, "weight": "Bolder"})
        at = end
    rest = said[at:]
    runs.append(_run(rest if len(rest) <= AROUND else f"{rest[:AROUND]} …"))
    return {
        "type": "RichTextBlock",
        "spacing": "Small",
        "inlines": [run for run in runs if run["text"]],
    }


def _run(said: str) -> Json:
    return {"type": "TextRun", "text": said, "size": "Small"}


def _kept(said: str) -> str:
    """The text as it would be stored, which is what the places count."""
    try:
        return clean(said)
    except ValueError:
        return said
