"""Cards about a declared conflict: for the audit team, and for the one who declared it."""

from bot.cards.audit_month.allocation import allocation_card, ways_on
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, text
from bot.cards.parts.text import shortened
from store.views.audit_month.conflict import Declared

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
        text("Give it to somebody else, or leave it where it is with your reason."),
        *buttons(
            opens_dialog(
                "conflict.resolve", "Resolve the conflict", audit.id, audit.version, primary=True
            )
            if "conflict.resolve" in view.may
            else None,
            fold("Read it all", text(f"“{view.reason}”")) if short != view.reason else None,
            None if view.resolve_by is None else fold("Why this date?", text(view.resolve_by.why)),
        ),
        says=f"{view.declared_by.name} declares a conflict on {audit.case_ref}; resolve by {by}",
    )


def conflict_resolved_card(view: Declared) -> Json:
    """For the one who declared it; where the audit stays, it is the allocation's card from now."""
    audit = view.audit
    if view.still_theirs is not None and view.is_news:
        return card(
            f"{audit.case_ref} stays with you",
            text(f"The audit team looked at your conflict on {view.resolved_on}."),
            text(f"They see no reason to move it. The return stays due {audit.due_words}."),
            text("Questions: the audit team."),
            *buttons(*ways_on(view.still_theirs)),
        )
    if view.still_theirs is not None:
        return allocation_card(view.still_theirs)
    return card(
        f"{audit.case_ref} goes to somebody else",
        text(f"The audit team agreed with the conflict you declared, on {view.resolved_on}."),
        text("There is nothing more for you to do. Questions: the audit team."),
    )
