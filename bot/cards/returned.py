"""The card about a completed audit, in the words of whoever reads it: grades and dates alone."""

from urllib.parse import urlsplit

from bot.cards.kit import Json, buttons, card, facts, fold, opens_link, text
from bot.cards.text import count
from store.views.due import working_days
from store.views.returned import Returned


def returned_card(view: Returned) -> Json:
    """For moderator, practitioner, Team Manager and audit team; never a word of the return."""
    return card(
        _title(view),
        facts(
            [
                ("Returned", f"{view.returned_on}{_lateness(view)}"),
                (
                    "Moderate by" if view.reader == "moderator" else "Moderation by",
                    _moderation(view),
                ),
                ("Actions", str(view.actions) if view.actions else "none"),
            ]
        ),
        *(text(line) for line in _next(view)),
        *buttons(
            opens_link("Open the audit document", view.document_link)
            if view.document_link
            else None,
            None
            if view.moderate_by is None
            else fold("Why this date?", text(view.moderate_by.why)),
            fold("Where is that document?", text(f"At {_host(view)}, where the auditor put it.")),
        ),
    )


def _title(view: Returned) -> str:
    ref, name = view.audit.case_ref, view.auditor.name
    if view.inadequate:
        return f"An audit of {ref} was graded {view.grade} by {name}"
    match view.reader:
        case "moderator":
            return f"{ref} is back for you to moderate: graded {view.grade}"
        case "practitioner":
            return f"The audit of your work on {ref}: graded {view.grade}"
        case "team_manager":
            return f"The audit of {view.audit.practitioner.name}'s work on {ref}: {view.grade}"
        case _:
            return f"{name} returned {ref}: graded {view.grade}"


def _next(view: Returned) -> list[str]:
    match view.reader:
        case "moderator":
            return ["Look at its depth, the accuracy of the grade, and how useful the actions are."]
        case "practitioner":
            return [
                f"{view.auditor.name} talks it through with you.",
                "The grade may still change in moderation.",
            ]
        case "team_manager":
            what = f"Work on the {count(view.actions, 'action')} may start." if view.actions else ""
            return [line for line in (what, "The grade may still change in moderation.") if line]
        case _:
            return ["The practitioner, Team Manager and moderator have been told."]


def _lateness(view: Returned) -> str:
    if view.in_time:
        return ", in time"
    return f", {working_days(view.late)} after its day" if view.late else ", after its hour"


def _moderation(view: Returned) -> str:
    by = "" if view.moderate_by is None else view.moderate_by.words
    if view.reader == "moderator" or view.audit.moderator is None:
        return by
    return f"{by}, {view.audit.moderator.name}" if by else ""


def _host(view: Returned) -> str:
    return urlsplit(view.document_link).hostname or "a place without a name"
