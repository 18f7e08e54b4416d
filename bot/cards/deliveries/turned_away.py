"""People who were turned away on one day; the audit team may add them (trust.md §4)."""

from bot.cards.parts.kit import Json, card, lines, quiet, text
from bot.cards.parts.text import count
from store.views.deliveries.turned_away import TurnedAwayOn, VisitorLine

SHOWN = 15


def turned_away_card(view: TurnedAwayOn) -> Json:
    """Each person with the reason; none of them was shown anything."""
    n = count(len(view.people), "person was", "people were")
    more = len(view.people) - SHOWN
    return card(
        f"{n} turned away on {view.on}",
        text("They wrote to Sightline, which asked them to speak to you."),
        *lines(_line(one) for one in view.people[:SHOWN]),
        *([quiet(f"and {more} more.")] if more > 0 else []),
        quiet("To let somebody in, add them to the people file and send it in this chat."),
    )


def _line(one: VisitorLine) -> str:
    if one.may_now:
        return f"{one.time}: {one.name}, who has been added since"
    return f"{one.time}: {one.name} {one.why}"
