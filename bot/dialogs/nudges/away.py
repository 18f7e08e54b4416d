"""Somebody will be away: the days that their words name, and who stands in (programme.md §4)."""

import re
from datetime import date
from typing import Final

from bot.cards.nudges import own_audits
from bot.cards.parts.kit import Json, opens_dialog
from bot.dialogs.nudges.typing_person import Typing
from bot.understanding.days import DaysRead
from store.views.nudges.spoken_of import spoken_of
from store.views.parts.offers import button_of
from store.views.people.people_found import people_named_in
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.names import is_called

STANDS_IN: Final = re.compile(r"(?i)\b(?:cover|stand|step|deput|delegat|instead|for me|my place)")
"""Words beside which a first name alone is somebody who stands in, and not a month."""


def away(typing: Typing) -> Json:
    """The absence with what was understood of it, to correct before its form is sent."""
    read, person = typing.days, typing.person
    press = opens_dialog(
        "person.absent", button_of("person.absent"), person.id, person.version, primary=True
    )
    return own_audits.away_card(
        _said_back(read), (_iso(read.first), _iso(read.last)), press,
        spoken_of(typing.reader, person.id), words=typing.words, stand_ins=_stand_ins(typing),
    )  # fmt: skip


def _stand_ins(typing: Typing) -> list[tuple[str, str]]:
    """Those whom the words name, by UPN and name: by their whole name, or as standing in."""
    found = people_named_in(typing.reader, typing.words, typing.person.id).people
    return [
        (one.who.upn, one.who.name)
        for one in found
        if not one.left
        and (STANDS_IN.search(typing.words) or is_called(typing.words, one.who.name))
    ]


def _said_back(read: DaysRead) -> str:
    """The days with their weekdays, or what is asked about them."""
    if read.first is None:
        return f"{read.asks} Choose the days below.".strip()
    first = say_day(read.first)
    if read.asks:
        return f"I read {first}. {read.asks} Choose the days below."
    if read.last is None:
        return f"I read from {first}, with no last day. Correct it below if that is wrong."
    if read.last == read.first:
        return f"I read {first}, one day. Correct it below if that is wrong."
    return f"I read {first} to {say_day(read.last)}. Correct it below if that is wrong."


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
