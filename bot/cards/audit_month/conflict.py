"""A declared conflict: its forms, the audit team's card, and the card for who declared it."""

from bot.cards.audit_month.allocation import allocation_card, ways_on
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, submits, text
from bot.cards.parts.text import shortened
from store.views.audit_month.conflict import Declared
from store.views.parts.brief import Brief
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

DECLARE, RESOLVE = "conflict.declare", "conflict.resolve"
REASON_WORDS = 25


def conflict_card(view: Declared) -> Json:
    """For the audit team; once resolved it is their receipt."""
    if view.state == "declared":
        return _to_resolve(view)
    ref, name = view.audit.case_ref, view.declared_by.name
    who = "Somebody" if view.resolved_by is None else view.resolved_by.name
    by = "You" if view.resolved_by is not None and view.resolved_by.upn == view.viewer else who
    if view.state == "keep":
        return card(
            f"{by} left {ref} with {name}",
            text(f"Decided on {view.resolved_on}. The due date stands."),
        )
    return card(
        f"{by} took {ref} from {name}",
        text(f"Decided on {view.resolved_on}. It is reallocated by the same rules."),
    )


def _to_resolve(view: Declared) -> Json:
    audit = view.audit
    short = shortened(view.reason, REASON_WORDS)
    by = "" if view.resolve_by is None else view.resolve_by.words
    return card(
        f"{view.declared_by.name} declares a conflict on {audit.case_ref}",
        text(f"“{short}”"),
        facts([("Return due", audit.due_words), ("Resolve by", by)]),
        text("Give it to somebody else, or leave it with them. Either way, say why."),
        *buttons(
            opens_dialog(RESOLVE, button_of(RESOLVE), audit.id, audit.version, primary=True)
            if RESOLVE in view.may
            else None,
            fold("Read it all", text(f"“{view.reason}”")) if short != view.reason else None,
            None if view.resolve_by is None else fold("Why this date?", text(view.resolve_by.why)),
        ),
        says=f"{view.declared_by.name} declares a conflict on {audit.case_ref}; resolve by {by}",
    )


def conflict_resolved_card(view: Declared) -> Json:
    """For the person who declared it; where the audit stays theirs, their card to go on from."""
    audit = view.audit
    if view.still_theirs is not None and view.is_news:
        return card(
            f"{audit.case_ref} stays with you",
            text(f"The {terms.AUDIT_TEAM} looked at your conflict on {view.resolved_on}."),
            text(f"It stays where it is. The return is still due {audit.due_words}."),
            text(f"Questions: the {terms.AUDIT_TEAM}."),
            *buttons(*ways_on(view.still_theirs)),
        )
    if view.still_theirs is not None:
        return allocation_card(view.still_theirs)
    return card(
        f"{audit.case_ref} goes to somebody else",
        text(
            f"The {terms.AUDIT_TEAM} agreed with the conflict you declared, on {view.resolved_on}."
        ),
        text(f"There is nothing more for you to do. Questions: the {terms.AUDIT_TEAM}."),
    )


def conflict_declare_form(audit: Brief, typed: Typed) -> Json:
    """How the auditor is involved; the audit team reads it."""
    return card(
        f"Declare a conflict on {audit.case_ref}",
        text(
            f"The {terms.AUDIT_TEAM} reads it and decides whether the audit goes to somebody else."
        ),
        written(
            "reason",
            "How you are involved",
            typed,
            mend="Say in a sentence how you are involved.",
            hint="For example: your part in the work, or your tie to those in it. No family names.",
        ),
        actions=[submits(DECLARE, submit_of(DECLARE), audit.id, audit.version)],
    )


def conflict_resolve_form(view: Declared, typed: Typed) -> Json:
    """Who audits it, and why."""
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
        ),
        actions=[submits(RESOLVE, submit_of(RESOLVE), audit.id, audit.version)],
    )
