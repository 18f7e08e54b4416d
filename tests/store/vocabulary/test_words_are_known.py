"""A mistyped state, verb or kind is found before anybody meets it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import store.acts  # noqa: F401 - declares the acts
from store.registry import ACTS, Words, act, states_of
from store.tables import ROWS, Audit, Row
from store.vocabulary.duty_kinds import KINDS
from store.vocabulary.message_kinds import ARRIVED, MessageKind
from store.vocabulary.verbs import Verb

TABLES = {table.__name__: table for table in ROWS.values()}
FOUNDING = "programme.found"
"""The first fact of a programme, which no act brings about."""

SOURCES = sorted([*Path("store").rglob("*.py"), *Path("bot").rglob("*.py")])


def test_the_vocabulary_of_verbs_is_the_registry() -> None:
    assert set(get_args(Verb)) == set(ACTS)


def test_what_a_story_calls_a_message_is_said_of_known_kinds() -> None:
    assert set(ARRIVED) <= set(get_args(MessageKind))


@pytest.mark.parametrize(
    ("verb", "source", "words"),
    [
        ("allocation.acept", {"issued"}, Words()),
        ("allocation.accept", {"isued"}, Words()),
        ("allocation.accept", {"issued"}, Words(asks={"allocation.acept": "Accept the audit"})),
    ],
)
def test_a_mistyped_declaration_cannot_start(verb: Verb, source: set[str], words: Words) -> None:
    with pytest.raises(LookupError, match="in no vocabulary"):
        act(verb, on=Audit, source=source, words=words)(lambda _unit, _row, _fields: None)


def test_whoever_asks_for_rows_asks_for_states_that_there_are() -> None:
    asked = [found for path in SOURCES for found in _asked_for(ast.parse(path.read_text("utf-8")))]
    assert len(asked) > 30, "the walk finds what it is for"
    assert [(table.__name__, word) for table, word in asked if word not in states_of(table)] == []


def test_a_mistyped_state_that_is_asked_for_is_found() -> None:
    assert list(_asked_for(ast.parse('reader.rows(Audit, state=("isued",))'))) == [(Audit, "isued")]


def test_every_word_with_a_full_stop_is_an_act_or_a_duty_where_one_is_compared() -> None:
    unknown = {
        (str(path), word)
        for path in SOURCES
        for word in _compared(ast.parse(path.read_text("utf-8")))
        if word not in {*ACTS, *KINDS, FOUNDING} and not word.startswith("duty.")
    }
    assert unknown == set()


def _asked_for(tree: ast.AST) -> Iterator[tuple[type[Row], str]]:
    """Each table with each state by which code asks for its rows."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "rows"):
            continue
        name = getattr(node.args[0], "id", "") if node.args else ""
        for keyword in node.keywords:
            if keyword.arg == "state" and name in TABLES:
                for part in ast.walk(keyword.value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield TABLES[name], part.value


def _compared(tree: ast.AST) -> Iterator[str]:
    """Words such as `uopp.hold` that are compared with a `kind` or a `verb`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        left = getattr(node.left, "attr", getattr(node.left, "id", ""))
        if left not in {"kind", "verb"}:
            continue
        for part in node.comparators:
            for word in ast.walk(part):
                if isinstance(word, ast.Constant) and re.fullmatch(
                    r"[a-z_]+\.[a-z_]+", str(word.value)
                ):
                    yield str(word.value)
