"""Who is asked for a form of the audit team's, and when a button only asks for one."""

import pytest

from bot.dialogs.conversations import FORMS
from bot.dialogs.forms import asks_first, form
from store.vocabulary.errors import NotAllowed, Stale
from tests.store.council import CYCLE, Council


@pytest.mark.parametrize("verb", ["cycle.open", "closure.add", "person.absent", "person.left"])
def test_nobody_else_is_even_asked(council: Council, verb: str) -> None:
    subject = "tm.response" if verb.startswith("person") else council.programme
    with council.read() as reader, pytest.raises((NotAllowed, Stale)):
        form(reader, verb, subject, "sw.mash")
    with council.read() as reader, pytest.raises((NotAllowed, Stale)):
        form(reader, verb, subject, "ap.assessment")


def test_a_button_in_a_dialog_asks_for_the_form_before_the_act() -> None:
    row = {"verb": "list.swap", "id": "x", "version": 1}
    assert asks_first("list.swap", row)
    assert asks_first("person.absent", {"id": "tm.mash", "version": 1, "who": "tm", "page": "2"})
    assert asks_first("register.issue", {"id": "riverside", "version": 1})
    assert not asks_first("register.issue", {"id": "r", "version": 1, "identifiable": "false"})
    assert not asks_first("list.swap", row | {"reason": "Moved"})
    assert not asks_first("cycle.select", {"id": CYCLE, "version": 1})
    assert not asks_first("no.such", {"id": CYCLE, "version": 1})


@pytest.mark.parametrize("verb", sorted(verb for verb, one in FORMS.items() if one.asks_first))
def test_the_button_of_a_form_sends_it_though_nothing_was_typed(verb: str) -> None:
    data = {"verb": verb, "id": "x", "version": 1}
    assert asks_first(verb, data)
    assert not asks_first(verb, data | {"from_form": "yes"})
