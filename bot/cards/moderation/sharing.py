"""A completed audit for those who work on with it: grades, dates and a link, no text (§2.14)."""

from bot.cards.parts.kit import Json, buttons, card, facts, opens_link, text
from bot.cards.parts.reasons import every_grade
from bot.cards.parts.text import joined
from store.views.moderation.sharing import Shared


def shared_card(view: Shared) -> Json:
    """For IRO, Child Protection Chair, their manager and the services involved."""
    return card(
        f"An audit of {view.audit.case_ref} is complete: graded {view.grade}",
        text(_why(view)),
        facts(_facts(view)),
        text("For you to read; nothing is asked of you. Please keep it with the work."),
        *_buttons(view),
    )


def _why(view: Shared) -> str:
    if view.reader == "service":
        return "It is shared with you because your service has a part in the case."
    return f"You are the {view.reader} of this case."


def share_by_hand_card(view: Shared) -> Json:
    """For the audit team: services that Sightline can tell nobody of."""
    if not view.by_hand:
        return card(
            f"{view.audit.case_ref}: the services involved are in the people file now",
            text("Whoever was added since has not had it: please send them the document."),
            *_buttons(view),
        )
    return card(
        f"Please share {view.audit.case_ref} with {joined(list(view.by_hand))}",
        text("The people file has nobody there, so Sightline could not tell them."),
        facts(_facts(view)),
        text("Send them the document; with somebody in the people file it goes by itself."),
        *_buttons(view),
    )


def _facts(view: Shared) -> list[tuple[str, str]]:
    audit = view.audit
    return [
        ("Work of", f"{audit.practitioner.name}, {audit.team}"),
        ("Graded", view.grade),
        ("Returned", view.returned_on),
        ("Completed", view.completed_on),
    ]


def _buttons(view: Shared) -> list[Json]:
    link = view.document_link
    return buttons(
        opens_link("Open the audit document", link) if link else None, every_grade(view.given)
    )
