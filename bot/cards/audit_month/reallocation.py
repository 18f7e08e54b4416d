"""An audit that lost its auditor: the audit team's card, and the form to choose another."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    lines,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import sentence
from store.views.audit_month.reallocation import Reallocation
from store.views.parts.offers import submit_of

VERB = "reallocation.confirm"


def reallocation_card(view: Reallocation) -> Json:
    """The proposal with its proof; that nobody is free; or who was confirmed, and by whom."""
    match view.state:
        case "proposed":
            return _proposed(view)
        case "nobody":
            return _nobody(view)
        case "swapped":
            return card(
                f"{view.audit.case_ref} was swapped for another case",
                text("There is nothing left to confirm."),
            )
        case _:
            return _done(view)


def _proposed(view: Reallocation) -> Json:
    audit = view.audit
    name = "" if audit.auditor is None else audit.auditor.name
    can = VERB in view.may
    return card(
        f"Confirm {name} for {audit.case_ref}",
        *_why(view),
        facts(
            [
                ("Auditor", "" if audit.auditor is None else audit.auditor.with_role),
                ("Moderator", "" if audit.moderator is None else audit.moderator.name),
                ("Work of", f"{audit.practitioner.name}, {audit.team}"),
                ("Confirm by", "" if view.confirm_by is None else view.confirm_by.words),
            ]
        ),
        *buttons(
            execute(VERB, f"Confirm {name}", audit.id, audit.version, primary=True)
            if can
            else None,
            opens_dialog(VERB, "Choose somebody else…", audit.id, audit.version) if can else None,
            _proof(view, name),
            None if view.confirm_by is None else fold("Why this date?", text(view.confirm_by.why)),
        ),
        says=f"Please confirm {name} as the new auditor of {audit.case_ref}",
    )


def _nobody(view: Reallocation) -> Json:
    audit = view.audit
    by = "" if view.confirm_by is None else view.confirm_by.words
    return card(
        f"Nobody is free for {audit.case_ref}",
        *_why(view),
        text(
            "Every lawful auditor is at their limit. Name somebody, or swap the case for another."
        ),
        facts([("Work of", f"{audit.practitioner.name}, {audit.team}"), ("Settle by", by)]),
        *buttons(
            opens_dialog(VERB, "Name an auditor…", audit.id, audit.version, primary=True)
            if VERB in view.may
            else None,
            opens_dialog("list.swap", "Swap the case…", audit.id, audit.version)
            if VERB in view.may
            else None,
        ),
    )


def _done(view: Reallocation) -> Json:
    name = "nobody" if view.audit.auditor is None else view.audit.auditor.name
    by = f"{view.done_by} confirmed on {view.done_on}." if view.done_by else "It was confirmed."
    return card(
        f"{view.audit.case_ref} went to {name}",
        text(by),
        text(f"They have been notified. Return due {view.audit.due_words}."),
    )


def _why(view: Reallocation) -> list[Json]:
    return [text(f"{view.why}.")] if view.why else []


def _proof(view: Reallocation, name: str) -> Json | None:
    if not view.rules_kept:
        return None
    return fold(
        f"Why {name}?",
        text("The next lawful auditor by the programme's rules and preferences:"),
        *lines(sentence(rule) for rule in view.rules_kept),
    )


def reallocation_form(view: Reallocation, lawful: Sequence[tuple[str, str]], typed: Typed) -> Json:
    """The choice among those who may lawfully audit it: (UPN, name)."""
    audit = view.audit
    if not lawful:
        return card(
            f"Nobody may audit {audit.case_ref}",
            text("Nobody in the people file is trained, here and independent of this case."),
            text("Swap the case for another: the card that brought you here has the button."),
        )
    proposed = "nobody" if audit.auditor is None else audit.auditor.with_role
    return card(
        f"Choose who audits {audit.case_ref}",
        text(f"Proposed: {proposed}."),
        quiet("The list has only those who are trained, here and independent of the case."),
        chosen("auditor", "New auditor", lawful, typed, mend="Choose somebody from the list."),
        actions=[submits(VERB, submit_of(VERB), audit.id, audit.version)],
    )
