"""The outcome of moderation, for each person who worked on the audit, and copies of it (§2.10)."""

from bot.cards.moderation.concern import concern_button
from bot.cards.parts.kit import Json, buttons, card, fold, text
from bot.cards.parts.offers import offered
from bot.cards.parts.reasons import every_grade, read_why
from bot.cards.parts.text import count
from store.views.moderation.moderated import Moderated
from store.views.parts.grades_of import UNGRADED


def moderated_card(view: Moderated) -> Json:
    """For auditor, practitioner, Team Manager and copies: the grade, who gave it, what is next."""
    audit = view.audit
    title = _title(view)
    return card(
        title,
        text(f"{_decided(view)}."),
        *(text(line) for line in _next(view)),
        *([text(_dispute(view))] if _dispute(view) else []),
        *buttons(
            read_why("Read why", audit.id, audit.version, primary=True) if view.reads_why else None,
            offered("dispute.raise", view.may, audit.id, audit.version),
            every_grade(view.given),
            _more(view),
        ),
        says=f"{title}. {_dispute(view)}" if _dispute(view) else title,
    )


def _title(view: Moderated) -> str:
    ref = view.audit.case_ref
    if view.later is not None:
        return f"{view.later.by.name} changed the grade of {ref} to {view.later.grade}"
    if view.grade == UNGRADED:
        return f"The audit of {ref} was moderated"
    outcome = f"{view.grade}, not {view.own}" if view.changed else view.grade
    match view.reader:
        case "auditor" if view.changed:
            return (
                f"{view.decided_by.name} changed your grade for {ref} from {view.own} to "
                f"{view.grade}"
            )
        case "auditor":
            return f"{view.decided_by.name} agreed with your grade for {ref}: {view.grade}"
        case "practitioner":
            return f"The audit of your work on {ref} was moderated: {outcome}"
        case _:
            return f"The audit of {view.audit.practitioner.name}'s work on {ref}: {outcome}"


def _decided(view: Moderated) -> str:
    """Who decided it, when and in whose place; the title has the grades."""
    instead = "" if view.in_place_of is None else f"in {view.in_place_of.name}'s place"
    spoke = f", after talking on {view.spoke_on}" if view.spoke_on else ""
    if view.reader == "auditor" and view.later is None:
        decided = f"Decided {instead}" if instead else "Decided"
        return f"{decided} on {view.decided_on}{spoke}"
    who = f"{view.decided_by.name}, {instead}," if instead else view.decided_by.name
    if view.grade == UNGRADED:
        return f"{who} agreed with it on {view.decided_on}{spoke}"
    did = f"changed it from {view.own}" if view.changed else f"agreed with {view.own}"
    return f"{who} {did} on {view.decided_on}{spoke}"


def _next(view: Moderated) -> list[str]:
    added = f", {view.added} added in moderation" if view.added else ""
    are = "is" if view.actions == 1 else "are"
    actions = f"{count(view.actions, 'action')} {are} open{added}."
    told = [actions] if view.actions else []
    if view.reader == "auditor":
        return [*told, "There is nothing more for you to do."]
    if view.reader == "practitioner":
        return [*told, f"Questions: {_auditor(view)} or {view.decided_by.name}."]
    if view.copied_as:
        return [*told, f"A copy for {view.copied_as}: nothing for you to do."]
    return told


def _auditor(view: Moderated) -> str:
    return "the auditor" if view.audit.auditor is None else view.audit.auditor.name


def _dispute(view: Moderated) -> str:
    if view.dispute == "settled":
        return "A dispute about it was settled. That grade is final."
    if view.dispute in {"raised", "referred"}:
        return "The grade is disputed. You will be notified of the outcome."
    if not view.dispute_until:
        return ""
    if "dispute.raise" in view.may:
        return f"You may dispute the grade until {view.dispute_until}."
    return f"It may be disputed until {view.dispute_until}."


def _more(view: Moderated) -> Json | None:
    """A concern is about how the audit was done, not its grade, and confidential (§2.12)."""
    if "concern.raise" not in view.may:
        return None
    return fold(
        "More",
        text("A concern is about how the audit was done. It stays between those in it."),
        actions=[concern_button(view.me, view.me_version)],
    )
