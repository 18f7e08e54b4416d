"""An absence: the form that records it, and the card once somebody is back (programme.md §4)."""

from bot.cards.parts.inputs import Typed, chosen, dated
from bot.cards.parts.kit import Json, buttons, card, facts, submits, text
from bot.cards.parts.surface import Surface
from bot.cards.people.people_found import in_hand_words
from bot.cards.programme.programme import back_to_programme
from store.views.parts.offers import submit_of
from store.views.people.people_found import FoundPerson


def absent_form(person: FoundPerson, delegates: tuple[tuple[str, str], ...], typed: Typed) -> Json:
    """The first and last day away, and who stands in."""
    return card(
        f"{person.who.name} is away",
        facts([("Recorded already", person.away), ("In hand", in_hand_words(person))]),
        dated("from", "First day away", typed, mend="Choose the first day they are away."),
        dated("to", "Last day away", typed, hint="Leave it empty if nobody knows yet."),
        *(
            [
                chosen(
                    "delegate",
                    "Who stands in",
                    list(delegates),
                    typed,
                    hint="Reminders go to them; without one, to the person above.",
                )
            ]
            if delegates
            else []
        ),
        actions=[
            submits("person.absent", submit_of("person.absent"), person.who.upn, person.version)
        ],
    )


def back_card(name: str, programme: str, place: Surface) -> Json:
    """That somebody is back, and what that means."""
    return card(
        f"{name} is back",
        text("Messages and reminders go to them again."),
        *buttons(back_to_programme(place, programme)),
    )
