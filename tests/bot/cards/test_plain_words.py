"""Receipts, refusals, stories and forms are in plain words too, shown by a card or not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cards.plain_words import stumbles

ROOMS = ("bot/cards", "bot/dialogs", "store/acts", "store/registry", "store/relations",
         "store/rules", "store/views")  # fmt: skip
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
