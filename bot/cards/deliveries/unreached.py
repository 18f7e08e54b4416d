"""People whom no message reached: the list, and the form that records how they were told."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, group, quiet, submits, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from bot.cards.programme.programme import back_to_programme
from store.views.deliveries.unreached import NotReached, Unreached
from store.views.parts.offers import button_of, submit_of

SHOWN = 15
STAFF = 1000
CHOICES = (
    ("phone", "By phone"),
    ("in_person", "In person"),
    ("email", "By e-mail"),
    ("manager", "Through their manager"),
)


def unreached_card(view: Unreached, place: Surface = CHAT) -> Json:
    """Each person with the reason and since when; people who did not answer are not among them."""
    back = buttons(back_to_programme(place, view.programme))
    if not view.people:
        return card("Everybody could be reached", text("No message is undelivered now."), *back)
    shown, more = view.people[:SHOWN], len(view.people) - SHOWN
    n = count(len(view.people), "person", "people")
    still = [text(f"{count(view.to_tell, 'person', 'people')} still to tell another way.")]
    return card(
        f"{n} could not be reached in Teams",
        *(still if view.to_tell else []),
        *back,
        *(_line(one, place) for one in shown),
        *([quiet(f"and {more} more.")] if more > 0 else []),
        quiet("Ring or write to them. IT can install Sightline for them in Teams."),
    )


def _line(one: NotReached, place: Surface) -> Json:
    told = place.ask("person.told", button_of("person.told"), one.who.upn, one.version)
    return group(
        text(one.who.with_role, weight="Bolder", spacing="Small"),
        text(_lost(one), spacing="None"),
        *([text(f"Tell them another way by {one.due.words}.", spacing="None")] if one.due else []),
        *([quiet(f"{one.told}.")] if one.told else []),
        # A note about a person is shown in a dialog only, not in the chat.
        *([quiet(f"“{one.note}”")] if one.note and place.dialog else []),
        *buttons(told if one.may else None),
        separator=True,
    )


def _lost(one: NotReached) -> str:
    since = f" Since {one.since}, {count(one.messages, 'message')}." if one.since else ""
    return f"{one.why}{since}"


def told_form(view: NotReached, typed: Typed) -> Json:
    """How a person whom Teams does not reach was told."""
    return card(
        f"How was {view.who.name} told?",
        text(_lost(view)),
        quiet("Say only that something waits in Teams. Name no child and no case."),
        chosen(
            "how",
            "How they were told",
            CHOICES,
            typed,
            mend="Choose how they were told.",
            style="expanded",
        ),
        written(
            "note",
            "Note",
            typed,
            hint="For example: the number that works, or when they are back in Teams.",
            most=STAFF,
        ),
        actions=[submits("person.told", submit_of("person.told"), view.who.upn, view.version)],
    )
