"""Cards and the form of an Inadequate's urgent issues (programme.md §3)."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, facts, opens_dialog, quiet, submits, text
from store.views.below_good.uopp_form import UoppForm
from store.views.below_good.urgent import UrgentAddressed
from store.views.parts.offers import submit_of
from store.vocabulary import terms

VIEW, ADDRESSED = "urgent.view", "urgent.addressed"
MOST = 4000


def urgent_addressed_card(view: UrgentAddressed) -> Json:
    """For the Head of Service and the Audit Manager: who addressed them, and when."""
    audit = view.audit
    return card(
        f"Urgent issues of {audit.case_ref} were addressed on {view.on}",
        text(f"{view.by.with_role}, recorded it."),
        *buttons(opens_dialog(VIEW, "Read what was done", audit.id, audit.version)),
    )


def urgent_dialog(view: UrgentAddressed) -> Json:
    """What was done, for those it was sent to."""
    return card(
        f"Urgent issues of {view.audit.case_ref}, {view.on}",
        text(f"“{view.what}”"),
        quiet(f"Recorded by {view.by.with_role}."),
    )


def urgent_form(view: UoppForm, due: str, typed: Typed) -> Json:
    """What was done about them."""
    audit = view.audit
    return card(
        f"Urgent issues of {audit.case_ref}{f', due {due}' if due else ''}",
        facts([("Graded", view.grade)]),
        written(
            "what",
            "What was done",
            typed,
            most=MOST,
            mend="Say what was done so that the child is safe.",
            hint=(
                f"The {terms.HEAD_OF_SERVICE} and the {terms.AUDIT_MANAGER} read it. No "
                f"family names."
            ),
        ),
        actions=[submits(ADDRESSED, submit_of(ADDRESSED), audit.id, audit.version)],
    )
