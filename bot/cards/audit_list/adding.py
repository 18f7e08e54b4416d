"""The form that adds an audit to those drawn (programme.md §6)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, quiet, submits
from store.views.audit_list.adding import Adding
from store.views.parts.offers import submit_of


def add_form(view: Adding, typed: Typed) -> Json:
    """The kind, its subject, the reason, and the auditor if that is settled."""
    return card(
        f"Add an audit to {view.service}",
        quiet("People you do not choose are found by the same rules as for the whole list."),
        chosen("kind", "Kind", list(view.kinds), typed, mend="Choose what kind of audit it is."),
        written(
            "case_ref",
            "Reference",
            typed,
            mend="Give the reference of the case or other subject.",
            hint="As in the case file; the kind says what it looks at.",
            most=40,
            multiline=False,
        ),
        chosen(
            "auditor",
            "Auditor, if that is settled",
            list(view.auditors),
            typed,
            hint="A practice audit is for somebody who is not trained yet.",
        ),
        written(
            "reason",
            "Why it is added",
            typed,
            mend="Say why; the reason is recorded with the audit.",
            most=1000,
        ),
        actions=[submits("audit.add", submit_of("audit.add"), view.cycle, view.version)],
    )
