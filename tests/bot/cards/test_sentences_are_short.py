"""A busy person reads each sentence of a card in one go, and the whole as plain English."""

import re

import pytest

from bot.dialogs.faces import Face
from tests.bot.cards.gallery import gallery
from tests.bot.cards.linter import elements
from tests.bot.cards.plain_words import PLAIN, reading_ease

LONGEST = 25
"""Words in a sentence; the government's style guide asks for no more."""

GALLERY = gallery()


def sentences(face: Face) -> list[str]:
    """Each sentence of a card's paragraphs, without lists after a colon and the rules of dates."""
    found: list[str] = []
    for part in elements(face.card):
        if part.get("type") == "TextBlock" and "“" not in part["text"] and "_" not in part["text"]:
            plain = re.sub(r"\\(.)", r"\1", part["text"])
            split = re.split(r"(?<=[.?…])\s+", plain)
            found += (one.split(":")[0] for one in split if one.endswith((".", "?")))
    return [w for w in dict.fromkeys(found) if len(w.split()) > 1 and "(" not in w]


@pytest.mark.parametrize("name", GALLERY)
def test_no_sentence_of_a_card_is_too_long(name: str) -> None:
    wordy = [words for words in sentences(GALLERY[name]) if len(words.split()) > LONGEST]
    assert wordy == []


@pytest.mark.parametrize("name", GALLERY)
def test_a_card_reads_as_plain_english(name: str) -> None:
    ease = reading_ease(sentences(GALLERY[name]))
    assert ease is None or ease >= PLAIN
