"""The same card once the audit was returned: its auditor's receipt, whatever follows."""

from collections.abc import Callable, Mapping

from bot.cards.audit_month.section import no_section
from bot.cards.parts.kit import Json, buttons, card, execute, fold, opens_dialog, quiet, text
from bot.cards.parts.text import joined
from store.views.audit_month.allocation import AllocatedAudit
from store.views.parts.offers import button_of
from store.vocabulary import terms

QUESTIONS = f"Questions: the {terms.AUDIT_TEAM}."


def _returned(view: AllocatedAudit) -> Json:
    """The receipt, and the button to take it back until it is checked."""
    audit, by = view.audit, view.moderate_by
    moderator = "The moderator" if audit.moderator is None else audit.moderator.name
    recall = "return.recall"
    return card(
        f"You returned {audit.case_ref} on {view.done_on}",
        text(f"Graded {view.grade}."),
        text(_check(view)),
        *([] if by is None else [text(f"{moderator} moderates it by {by.words}.")]),
        text(
            f"{joined([audit.practitioner.name, audit.team_manager.name])} have been "
            "notified, and work on the actions may start."
        ),
        *buttons(
            execute(recall, button_of(recall), audit.id, audit.version)
            if recall in view.may
            else None,
            _reads(view),
            None if by is None else fold_why(by.why),
        ),
    )


def _check(view: AllocatedAudit) -> str:
    if view.checked:
        return f"The {terms.AUDIT_TEAM} found it complete."
    by = "" if view.check_by is None else f" by {view.check_by.words}"
    back = "; until then you may take it back" if "return.recall" in view.may else ""
    return f"The {terms.AUDIT_TEAM} checks that it is complete{by}{back}."


def _rectifying(view: AllocatedAudit) -> Json:
    """Another message says what to amend, so this card does not repeat it."""
    audit, back = view.audit, view.sent_back
    if back is None:
        return later(view)
    by = "" if back.amend_by is None else f" by {back.amend_by.words}"
    return card(
        f"{audit.case_ref} came back to you on {back.sent_on}",
        text(f"Please return it again{by}. Your newest card about it says what to amend."),
        *buttons(
            opens_dialog(
                "return.submit", "Amend and return it", audit.id, audit.version, primary=True
            )
            if "return.submit" in view.may
            else None,
            None if back.amend_by is None else fold_why(back.amend_by.why),
        ),
    )


def _referred(view: AllocatedAudit) -> Json:
    return card(
        f"{view.audit.case_ref} is with the {terms.AUDIT_TEAM}",
        text("They decide what happens to it, and you will be notified."),
        text("There is nothing for you to do now."),
        text(QUESTIONS),
        *buttons(_reads(view)),
    )


def _moderated(view: AllocatedAudit) -> Json:
    audit = view.audit
    who = view.moderated_by or "The moderator"
    same = view.governing == view.grade
    outcome = (
        f"You graded it {view.grade}, and that stands."
        if same
        else f"You graded it {view.grade}; {view.governing} governs now."
    )
    return card(
        f"{audit.case_ref} was moderated: {view.governing}",
        text(f"{who} moderated it. {outcome}"),
        text("Your newest card about it says what happens next."),
        *buttons(_reads(view)),
    )


def _complete(view: AllocatedAudit) -> Json:
    return card(
        f"Your audit of {view.audit.case_ref} is complete: {view.governing}",
        text(
            f"The {terms.AUDIT_TEAM} found it complete; it is outside the share that is moderated."
        ),
        text("There is nothing more for you to do, except your part in its actions."),
        *buttons(_reads(view)),
    )


def _voided(view: AllocatedAudit) -> Json:
    return card(
        f"Your audit of {view.audit.case_ref} was made void",
        text("It is kept and counts in no grade."),
        text("Your newest card about it says what happens next."),
    )


def later(view: AllocatedAudit) -> Json:
    """A state that has no card of its own: its name, without buttons."""
    return card(
        f"{view.audit.case_ref}: {view.state.replace('_', ' ')}",
        text(f"Return due {view.audit.due_words}."),
        text(QUESTIONS),
    )


def section_line(view: AllocatedAudit) -> list[Json]:
    """That the practitioner's section is missing; where it is there, a button opens it."""
    if view.section is None or view.section.written_on:
        return []
    return [quiet(no_section(view.section))]


def fold_why(why: str) -> Json:
    """The rule behind a date, one press away."""
    return fold("Why this date?", text(why))


def _reads(view: AllocatedAudit) -> Json:
    audit = view.audit
    return opens_dialog("return.view", "Read the return", audit.id, audit.version)


AFTER_RETURN: Mapping[str, Callable[[AllocatedAudit], Json]] = {
    "returned": _returned,
    "rectifying": _rectifying,
    "referred": _referred,
    "moderated": _moderated,
    "complete": _complete,
    "voided": _voided,
}
"""By the audit's state."""
