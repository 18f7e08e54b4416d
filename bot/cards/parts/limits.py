"""The limits of a form's inputs: each input says its own limit when somebody goes beyond it.

A limit holds nobody fast without a word: a day that was saved earlier and lies outside it by now is
shown without the limit, so that its page can be left, until the ledger has said that it is wrong.
No input cuts off what is pasted into it.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from bot.cards.parts.kit import Json

LIMITS: Final = ("min", "max", "regex")
"""What makes a client refuse a value; each needs an `errorMessage`."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Limit:
    """The first and the last day of an input, as `2026-12-21`, and the sentence that says so."""

    first: str
    last: str
    told: str


def at_most(box: Json, most: int) -> Json:
    """The text box with its most characters; a text that is longer already stays as it is."""
    if len(box.get("value", "")) > most:
        return box
    told = f"Write at most {most:,} characters."
    return {**box, "regex": rf"^[\s\S]{{0,{most}}}$", **_saying(box, told)}


def with_day_limits(
    node: Any, limit_of: Callable[[str], Limit | None], told: Collection[str] = ()
) -> Any:
    """The card with the limits of its days, which `limit_of` knows by the input's id.

    `told` are the inputs beside which the form says what is wrong.
    """
    if isinstance(node, list):
        return [with_day_limits(part, limit_of, told) for part in node]
    if not isinstance(node, dict):
        return node
    if (
        node.get("type") == "Input.Date"
        and "min" not in node
        and (limit := limit_of(node["id"])) is not None
    ):
        is_kept = node["id"] in told or _lies_within(node.get("value"), limit)
        return _between(node, limit) if is_kept else node
    return {name: with_day_limits(part, limit_of, told) for name, part in node.items()}


def _between(box: Json, limit: Limit) -> Json:
    return {**box, "min": limit.first, "max": limit.last, **_saying(box, limit.told)}


def _lies_within(value: str | None, limit: Limit) -> bool:
    """Whether it is empty or a day between the two."""
    return value is None or bool(_DAY.fullmatch(value) and limit.first <= value <= limit.last)


def _saying(box: Json, limit: str) -> Json:
    """The error message with the limit after what it says already."""
    return {"errorMessage": f"{box['errorMessage']} {limit}" if "errorMessage" in box else limit}
