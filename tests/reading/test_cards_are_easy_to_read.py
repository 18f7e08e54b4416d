"""How hard a card is to read, by a published measure (words-and-cards: a phone, between meetings).

The Automated Readability Index counts letters, words and sentences, so it needs no dictionary. Its
figure is the school year in which a reader in America follows the text: 9 is about age fourteen.
"""

import re

import pytest
import textstat  # type: ignore[import-untyped]  # none upstream

from bot.dialogs.faces import Face
from tests.bot.cards.gallery import gallery
from tests.bot.cards.linter import elements

HARDEST = 9.0
"""For the text of one card: the UK government's own advice is a reading age of about nine to
fourteen, and our words are long ones: "moderation", "supervision", "practitioner"."""
LONGEST = 25
"""Words in a sentence; the government's style guide asks for no more."""
ENOUGH = 20
"""Words from which the measure says something."""

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
def test_each_card_is_read_without_effort(name: str) -> None:
    words = " ".join(f"{each.rstrip('.')}." for each in sentences(GALLERY[name]))
    if len(words.split()) >= ENOUGH:
        assert textstat.automated_readability_index(words) <= HARDEST, words
