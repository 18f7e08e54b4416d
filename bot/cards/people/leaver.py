"""Forms that record a leaver or somebody who returns, and the question whether one left (§4)."""

from bot.cards.parts.inputs import Typed, dated
from bot.cards.parts.kit import Json, buttons, card, facts, opens_dialog, submits, text
from bot.cards.people.people_found import in_hand_words
from store.views.parts.offers import button_of, submit_of
from store.views.people.people_found import FoundPerson
from store.vocabulary import terms


def left_form(person: FoundPerson, typed: Typed) -> Json:
    """The first day they are gone; their open work goes to the audit team at once."""
    return card(
        f"{person.who.name} has left",
        facts([("In hand", in_hand_words(person))]),
        text(
            f"Their audits come to the {terms.AUDIT_TEAM}, which gives them to somebody else. What "
            "a post of theirs owes goes to whoever else holds it, or to the manager above."
        ),
        dated("on", "First day gone", typed, mend="Choose the first day they are no longer here."),
        actions=[submits("person.left", submit_of("person.left"), person.who.upn, person.version)],
    )


def rejoined_form(person: FoundPerson, typed: Typed) -> Json:
    """The first day on which they are here again."""
    return card(
        f"{person.who.name} is here again",
        facts([("Gone from", person.left)]),
        text("Messages come to them again. Work that went to others stays with them."),
        dated("on", "First day back", typed, mend="Choose the first day they are here again."),
        actions=[
            submits("person.rejoined", submit_of("person.rejoined"), person.who.upn, person.version)
        ],
    )


def switched_off_card(person: FoundPerson) -> Json:
    """The question whether somebody left whose account is switched off; then what was recorded."""
    name = person.who.name
    if person.left or person.away:
        known = f"gone from {person.left}" if person.left else f"away {person.away}"
        return card(f"{name}'s account is switched off", text(f"Recorded: {known}."))
    return card(
        f"{name}'s account is switched off: have they left?",
        facts([("In hand", in_hand_words(person))]),
        text("Entra ID says so. Nothing was changed: their work stays theirs until you say."),
        *buttons(
            *(
                opens_dialog(verb, button_of(verb), person.who.upn, person.version)
                for verb in ("person.left", "person.absent")
                if verb in person.may
            )
        ),
    )
