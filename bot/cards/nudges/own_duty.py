"""A duty that an authority set for itself: the form that records it as done."""

from bot.cards.parts.inputs import Typed, dated
from bot.cards.parts.kit import Json, card, quiet, submits, text
from store.views.nudges.own_duty import OwnDuty

VERB = "duty.done"


def own_duty_form(view: OwnDuty, typed: Typed) -> Json:
    """The day on which it was done, and nothing about the child."""
    return card(
        f"{view.about}: {view.words}",
        text(f"Due {view.due.words}."),
        quiet(view.due.why),
        quiet("What was done stays where you keep it; here stands who recorded it, and the day."),
        dated(
            "done_on", "Done on", typed, mend="Give the day on which it was done.", last=view.today
        ),
        actions=[submits(VERB, "Record that it is done", view.id, view.version)],
    )
