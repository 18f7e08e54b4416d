"""The parts that every card is made of: text, facts, buttons, folds and the card itself."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from bot.cards.parts.text import escape, plain, sentence

Json = dict[str, Any]

VERSION = "1.5"
"""The newest Adaptive Cards schema that Teams draws."""
MOST_BYTES = 50 * 1024
"""Of a card's JSON in UTF-16, as Microsoft counts it; larger cards fail on old clients."""
MOST_ACTIONS = 6
"""Teams shows no more buttons of one card side by side."""
NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_NAME = 17
"""Characters of a name that fit its column in Teams; a longer one would break inside a word."""


def bytes_of(drawn: Json) -> int:
    """How large a card is, as `MOST_BYTES` counts."""
    return len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le"))


def text(words: str, **looks: Any) -> Json:
    """One paragraph; every character is shown as it is."""
    return {"type": "TextBlock", "text": escape(words), "wrap": True, **looks}


def quiet(words: str) -> Json:
    """A line of less weight."""
    return text(words, isSubtle=True, spacing="Small")


def heading(words: str) -> Json:
    """A heading within a card."""
    return text(words, weight="Bolder", spacing="Medium")


def facts(pairs: Iterable[tuple[str, str]]) -> Json:
    """Short facts, each with its name; a fact without a value is left out."""
    shown = [{"title": _unbroken(name), "value": escape(value)} for name, value in pairs if value]
    return {"type": "FactSet", "facts": shown}


def _unbroken(name: str) -> str:
    """Keep a short name on one line, since a long value would squeeze it."""
    said = escape(name)
    return said.replace(" ", NO_BREAK) if len(said) <= LONGEST_NAME else said


def lines(items: Iterable[str]) -> list[Json]:
    """One line of text for each item."""
    return [text(item, spacing="Small") for item in items]


def execute(verb: str, title: str, subject: str, version: int, *, primary: bool = False) -> Json:
    """A button that does an act at once; an old client sends a message instead."""
    data = {"id": subject, "version": version}
    return {
        "type": "Action.Execute",
        "verb": verb,
        "title": title,
        "data": data,
        "fallback": {"type": "Action.Submit", "title": title, "data": {"verb": verb, **data}},
        **({"style": "positive"} if primary else {}),
    }


def opens_dialog(
    verb: str, title: str, subject: str, version: int, *, primary: bool = False
) -> Json:
    """A button that opens a dialog."""
    data = {"msteams": {"type": "task/fetch"}, "verb": verb, "id": subject, "version": version}
    style = {"style": "positive"} if primary else {}
    return {"type": "Action.Submit", "title": title, "data": data, **style}


def submits(verb: str, title: str, subject: str, version: int, *, primary: bool = True) -> Json:
    """The button of a dialog's form, which sends its inputs."""
    data = {"verb": verb, "id": subject, "version": version}
    style = {"style": "positive"} if primary else {}
    return {"type": "Action.Submit", "title": title, "data": data, **style}


def kept_fresh(drawn: Json, verb: str, answer: str, teams_id: str) -> Json:
    """The card with the action that Teams sends when its reader, `teams_id`, looks at it again.

    Teams sends it at most once a minute on each device, and some clients only for the users named.
    A button that acts names the `answer` it stands on, so that a press refreshes the same answer.
    """
    return refreshed(_standing_on(drawn, answer), verb, answer, teams_id)


def refreshed(drawn: Json, verb: str, answer: str, teams_id: str) -> Json:
    """The card that is fetched again when it is looked at, whose buttons lead on to other cards."""
    action = {
        "type": "Action.Execute",
        "title": "Bring up to date",
        "verb": verb,
        "data": {"id": answer, "version": 0},
    }
    return {**drawn, "refresh": {"action": action, "userIds": [teams_id]}}


def _standing_on(part: Any, answer: str) -> Any:
    if isinstance(part, list):
        return [_standing_on(one, answer) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") != "Action.Execute":
        return {name: _standing_on(value, answer) for name, value in part.items()}
    fallback = part["fallback"]
    return {
        **part,
        "data": {**part["data"], "stands_on": answer},
        "fallback": {**fallback, "data": {**fallback["data"], "stands_on": answer}},
    }


def opens_link(title: str, url: str) -> Json:
    """A button that opens a web page; Sightline does not learn that it was pressed."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def fold(title: str, *body: Json, actions: Sequence[Json] = ()) -> Json:
    """A button that shows more of the card in the same place."""
    inner: Json = {"type": "AdaptiveCard", "body": [*body, *buttons(*actions)]}
    return {"type": "Action.ShowCard", "title": title, "card": inner}


def buttons(*actions: Json | None) -> list[Json]:
    """A row of buttons, the likely one first; nothing where all of them are None."""
    left = [action for action in actions if action is not None]
    return [{"type": "ActionSet", "actions": left}] if left else []


def group(*items: Json, **looks: Any) -> Json:
    """Elements that belong together."""
    return {"type": "Container", "items": list(items), **looks}


def card(title: str, *body: Json, says: str = "", actions: Sequence[Json] = ()) -> Json:
    """A whole card. `says` puts it in one sentence for screen readers and old clients.

    `actions` are a dialog's buttons, at its foot; a card in the chat has its buttons in the body.
    """
    said = sentence(says or title)
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": "en-GB",
        "speak": said,
        "fallbackText": said,
        "body": [text(title, weight="Bolder", size="Medium", style="heading"), *body],
        **({"actions": list(actions)} if actions else {}),
    }


def title_of(drawn: Json) -> str:
    """A card's title as plain text, for the toast of its message."""
    return plain(drawn["body"][0]["text"])
