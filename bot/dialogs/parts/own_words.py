"""What goes out to people in the authority's own words: its titles, and what its meeting is called.

A sentence in the code names a post or a meeting by its term (`store.vocabulary.terms`); here each
term of a card or an answer becomes the word of the programme's profile.
"""

from dataclasses import replace
from typing import Any

from bot.cards.parts.kit import quiet
from bot.cards.parts.text import escape
from bot.turns import (
    Answer,
    CardAnswer,
    Dialog,
    DialogClosed,
    OfferFile,
    OutCard,
    Refusal,
    SendCards,
    Words,
)
from store.programme.profile import Profile
from store.vocabulary.terms import Spoken, spoken

Json = dict[str, Any]


def card_in_own_words(card: Json, profile: Profile) -> Json:
    """The card with the authority's words; a short name of its meeting is spelt out once."""
    plain = profile.own_words
    shown = _own(card, plain, {term: escape(word) for term, word in plain.items()})
    short, full = profile.uopp.short, profile.uopp.in_full
    if full and _says(shown, short) and not _says(shown, full):
        shown = {**shown, "body": [*shown["body"], quiet(f"{short}: {full}.")]}
    drawn: Json = shown
    return drawn


def answer_in_own_words(answer: Answer, profile: Profile) -> Answer:
    """An answer to a turn with the authority's words, whatever its kind."""
    words = profile.own_words
    match answer:
        case CardAnswer(card):
            return CardAnswer(card_in_own_words(card, profile))
        case Dialog(title, card):
            own = card_in_own_words(card, profile)
            return replace(answer, title=spoken(title, words), card=own)
        case SendCards(cards):
            return SendCards(
                tuple(
                    OutCard(card_in_own_words(out.card, profile), spoken(out.summary, words))
                    for out in cards
                )
            )
        case Words(text):
            return Words(spoken(text, words))
        case DialogClosed(str(text)):
            return DialogClosed(spoken(text, words))
        case Refusal(message=message):
            return replace(answer, message=spoken(message, words))
        case OfferFile(why=why, words=said):
            return replace(answer, why=spoken(why, words), words=spoken(said, words))
        case _:
            return answer


def _own(node: Any, plain: Spoken, escaped: Spoken) -> Any:
    """The part with its words; what a TextBlock or a fact shows is escaped as any text is."""
    if isinstance(node, str):
        return spoken(node, plain)
    if isinstance(node, list):
        return [_own(part, plain, escaped) for part in node]
    if isinstance(node, dict):
        shown = {"TextBlock": "text"}.get(node.get("type", ""), "")
        return {
            name: spoken(part, escaped)
            if name == shown and isinstance(part, str)
            else _own(part, plain, escaped)
            for name, part in node.items()
        }
    return node


def _says(node: Any, words: str) -> bool:
    """Whether any text of the part holds `words`."""
    if isinstance(node, str):
        return words in node
    if isinstance(node, list):
        return any(_says(part, words) for part in node)
    if isinstance(node, dict):
        return any(_says(part, words) for name, part in node.items() if name != "data")
    return False
