"""Whatever somebody owes, and whoever owes it, is a press away however much it is (§4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.nudges.kinds_in_words import COUNTED
from bot.cards.nudges.my_work import my_work_card, my_work_dialog, who_owes_card, who_owes_dialog
from store.views.nudges.my_work import MyWork
from store.views.nudges.who_owes import Owing, WhoOwes
from store.vocabulary.duty_kinds import KINDS, SHIPPED_OWN
from tests.bot.cards import samples as s
from tests.bot.cards.linter import elements, said

MOST = 60


def work(kinds: list[str]) -> MyWork:
    """Somebody with a thing of each of these kinds, each with a reference of its own."""
    asks = tuple(
        replace(s.RETURN_IT, duty=f"d{at}", about=f"M-{at:03}", kind=kind)
        for at, kind in enumerate(kinds)
    )
    return MyWork(s.LEAH, 1, asks)


def opened(card: dict[str, Any], verb: str) -> Iterator[list[str]]:
    """What the buttons of a card open with that verb: the words of its subject."""
    for element in elements(card):
        data = element.get("data") or {}
        if data.get("verb") == verb:
            yield data["id"].split(" ")


@given(st.lists(st.sampled_from(["return.submit", "return.check", "action.confirm", "duty.own"]),
                min_size=1, max_size=MOST))  # fmt: skip
def test_each_thing_of_my_work_can_be_reached_by_pressing(kinds: list[str]) -> None:
    view = work(kinds)
    card = my_work_card(view)
    texts, seen = [said(card)], list[list[str]]()
    to_open = list(opened(card, "work.view"))
    while to_open:
        place = to_open.pop()
        if place not in seen:
            seen.append(place)
            _upn, kind, page = (*place, "1")[:3]
            shown = my_work_dialog(view, kind, int(page))
            texts.append(said(shown))
            to_open += opened(shown, "work.view")
    everything = " ".join(texts)
    assert [ask.about for ask in view.asks if ask.about not in everything] == []


@pytest.mark.parametrize("many", [1, 11, 45])
def test_each_person_who_owes_something_can_be_reached_by_pressing(many: int) -> None:
    people = tuple(
        Owing(replace(s.LEAH, name=f"Person {at:03}"), 2, 1, "M-1, return the audit", s.LATE)
        for at in range(many)
    )
    view = WhoOwes("everybody", people, (("return.submit", many, 1),), "leah", 1)
    card = who_owes_card(view)
    texts, page = [said(card)], 1
    places = list(opened(card, "owing.view"))
    while places:
        shown = who_owes_dialog(view, page)
        texts.append(said(shown))
        page += 1
        places = [place for place in opened(shown, "owing.view") if place[1] == str(page)]
    everything = " ".join(texts)
    assert [one.who.name for one in people if one.who.name not in everything] == []


def test_every_kind_of_duty_is_counted_in_words_of_its_own() -> None:
    assert COUNTED.keys() == KINDS | SHIPPED_OWN
