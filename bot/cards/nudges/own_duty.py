"""A duty that the authority set for itself: the form that records it as done."""

from bot.cards.parts.inputs import Typed, dated
from bot.cards.parts.kit import Json, card, quiet, submits, text
from store.views.nudges.own_duty import OwnDuty
from store.views.parts.offers import submit_of

VERB = "duty.done"


def own_duty_form(view: OwnDuty, typed: Typed) -> Json:
    """The day on which it was done; the authority keeps its own record of what was done."""
    return card(
        f"{view.about}: {view.words}",
        text(f"Due {view.due.words}."),
        quiet(view.due.why),
        quiet("Keep your own record of what was done; this records who did it, and the day."),
        dated("done_on", "Done on", typed, mend="Give the day on which it was done."),
        actions=[submits(VERB, submit_of(VERB), view.id, view.version)],
    )
