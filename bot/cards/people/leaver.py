"""The form that records a leaver (programme.md §4)."""

from bot.cards.parts.inputs import Typed, dated
from bot.cards.parts.kit import Json, card, facts, submits, text
from bot.cards.people.people_found import in_hand_words
from store.views.parts.offers import submit_of
from store.views.people.people_found import FoundPerson


def left_form(person: FoundPerson, typed: Typed) -> Json:
    """The first day they are gone; their open work goes to the audit team at once."""
    return card(
        f"{person.who.name} has left",
        facts([("In hand", in_hand_words(person))]),
        text("Their open work comes to the audit team, which gives it to somebody else."),
        dated("on", "First day gone", typed, mend="Choose the first day they are no longer here."),
        actions=[submits("person.left", submit_of("person.left"), person.who.upn, person.version)],
    )
