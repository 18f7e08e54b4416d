"""The form with which the audit team names somebody for a post for which nobody is here (§4)."""

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, card, quiet, submits, text
from store.views.parts.offers import submit_of
from store.views.people.naming import NamingForm

VERB = "post.name"


def naming_form(view: NamingForm, typed: Typed) -> Json:
    """Whom the post passes to until it is held again; without anybody, what to do instead."""
    title = f"{view.about}: who is to {view.words}?"
    vacant = text(f"Nobody is here as {view.post}. It is due {view.due.words}.")
    if not view.choices:
        return card(
            title,
            vacant,
            text(
                "Nobody who is here may decide it either. Bring the people file up to date, and "
                "import it again."
            ),
        )
    return card(
        title,
        vacant,
        quiet(
            "Whoever you name owes all that this post owes, until somebody holds it again or "
            "somebody above is back. Please agree it with them first."
        ),
        chosen(
            "person",
            "Who answers for it",
            list(view.choices),
            typed,
            mend="Choose who answers for it.",
        ),
        actions=[submits(VERB, submit_of(VERB), view.duty, view.version)],
    )
