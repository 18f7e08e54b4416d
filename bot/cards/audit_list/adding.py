"""The form that adds an audit to a cycle beside what was drawn (programme.md §6)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, quiet, submits
from store.views.audit_list.adding import Adding

VERB = "audit.add"


def add_form(view: Adding, typed: Typed) -> Json:
    """Which kind, what it looks at, who does it where that is settled, and why."""
    return card(
        f"Add an audit to {view.service}",
        quiet("Whoever is not named is found by the same rules as for the whole list."),
        chosen("kind", "Kind", list(view.kinds), typed, mend="Choose what kind of audit it is."),
        written(
            "case_ref",
            "Reference",
            typed,
            mend="Give the reference of the case or other subject.",
            hint="As the case file has it; the kind says what it looks at.",
            most=40,
            multiline=False,
        ),
        chosen(
            "auditor",
            "Auditor, where that is settled",
            list(view.auditors),
            typed,
            hint="A practice audit is for somebody who is not trained yet.",
        ),
        written(
            "reason", "Why it is added", typed, mend="Say why; it is recorded with it.", most=1000
        ),
        actions=[submits(VERB, "Add the audit", view.cycle, view.version)],
    )
