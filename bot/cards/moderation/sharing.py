"""A completed audit, shared: grades, dates and a link, and nothing of what was written (§2.14)."""

from bot.cards.parts.kit import Json, buttons, card, facts, text
from bot.cards.parts.offers import opens_document
from bot.cards.parts.reasons import every_grade
from bot.cards.parts.text import joined
from store.views.moderation.sharing import Shared


def shared_card(view: Shared) -> Json:
    """For the IRO, the Child Protection Chair, their manager and the services involved."""
    return card(
        f"An audit of {view.audit.case_ref} is complete: graded {view.grade}",
        text(_why(view)),
        facts(_facts(view)),
        *_may_change(view),
        text("This is for you to read: there is nothing to do."),
        *_buttons(view),
    )


def _why(view: Shared) -> str:
    if view.reader == "service":
        return "Your service is involved in the case."
    return f"You are the {view.reader} of this case."


def share_by_hand_card(view: Shared) -> Json:
    """For the audit team: services that have nobody in the people file."""
    if not view.by_hand:
        return card(
            f"{view.audit.case_ref}: the services involved are in the people file now",
            text("Anybody added since has not received it: please send them the document."),
            *_buttons(view),
        )
    return card(
        f"Please share {view.audit.case_ref} with {joined(list(view.by_hand))}",
        text("Nobody there is in the people file, so please send them the document."),
        facts(_facts(view)),
        *_may_change(view),
        *_buttons(view),
    )


def _may_change(view: Shared) -> list[Json]:
    """Whoever acts on it, or passes it on, knows that the grade is not final."""
    return [text(view.may_change, weight="Bolder")] if view.may_change else []


def _facts(view: Shared) -> list[tuple[str, str]]:
    audit = view.audit
    return [
        ("Work of", f"{audit.practitioner.name}, {audit.team}"),
        ("Graded", view.grade),
        ("Returned", view.returned_on),
        ("Completed", view.completed_on),
    ]


def _buttons(view: Shared) -> list[Json]:
    return buttons(opens_document(view.document_link), every_grade(view.given))
