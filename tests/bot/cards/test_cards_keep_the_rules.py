"""Every card in every state keeps the rules of how Sightline speaks; each rule is shown to bite."""

import json
from copy import deepcopy
from typing import Any

import pytest

from bot.cards.kit import card, execute, facts, opens_dialog, text
from bot.cards.text import escape, plain, shortened
from bot.dialogs.faces import KINDS, Face, faced
from tests.bot.cards.gallery import gallery
from tests.bot.cards.linter import problems, said

GALLERY = gallery()


@pytest.mark.parametrize("name", GALLERY)
def test_every_card_in_every_state_keeps_the_rules(name: str) -> None:
    assert problems(GALLERY[name]) == []


@pytest.mark.parametrize("kind", [*KINDS, "nudge"])
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


def _spoilt(how: str) -> Face:
    drawn = deepcopy(_good())
    buttons = drawn["body"][2]["actions"]
    match how:
        case "no speak":
            del drawn["speak"]
        case "another schema":
            drawn["body"][1]["type"] = "TextBlok"
        case "more words than a phone shows":
            drawn["body"][1] = text("word " * 61)
        case "a date without its weekday":
            drawn["body"][1] = facts([("Due", "21 Dec")])
        case "a child's name":
            drawn["body"][1] = text("Zebedee Quill was seen")
        case "a button that says nothing":
            buttons[0]["title"] = "OK"
        case "data that carries who":
            buttons[1]["data"]["upn"] = "eve@riverside.example"
        case "no fallback":
            del buttons[0]["fallback"]
        case "the primary button last":
            buttons.reverse()
        case "an input without a label":
            drawn["body"].append({"type": "Input.Text", "id": "reason"})
        case "a required input that does not say so":
            drawn["body"].append(
                {
                    "type": "Input.Text",
                    "id": "reason",
                    "label": "Reason",
                    "isRequired": True,
                    "errorMessage": "Say why you cannot do it.",
                }
            )
        case "a link to anywhere":
            buttons[0] = {"type": "Action.OpenUrl", "title": "Open it", "url": "javascript:x"}
        case "an exclamation mark":
            drawn["body"][1] = text("This is overdue!")
        case "too large":
            drawn["body"].append(text("x" * 26_000))
    return faced(drawn)


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("no speak", "speak"),
        ("another schema", "schema"),
        ("more words than a phone shows", "words"),
        ("a date without its weekday", "weekday"),
        ("a child's name", "a child"),
        ("a button that says nothing", "does not say what happens"),
        ("data that carries who", "carries"),
        ("no fallback", "fallback"),
        ("the primary button last", "primary"),
        ("an input without a label", "no label"),
        ("a required input that does not say so", "do not agree"),
        ("a link to anywhere", "https"),
        ("an exclamation mark", "tone"),
        ("too large", "size"),
    ],
)
def test_each_rule_of_the_linter_bites(how: str, found: str) -> None:
    assert any(found in problem for problem in problems(_spoilt(how)))


def test_a_toast_that_is_not_the_title_is_found() -> None:
    assert any("summary" in problem for problem in problems(Face(_good(), "Sent a card")))
