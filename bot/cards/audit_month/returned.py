"""The card about a returned audit, in words for each of its readers: grades and dates alone."""

from collections.abc import Sequence

from bot.cards.audit_month.returned_more import calls, host_of, more, moved_on
from bot.cards.audit_month.section import no_section, reads_section
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    opens_dialog,
    opens_link,
    text,
)
from store.views.audit_month.returned import ReturnedAudit
from store.views.parts.due import working_days
from store.views.parts.grades_of import UNGRADED
from store.views.parts.offers import button_of
from store.vocabulary import terms


def returned_card(view: ReturnedAudit) -> Json:
    """For moderator, practitioner, Team Manager and audit team; it quotes nothing of the return."""
    if view.reader == "former" or view.state != "returned":
        return moved_on(view)
    return card(
        _title(view),
        facts(
            [
                ("Returned", f"{view.returned_on}{_lateness(view)}"),
                *_then(view),
                *_talk(view),
                ("Actions", str(view.actions) if view.actions else "none"),
            ]
        ),
        *(text(line) for line in _next(view)),
        *buttons(*_buttons(view)),
    )


def _title(view: ReturnedAudit) -> str:
    ref, name = view.audit.case_ref, view.auditor.name
    again = " again" if view.again else ""
    if view.inadequate:
        return f"An audit of {ref} was graded {view.grade} by {name}"
    match view.reader:
        case "moderator" if view.moderated:
            came = "back" if view.again else "returned"
            return f"{ref} is {came} for you to moderate{_graded(view)}"
        case "practitioner":
            return f"The audit of your work on {ref}{_graded(view)}"
        case "team_manager":
            return f"The audit of {view.audit.practitioner.name}'s work on {ref}{_graded(view)}"
        case _:
            return f"{name} returned {ref}{again}{_graded(view)}"


def _graded(view: ReturnedAudit) -> str:
    return "" if view.grade == UNGRADED else f": graded {view.grade}"


def _then(view: ReturnedAudit) -> list[tuple[str, str]]:
    """What comes next, by when and by whom."""
    if view.reader == "team" and not view.checked:
        by = "" if view.check_by is None else view.check_by.words
        return [("Check by", by), ("Moderation by", _moderation(view))]
    if view.reader == "moderator":
        return [("Moderate by", _moderation(view))]
    return [("Moderation by", _moderation(view))]


def _talk(view: ReturnedAudit) -> list[tuple[str, str]]:
    """Whoever checks or moderates a re-audit sees whether the Team Manager was talked to."""
    if not view.reaudit or view.reader not in {"team", "moderator"}:
        return []
    return [(f"Talk with {view.audit.team_manager.name}", view.manager_talk or "not recorded")]


def _moderation(view: ReturnedAudit) -> str:
    if not view.moderated:
        return "not in the share that is moderated"
    by = "" if view.moderate_by is None else view.moderate_by.words
    if view.reader == "moderator" or not view.moderates:
        return by
    return f"{by}, {view.moderates}" if by else ""


def _next(view: ReturnedAudit) -> list[str]:
    match view.reader:
        case "moderator":
            return _to_moderate(view)
        case "practitioner":
            return [
                f"{view.auditor.name} talks it through with you.",
                *_sections_due(view),
                "The grade may still change in moderation.",
            ]
        case "team_manager":
            many = "action" if view.actions == 1 else f"{view.actions} actions"
            what = f"Work on the {many} may start." if view.actions else ""
            return [line for line in (what, "The grade may still change in moderation.") if line]
        case _:
            return [_checked(view)]


def _to_moderate(view: ReturnedAudit) -> list[str]:
    stead = [f"You moderate it in the place of {view.stands_in}."] if view.stands_in else []
    if not view.moderated:
        return [*stead, "It is outside the share that is moderated. Nothing for you to do."]
    if "moderation.agree" not in view.may and not view.checked and view.check_by is not None:
        check = view.check_by
        ends = check.words if check.passed else f"{check.on} at {check.time}"
        return [
            *stead,
            f"First the {terms.AUDIT_TEAM} checks that it is complete, by {ends}.",
            f"Please talk with {view.auditor.name} meanwhile.",
        ]
    return [
        *stead,
        "Consider its depth, the accuracy of the grade and the usefulness of the actions.",
    ]


def _sections_due(view: ReturnedAudit) -> list[str]:
    if view.section is None or view.section.written_on or "section.complete" not in view.may:
        return []
    due = "" if view.section.due is None else f", due {view.section.due.words}"
    return [f"Your section is still to be written{due}."]


def _checked(view: ReturnedAudit) -> str:
    if view.checked:
        by = f" by {view.checked_by}" if view.checked_by else ""
        return f"Found complete{by} on {view.checked_on}. The moderator decides next."
    if "check.pass" in view.may:
        return "Is every part there, with analysis and actions that address the issues?"
    return "A colleague checks it, because nobody checks an audit that they did or moderate."


def _lateness(view: ReturnedAudit) -> str:
    first = "; the first one came " if view.again else ", "
    if view.in_time:
        return f"{first}in time"
    late = working_days(view.late) if view.late else ""
    return f"{first}{late} after its day" if late else f"{first}after its hour"


def _buttons(view: ReturnedAudit) -> Sequence[Json | None]:
    audit, may = view.audit, view.may

    def asks(verb: str, title: str = "", *, primary: bool = False) -> Json | None:
        if verb not in may:
            return None
        said = title or button_of(verb)
        return opens_dialog(verb, said, audit.id, audit.version, primary=primary)

    reads = opens_dialog("return.view", "Read the return", audit.id, audit.version)
    document = opens_link("Open the audit document", view.document_link)
    document_button = document if view.document_link else None
    match view.reader:
        case "team":
            verb = "check.pass"
            passes = execute(verb, button_of(verb), audit.id, audit.version, primary=True)
            return [
                passes if verb in may else None,
                asks("check.send_back"),
                reads,
                document_button,
                *_folds(view),
            ]
        case "moderator":
            return [
                asks("moderation.agree", "Agree with the grade", primary=True),
                asks("moderation.change", "Change the grade…"),
                asks("moderation.send_back", "Send it back…"),
                reads,
                document_button,
                more(
                    view,
                    asks("moderation.refer", f"Refer to the {terms.AUDIT_TEAM}…"),
                    asks("moderation.conflict", "Declare a conflict…"),
                    calls(view) if view.moderated else None,
                    reads_section(view.section, audit.id, audit.version),
                ),
            ]
        case _:
            absent = view.section is None or not view.section.written_on
            return [
                asks("section.complete", primary=True) if absent else None,
                reads,
                document_button,
                *_folds(view),
            ]


def _folds(view: ReturnedAudit) -> list[Json | None]:
    due = view.check_by if view.reader == "team" and not view.checked else view.moderate_by
    section = view.section
    missing = [text(no_section(section))] if section is not None and not section.written_on else []
    where = text(f"At {host_of(view)}, where the auditor put it.")
    return [
        None if due is None else fold("Why this date?", text(due.why)),
        fold("Where is that document?", where, *(missing if view.reader == "team" else [])),
    ]
