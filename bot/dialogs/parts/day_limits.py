"""The days of a form between the limits that its act itself has."""

import re
from collections.abc import Collection
from typing import Any

from bot.cards.parts.kit import Json
from bot.cards.parts.limits import Limit, with_day_limits
from store.clock.given_days import said
from store.ledger import Reader
from store.registry.day_limits import day_limits

DAY_OF_TIME = re.compile(r"day[0-9]+|times\.[0-9]+\.on")
"""The day of one of several times, which a form asks for apart from its hour."""


def limited(reader: Reader, verb: str, drawn: Json, told: Collection[str] = ()) -> Json:
    """The form of `verb` with today's limits; `told` are the inputs that it says are wrong."""
    limits = {
        path: Limit(
            first.isoformat(), last.isoformat(), f"Give a day from {said(first)} to {said(last)}."
        )
        for path, (first, last) in day_limits(reader, verb).items()
    }

    def limit_of(name: str) -> Limit | None:
        if DAY_OF_TIME.fullmatch(name):
            return limits.get(("times", "*"))
        return limits.get(tuple("*" if part.isdecimal() else part for part in name.split(".")))

    with_limits: Any = with_day_limits(drawn, limit_of, told)
    return dict(with_limits)
