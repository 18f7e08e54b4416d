"""Typed words answered in three tiers: the card, the likeliest as buttons, or the menu."""

from collections.abc import Mapping
from typing import Any

from bot.cards.nudges.understood import at_risk_card, lost_card, own_words, unsure_card, with_advice
from bot.cards.parts.kit import Json
from bot.dialogs.nudges.answers import answer_to, menu_of, names_a_report
from bot.dialogs.nudges.last_asked import last_asked
from bot.dialogs.nudges.typing_person import Typing
from bot.understanding.intents import intents
from bot.understanding.reading import Understood, read
from store.ledger import Reader
from store.tables import Person
from store.views.nudges.spoken_of import references_in
from store.vocabulary.intents import INTENTS

KEEPS_WORDS = frozenset({"conflict", "exempt", "extension", "absence"})
"""Meanings whose form takes the words that were typed."""


def answer(reader: Reader, person: Person, text: str) -> tuple[Json, Understood, str]:
    """The card that answers `text`, how it was understood, and the case that it speaks of.

    The words are not kept.
    """
    understood = read(text, asked=last_asked(reader, person.id), extra=extra_of(reader))
    said = references_in(text)
    typing = Typing(reader, person, text, said[0] if said else "")
    if understood.tier == "unsure" and "papers" in understood.intents and names_a_report(typing):
        understood = Understood("sure", ("papers",), understood.at_risk)
    match understood.tier:
        case "sure":
            drawn = answer_to(understood.intents[0], typing)
        case "unsure":
            drawn = _unsure(typing, understood)
        case _ if understood.at_risk:
            advice = reader.profile.at_risk.advice
            return at_risk_card(advice, *menu_of(reader, person)), understood, ""
        case _:
            drawn = lost_card(typing.team, *menu_of(reader, person))
    if understood.at_risk:
        drawn = with_advice(drawn, reader.profile.at_risk.advice)
    return drawn, understood, typing.about


def shown(reader: Reader, person: Person, data: Mapping[str, Any]) -> tuple[Json, str, str]:
    """The answer that a button of the menu asks for, its name, and the case that it is about.

    Inputs of the card hold somebody's words; a name that is not known is help.
    """
    named, _, about = str(data.get("id", "")).partition(" ")
    intent = named if named in INTENTS else "help"
    words = str(data.get("reason") or "")
    typing = Typing(reader, person, words, next(iter(references_in(about)), ""))
    return answer_to(intent, typing), intent, typing.about


def extra_of(reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sentences that this council added in its profile, grouped by what they mean."""
    return tuple(sorted(reader.profile.typed.items()))


def _unsure(typing: Typing, understood: Understood) -> Json:
    choices = [(name, intents()[name].button) for name in understood.intents]
    held: list[Json] = []
    if KEEPS_WORDS & set(understood.intents):
        held.append(own_words(typing.words, "Your words"))
    return unsure_card(choices, typing.about, held)
