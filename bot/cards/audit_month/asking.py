"""The smaller forms: asking, refusing, declaring, deciding, recording."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, quiet, submits, text
from bot.cards.parts.text import before_verb
from store.views.audit_month.conflict import Declared
from store.views.audit_month.exemption import ExemptionAsked
from store.views.audit_month.reallocation import Reallocation
from store.views.parts.brief import Brief

STAFF = 1000
"""The longest reason that is taken about staff."""

CATEGORIES = {
    "leave": "Leave", "sickness": "Sickness", "workload": "Workload", "other": "Another reason",
}  # fmt: skip


def exemption_request_form(
    audit: Brief, categories: Sequence[str], decider: str, typed: Typed
) -> Json:
    """Asking to be exempt: a category and a reason."""
    return card(
        f"Ask to be exempt from {audit.case_ref}",
        text(f"{before_verb(decider)} decides. Until then the return stays due {audit.due_words}."),
        chosen(
            "category",
            "Kind of reason",
            [(category, CATEGORIES.get(category, category)) for category in categories],
            typed,
            mend="Choose what comes closest.",
            style="expanded",
        ),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say in a sentence why you cannot do this audit.",
            hint="For example: from when to when, and what is in the way. Nothing about the child.",
            most=STAFF,
        ),
        actions=[submits("exemption.request", "Ask to be exempt", audit.id, audit.version)],
    )


def exemption_refuse_form(view: ExemptionAsked, typed: Typed) -> Json:
    """Refusing: the reason, which the auditor reads."""
    audit = view.audit
    return card(
        f"Refuse {view.asked_by.name}'s request about {audit.case_ref}",
        text(f"They asked: “{view.reason}”"),
        text(f"They read your reason, and the return stays due {audit.due_words}."),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say why not, so that they can plan.",
            hint="For example: why not, and what would help them to manage it.",
            most=STAFF,
        ),
        actions=[submits("exemption.refuse", "Refuse the request", audit.id, audit.version)],
    )


def conflict_declare_form(audit: Brief, typed: Typed) -> Json:
    """Declaring an involvement; the audit team reads it."""
    return card(
        f"Declare a conflict on {audit.case_ref}",
        text("The audit team reads it and decides whether the audit goes to somebody else."),
        written(
            "reason",
            "How you are involved",
            typed,
            mend="Say in a sentence how you are involved.",
            hint="For example: your part in the work, or your tie to those in it. No family names.",
            most=STAFF,
        ),
        actions=[submits("conflict.declare", "Declare the conflict", audit.id, audit.version)],
    )


def conflict_resolve_form(view: Declared, typed: Typed) -> Json:
    """Resolving it: where the audit goes, and why."""
    audit, name = view.audit, view.declared_by.name
    return card(
        f"Resolve {name}'s conflict on {audit.case_ref}",
        text(f"They declared: “{view.reason}”"),
        chosen(
            "outcome",
            "Where it goes",
            [("reallocate", "Give it to somebody else"), ("keep", f"Leave it with {name}")],
            typed,
            mend="Choose where the audit goes.",
            style="expanded",
        ),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say why, so that the decision can be understood later.",
            most=STAFF,
        ),
        actions=[submits("conflict.resolve", "Record the decision", audit.id, audit.version)],
    )


def reallocation_form(view: Reallocation, lawful: Sequence[tuple[str, str]], typed: Typed) -> Json:
    """Choosing the new auditor among those who may lawfully audit it."""
    audit = view.audit
    proposed = (
        "Nobody is proposed."
        if audit.auditor is None
        else (f"Proposed: {audit.auditor.with_role}.")
    )
    if not lawful:
        return card(
            f"Nobody may audit {audit.case_ref}",
            text("Nobody in the people file is trained, free and independent of this case."),
            text("Swap the case for another: the card that asked you has the button."),
        )
    return card(
        f"Choose who audits {audit.case_ref}",
        text(proposed),
        quiet("Only those are listed who are trained, present and independent of the case."),
        chosen(
            "auditor", "New auditor", list(lawful), typed, mend="Choose somebody from the list."
        ),
        actions=[submits("reallocation.confirm", "Confirm this auditor", audit.id, audit.version)],
    )
