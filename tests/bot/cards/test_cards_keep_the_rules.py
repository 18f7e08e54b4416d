"""Every card in every state keeps the rules of how Sightline speaks; each rule is shown to bite."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from bot.cards.parts.kit import card, execute, facts, opens_dialog, text
from bot.cards.parts.text import escape, plain, shortened
from bot.cards.reports import digest_opening
from bot.dialogs.conversations import MESSAGES
from bot.dialogs.faces import Face, faced
from tests.bot.cards.gallery import gallery
from tests.bot.cards.linter import MOST_WORDS, problems, said

GALLERY = gallery()


@pytest.mark.parametrize("name", GALLERY)
def test_every_card_in_every_state_keeps_the_rules(name: str) -> None:
    most = digest_opening.MOST_WORDS if "digest" in name else MOST_WORDS
    assert problems(GALLERY[name], most) == []


@pytest.mark.parametrize("kind", [*MESSAGES, "nudge"])
def test_every_kind_of_message_is_in_the_gallery(kind: str) -> None:
    words = {"list_copy": "list, copy", "list_change": "list change"}.get(
        kind, kind.replace("_", " ")
    )
    assert any(name.startswith(words) for name in GALLERY)


def test_nothing_that_somebody_typed_becomes_a_link_a_mention_or_markdown() -> None:
    drawn = GALLERY["allocation, issued, name with markdown"].card
    written = json.dumps(drawn)
    assert "[*press*](" not in written
    assert "<at>" not in written.replace("\\\\<at>", "")
    assert "<at>Eve</at> [*press*](https://evil.example)" in said(drawn)


@pytest.mark.parametrize(
    "words",
    [
        "A&I Bankside", "snake_case *bold* ~~gone~~", "# heading", "- item", "1. first", "> quote",
        "[x](https://evil.example)", "<at>Eve</at>", "&lt;at&gt;", "`code`", "back\\slash",
        "see www.evil.example", "https://evil.example",
    ],
)  # fmt: skip
def test_what_is_escaped_reads_as_it_was_typed(words: str) -> None:
    assert plain(escape(words)) == words


def test_text_over_several_lines_is_told_in_one() -> None:
    assert escape("one\n# two\r\n\tthree") == "one # two three"


def test_a_long_reason_is_shortened_and_says_so() -> None:
    assert shortened("one two three", 2) == "one two…"
    assert shortened("one two", 2) == "one two"


def _good() -> dict[str, Any]:
    return card(
        "Audit M900123 by Mon 21 Dec",
        text("Please meet Sam Okoro."),
        {
            "type": "ActionSet",
            "actions": [
                execute("allocation.accept", "Accept the audit", "M900123", 3, primary=True),
                opens_dialog("exemption.request", "Ask to be exempt", "M900123", 3),
            ],
        },
    )


def test_the_linter_lets_a_good_card_pass() -> None:
    assert problems(faced(_good())) == []


def _put(drawn: dict[str, Any], place: int, part: dict[str, Any]) -> None:
    drawn["body"][place:place] = [part]


def _button(drawn: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = drawn["body"][-1]["actions"][number]
    return found


REASON = {"type": "Input.Text", "id": "reason"}
REQUIRED = {"label": "Reason", "isRequired": True, "errorMessage": "Say why you cannot do it."}

SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no speak": (lambda drawn: drawn.pop("speak"), "speak"),
    "another schema": (lambda drawn: drawn["body"][1].update(type="TextBlok"), "schema"),
    "more words than a phone shows": (lambda drawn: _put(drawn, 1, text("word " * 61)), "words"),
    "a date without its weekday": (
        lambda drawn: _put(drawn, 1, facts([("Due", "21 Dec")])), "weekday",
    ),
    "a child's name": (lambda drawn: _put(drawn, 1, text("Zebedee Quill was seen")), "a child"),
    "a button that says nothing": (
        lambda drawn: _button(drawn, 0).update(title="OK"), "does not say what happens",
    ),
    "data that carries who": (
        lambda drawn: _button(drawn, 1)["data"].update(upn="eve@riverside.example"), "carries",
    ),
    "no fallback": (lambda drawn: _button(drawn, 0).pop("fallback"), "fallback"),
    "the primary button last": (lambda drawn: drawn["body"][-1]["actions"].reverse(), "primary"),
    "an input without a label": (lambda drawn: _put(drawn, 1, dict(REASON)), "no label"),
    "a required input that does not say so": (
        lambda drawn: _put(drawn, 1, REASON | REQUIRED), "do not agree",
    ),
    "a required input that does not say how to mend it": (
        lambda drawn: _put(
            drawn, 1, REASON | REQUIRED | {"label": "Reason (required)", "errorMessage": "Bad"}
        ),
        "how to mend it",
    ),
    "a time that stands blank": (
        lambda drawn: _put(drawn, 1, {"type": "Input.Time", "id": "at", "value": "9:30"}), "blank",
    ),
    "a tick that is neither on nor off": (
        lambda drawn: _put(drawn, 1, {"type": "Input.Toggle", "id": "it", "value": "True"}),
        "neither on nor off",
    ),
    "a choice that nobody offers": (
        lambda drawn: _put(
            drawn, 1, {"type": "Input.ChoiceSet", "id": "who", "value": "a", "choices": []}
        ),
        "no choice",
    ),
    "lines that run together": (
        lambda drawn: _put(drawn, 1, REASON | {"value": "Ann\nBob"}), "run together",
    ),
    "a link to anywhere": (
        lambda drawn: drawn["body"][-1]["actions"].append(
            {"type": "Action.OpenUrl", "title": "Open it", "url": "javascript:x"}
        ),
        "https",
    ),
    "an exclamation mark": (lambda drawn: _put(drawn, 1, text("This is overdue!")), "tone"),
    "a turn of phrase": (
        lambda drawn: _put(drawn, 1, text("If the case is audited anew, you hear of it")), "anew",
    ),
    "another word for a thing": (
        lambda drawn: _put(drawn, 1, text("It is a reaudit")), "reaudit",
    ),
    "one of many": (lambda drawn: _put(drawn, 1, text("There are 1 audits")), "1 audits"),
    "many of one": (lambda drawn: _put(drawn, 1, text("It is 3 working day late")), "3 working"),
    "too large": (lambda drawn: _put(drawn, 1, text("x" * 26_000)), "size"),
    "too many buttons": (
        lambda drawn: drawn["body"][-1]["actions"].extend([_button(drawn, 1)] * 5), "side by side",
    ),
}  # fmt: skip
"""How a good card may be spoilt, and what the linter must say of it."""


@pytest.mark.parametrize("how", SPOILT)
def test_each_rule_of_the_linter_bites(how: str) -> None:
    spoil, found = SPOILT[how]
    drawn = deepcopy(_good())
    spoil(drawn)
    assert any(found in problem for problem in problems(faced(drawn)))


def test_a_toast_that_is_not_the_title_is_found() -> None:
    assert any("summary" in problem for problem in problems(Face(_good(), "Sent a card")))
