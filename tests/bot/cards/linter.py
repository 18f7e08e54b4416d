"""What a card must be to be sent: each rule gives a sentence where it is broken."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator  # type: ignore[import-untyped]  # none upstream
from jsonschema.validators import extend  # type: ignore[import-untyped]  # likewise

from bot.cards.parts.kit import MOST_ACTIONS, MOST_BYTES, NO_BREAK, bytes_of
from bot.cards.parts.text import plain
from bot.dialogs.faces import Face
from bot.rehearsal.checks.first_read import words_before_buttons
from store.vocabulary.dates_in_words import say_day
from tests.bot.cards.linter_values import shown_blank
from tests.bot.cards.plain_words import stumbles

Json = dict[str, Any]

CANARIES = ("Zebedee Quill", "Martian", "2014-02-03")
"""A child's name, ethnicity and birth date, planted where a careless card would find them."""

MOST_WORDS = 60
LEAST = 4
"""Words that an error message needs to say how to mend something."""
EMPTY_BUTTONS = {"ok", "submit", "yes", "no", "confirm", "cancel", "click here"}
COLOURED = {"attention", "warning", "good"}
DAY = re.compile(
    r"(?<!\w)(\w{3} )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?!\w)"
)
WEEKDAYS = {"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "}
SHOUTING = re.compile(r"!|\berror\b|\binvalid\b|\bfailed to\b", re.IGNORECASE)


def problems(face: Face, most: int = MOST_WORDS) -> list[str]:
    """Everything that is wrong with a card, in words; nothing where it may be sent.

    `most` words may stand before its first button.
    """
    card = face.card
    return [
        *_schema(card),
        *_charts(card),
        *_whole(face),
        *_inputs(card),
        *_buttons(card),
        *_words(card, most),
    ]


def elements(node: Any) -> Iterator[Json]:
    """Every object of a card, depth first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


def said(node: Any) -> str:
    """Everything that a card says, as plain words; a space that does not break is a space."""
    parts = []
    for element in elements(node):
        parts += [
            plain(str(element[key]))
            for key in ("title", "text", "label", "value", "errorMessage", "speak", "fallbackText")
            if isinstance(element.get(key), str)
        ]
    return "\n".join(parts).replace(NO_BREAK, " ")


def _any_of(validator: Any, options: list[Json], instance: Any, schema: Json) -> Iterator[Any]:
    """Of what an element may be, only what its type says: nothing else in the schema allows it."""
    kind = instance.get("type") if isinstance(instance, dict) else None
    named = [each for each in options if each.get("allOf") == [{"$ref": f"#/definitions/{kind}"}]]
    yield from Draft6Validator.VALIDATORS["anyOf"](validator, named or options, instance, schema)


@cache
def _validator() -> Any:
    schema, charts = (
        json.loads(Path(__file__).with_name(name).read_text("utf-8"))
        for name in ("adaptive-card-1.5.json", "charts.json")
    )
    schema["definitions"] |= charts
    kinds = schema["definitions"]["ImplementationsOf.Element"]["anyOf"]
    kinds += [
        {"required": ["type"], "allOf": [{"$ref": f"#/definitions/{kind}"}]}
        for kind in charts
        if kind.startswith("Chart.")
    ]
    return extend(Draft6Validator, {"anyOf": _any_of})(schema)


def _schema(card: Json) -> Iterator[str]:
    for error in _validator().iter_errors(card):
        yield f"schema: {error.json_path}: {error.message[:200]}"


def _charts(card: Json) -> Iterator[str]:
    """Each chart says the same in words: for clients that do not draw it, and for all others."""
    for chart in elements(card):
        if not str(chart.get("type", "")).startswith("Chart."):
            continue
        numbers = {str(e[k]) for e in elements(chart["data"]) for k in ("value", "y") if k in e}
        instead = said(chart.get("fallback", {}))
        elsewhere = said(_without_charts(card))
        yield from (
            f"{chart['type']}: {number} is not said {where}"
            for number in sorted(numbers)
            for where, words in (("in its fallback", instead), ("as text", elsewhere))
            if not re.search(rf"(?<![0-9]){number}(?![0-9])", words)
        )


def _without_charts(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_charts(part) for part in node]
    if not isinstance(node, dict) or str(node.get("type", "")).startswith("Chart."):
        return node if not isinstance(node, dict) else {}
    return {key: _without_charts(part) for key, part in node.items()}


def _whole(face: Face) -> Iterator[str]:
    card = face.card
    size = bytes_of(card)
    if size > MOST_BYTES:
        yield f"size: {size} bytes, more than {MOST_BYTES}"
    if card.get("version") != "1.5":
        yield "version: is not 1.5"
    for key in ("speak", "fallbackText"):
        if not str(card.get(key, "")).strip():
            yield f"{key}: is missing"
    if card.get("lang") != "en-GB":
        yield "lang: is not en-GB"
    if face.summary != plain(card["body"][0]["text"]):
        yield f"summary: {face.summary!r} is not the title"
    if card["body"][0].get("style") != "heading":
        yield "title: is no heading for those who hear the card"


def _inputs(card: Json) -> Iterator[str]:
    names: list[str] = []
    for element in elements(card):
        if not str(element.get("type", "")).startswith("Input."):
            continue
        name, label = element.get("id", "?"), element.get("label", "")
        names.append(name)
        if not label:
            yield f"{name}: has no label"
        if bool(element.get("isRequired")) != ("(required)" in label):
            yield f"{name}: its label and isRequired do not agree"
        if element.get("isRequired") and len(element.get("errorMessage", "").split()) < LEAST:
            yield f"{name}: does not say how to mend it"
        is_told = "Please correct:" in said(card)  # a wrong value stands with what is wrong
        yield from () if is_told else shown_blank(element)
        yield from _limits(name, element, is_told=is_told)
    if len(set(names)) != len(names):
        yield "inputs: two have one id"


def _limits(name: str, element: Json, *, is_told: bool) -> Iterator[str]:
    """Each limit is said by the input itself; none cuts off words, and none holds anybody fast."""
    told = element.get("errorMessage", "")
    for day in (element[key] for key in ("min", "max") if key in element):
        if say_day(date.fromisoformat(day), year=True) not in told:
            yield f"{name}: does not say its limit {day}"
    if "maxLength" in element:
        yield f"{name}: cuts off what is pasted, without a word"
    most = re.search(r"[0-9]+(?=\}\$)", element.get("regex", ""))
    if most and f"{int(most.group()):,} characters" not in told:
        yield f"{name}: does not say its limit {most.group()}"
    value = str(element.get("value", ""))
    beyond = [
        not re.search(element.get("regex", ""), value),
        value < element.get("min", value),
        value > element.get("max", value),
    ]
    if value and any(beyond) and not is_told:
        yield f"{name}: its own value lies beyond its limits, so its page cannot be left"
    if element.get("isVisible") is False:
        yield f"{name}: is hidden, and would stop its form without a word"


def _buttons(card: Json) -> Iterator[str]:
    for element in elements(card):
        row = element.get("actions", [])
        if len(row) > MOST_ACTIONS:
            yield f"buttons: {len(row)} side by side"
        if any(action.get("style") == "positive" for action in row[1:]):
            yield "buttons: the primary one is not first"
        for action in row:
            yield from _button(action)


def _button(action: Json) -> Iterator[str]:
    title = action.get("title", "")
    if not title.strip() or title.strip(" …").lower() in EMPTY_BUTTONS:
        yield f"button {title!r}: does not say what happens"
    match action["type"]:
        case "Action.Execute":
            yield from _execute(action)
        case "Action.Submit":
            yield from _submit(action)
        case "Action.OpenUrl":
            if not action["url"].startswith("https://"):
                yield f"button {title!r}: leads to no https address"
        case "Action.ShowCard":
            return
        case other:
            yield f"button {title!r}: is {other}"


def _execute(action: Json) -> Iterator[str]:
    title, data, fallback = action["title"], action.get("data", {}), action.get("fallback", {})
    if set(data) - {"stands_on"} != {"id", "version"}:
        yield f"button {title!r}: carries {sorted(data)}"
    meant = {"verb": action["verb"], **data}
    if fallback.get("type") != "Action.Submit" or fallback.get("data") != meant:
        yield f"button {title!r}: has no right fallback"


def _submit(action: Json) -> Iterator[str]:
    title, data = action["title"], action.get("data", {})
    if set(data) - {"msteams", "from_form"} != {"verb", "id", "version"}:
        yield f"button {title!r}: carries {sorted(data)}"
    if "msteams" in data and data["msteams"] != {"type": "task/fetch"}:
        yield f"button {title!r}: asks Teams for something else than a dialog"


def _words(card: Json, most: int) -> Iterator[str]:
    everything = said(card)
    for canary in CANARIES:
        if canary in json.dumps(card, ensure_ascii=False):
            yield f"a child: {canary!r} is on the card"
    for found in DAY.finditer(everything):
        if found.group(1) not in WEEKDAYS:
            yield f"date without its weekday: {found.group()!r}"
    yield from stumbles(_ours(card))
    if shouting := SHOUTING.search(everything):
        yield f"tone: {shouting.group()!r}"
    for element in elements(card):
        colour = str(element.get("color", "")).lower()
        words = element.get("text") or element.get("legend") or ""
        if colour in COLOURED and not str(words).strip():
            yield "colour: carries meaning without words"
    if not any(str(e.get("type", "")).startswith("Input.") for e in elements(card)):
        count = words_before_buttons(card)
        if count > most:
            yield f"words: {count} before the buttons"


def _ours(card: Json) -> str:
    """What the card says in words of ours: without what people typed, in quotes or in an input."""
    parts = (
        {**part, "value": ""} if str(part.get("type", "")).startswith("Input.") else part
        for part in elements(card)
    )
    texts = (
        str(part[key]) for part in parts for key in ("title", "text", "label", "value", "speak")
        if isinstance(part.get(key), str)
    )  # fmt: skip
    return re.sub(r"“[^”]*”", "", plain("\n".join(texts)).replace(NO_BREAK, " "))
