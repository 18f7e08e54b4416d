"""Whom no message reached and why, for the audit team to tell them another way."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, group, quiet, submits, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from bot.cards.programme.programme import back_to_programme
from store.views.deliveries.unreached import NotReached, Unreached

SHOWN = 15
STAFF = 1000
VERB = "person.told"
CHOICES = (
    ("phone", "By phone"),
    ("in_person", "In person"),
    ("email", "By e-mail"),
    ("manager", "Through their manager"),
)


def unreached_card(view: Unreached, place: Surface = CHAT) -> Json:
    """Each person with the reason and since when; never mixed up with those who do not answer."""
    back = buttons(back_to_programme(place, view.programme))
    if not view.people:
        return card("Everybody could be reached", text("No message is lost at present."), *back)
    shown, more = view.people[:SHOWN], len(view.people) - SHOWN
    n = count(len(view.people), "person", "people")
    still = [text(f"{count(view.to_tell, 'is', 'are')} still to be told another way.")]
    return card(
        f"{n} could not be reached in Teams",
        *(still if view.to_tell else []),
        *back,
        *(_line(one, place) for one in shown),
        *([quiet(f"and {more} more.")] if more > 0 else []),
        quiet("Ring or write to them; IT can install Sightline for them in Teams."),
    )


def _line(one: NotReached, place: Surface) -> Json:
    told = place.ask(VERB, "Record how they were told…", one.who.upn, one.version)
    return group(
        text(one.who.with_role, weight="Bolder", spacing="Small"),
        text(_lost(one), spacing="None"),
        *([text(f"To be told another way by {one.due.words}.", spacing="None")] if one.due else []),
        *([quiet(f"{one.told}.")] if one.told else []),
        # What was said of somebody stands in a dialog, and not in a chat.
        *([quiet(f"“{one.note}”")] if one.note and place.dialog else []),
        *buttons(told if one.may else None),
        separator=True,
    )


def _lost(one: NotReached) -> str:
    since = f" Since {one.since}, {count(one.messages, 'message')}." if one.since else ""
    return f"{one.why}{since}"


def told_form(view: NotReached, typed: Typed) -> Json:
    """How somebody was told whom Teams does not reach."""
    return card(
        f"How was {view.who.name} told?",
        text(_lost(view)),
        quiet("What waits for them stays in Teams. Name no child and no case outside it."),
        chosen(
            "how", "How they were told", CHOICES, typed,
            mend="Choose how they were told.", style="expanded",
        ),
        written(
            "note", "What to remember of it", typed,
            hint="If it helps: the number that works, or when they are back in Teams.",
            most=STAFF,
        ),
        actions=[submits(VERB, "Record it", view.who.upn, view.version)],
    )  # fmt: skip
