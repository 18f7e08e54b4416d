"""Receipts, refusals, stories and forms are in plain words too, shown by a card or not."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.bot.cards.plain_words import PLAIN, reading_ease, stumbles

ROOMS = ("bot/cards", "bot/dialogs", "store/acts", "store/registry", "store/relations",
         "store/rules", "store/views")  # fmt: skip
AT_THE_SHELL = ("bot/cli",)
WORST: Mapping[str, str] = {
    "A count of children under 5 is not told":
        "Counts of fewer than 5 children are not shown",
    "The Head of Service holds it against some of the team's records":
        "Please check it against some of the team's records.",
    "This can be done by somebody above whoever the action is with, and never they only":
        "a manager of the person responsible",
    "Your action for FD-12631 goes on":
        "Your action for X has been reopened",
    "Whoever looked at it does not see yet what is different":
        "X cannot yet see a difference for the child",
    "The grade is RI now, which asks for another meeting or none":
        "The grade is now X. You will be notified if another meeting is needed.",
    "You have decided once, so another grade is for others":
        "You have already decided on this audit: somebody else settles it.",
    "Mahad Samatar escalated it: why not, and what is tried anew":
        "X escalated this on X: read why it has not improved and what will change",
    "Without a date they are due on no day":
        "no due date until a board date is entered",
    "If the case is audited anew, you hear of that by itself":
        "If the case is audited again, you will be notified.",
}  # fmt: skip
"""The worst sentences that cards once had, and what the card of that moment says instead."""
SENTENCE = 3
"""Words from which a text in the code is taken for something that people read."""


def sentences(file: Path) -> Iterator[str]:
    """Every text of some words in a module but its docstrings; what is filled in stands as X."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
            words = "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = "" if id(node) in docs or id(node) in inner else node.value
        else:
            continue
        if len(words.split()) >= SENTENCE:
            yield words


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_that_people_read_has_a_turn_they_stumble_over(room: str) -> None:
    found = [
        (str(file), words, problem)
        for file in sorted(Path(room).rglob("*.py"))
        for words in sentences(file)
        for problem in stumbles(words)
    ]
    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_text_that_people_read_is_plain_english(room: str) -> None:
    found = [
        (str(file), words, round(ease))
        for file in sorted(Path(room).rglob("*.py"))
        for words in sentences(file)
        if (ease := reading_ease(_parted(words))) is not None and ease < PLAIN
    ]
    assert found == []


def test_what_an_office_writes_is_not_plain_english() -> None:
    words = (
        "Notwithstanding the considerations above, utilisation of the documentation necessitates "
        "prior authorisation by appropriate representatives of management."
    )
    assert (reading_ease([words]) or 0) < PLAIN


@pytest.mark.parametrize(("then", "now"), WORST.items())
def test_the_worst_sentences_say_what_is_meant(then: str, now: str) -> None:
    said = _everything_said()
    assert any(now in words for words in said)
    assert not any(then in words for words in said)
    assert list(stumbles(now)) == []


@cache
def _everything_said() -> tuple[str, ...]:
    files = (file for room in (*ROOMS, *AT_THE_SHELL) for file in sorted(Path(room).rglob("*.py")))
    return tuple(words for file in files for words in sentences(file))


def _parted(words: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?…:;])\s+", words) if one]
