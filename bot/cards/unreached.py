"""Whom no message reached and why, for the audit team to find another way."""

from bot.cards.kit import Json, buttons, card, group, quiet, text
from bot.cards.places import CHAT, Place
from bot.cards.programme import back_to_programme
from bot.cards.text import count
from store.views.unreached import NotReached, Unreached

SHOWN = 15


def unreached_card(view: Unreached, place: Place = CHAT) -> Json:
    """Each person with the reason and since when; never mixed up with those who do not answer."""
    back = buttons(back_to_programme(place, view.programme))
    if not view.people:
        return card("Everybody could be reached", text("No message is lost at present."), *back)
    shown, more = view.people[:SHOWN], len(view.people) - SHOWN
    n = count(len(view.people), "person", "people")
    return card(
        f"{n} could not be reached in Teams",
        *back,
        *(_line(one) for one in shown),
        *([quiet(f"and {more} more.")] if more > 0 else []),
        quiet("Ring or write to them; IT can install Sightline for them in Teams."),
    )


def _line(one: NotReached) -> Json:
    return group(
        text(one.who.with_role, weight="Bolder", spacing="Small"),
        text(f"{one.why} Since {one.since}, {count(one.messages, 'message')}.", spacing="None"),
        separator=True,
    )
