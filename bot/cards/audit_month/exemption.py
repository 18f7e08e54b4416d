"""Cards about a request to be exempt: for those who decide it, and for the one who asked."""

from bot.cards.audit_month.allocation import allocation_card, ways_on
from bot.cards.parts.kit import Json, buttons, card, execute, facts, fold, opens_dialog, text
from bot.cards.parts.text import before_verb, shortened
from store.views.audit_month.exemption import ExemptionAsked

REASON_WORDS = 25


def exemption_card(view: ExemptionAsked) -> Json:
    """For the deciding Head of Service; once decided it is their receipt."""
    match view.state:
        case "asked":
            return _to_decide(view)
        case "approved":
            return _agreed(view)
        case "refused":
            return _refused(view)
        case _:
            return card(
                f"{view.asked_by.name} withdrew the request about {view.audit.case_ref}",
                text(f"Withdrawn on {view.decided_on}, so there is nothing for you to decide."),
                text(f"The return stays due {view.audit.due_words}."),
            )


def _to_decide(view: ExemptionAsked) -> Json:
    audit = view.audit
    short = shortened(view.reason, REASON_WORDS)
    by = "" if view.decide_by is None else view.decide_by.words
    return card(
        f"{view.asked_by.name} asks to be exempt from {audit.case_ref}",
        text(f"“{short}”"),
        facts([("Reason", view.category), ("Return due", audit.due_words), ("Decide by", by)]),
        text("If you agree it goes to somebody else by the same rules."),
        *buttons(
            execute("exemption.approve", "Agree", audit.id, audit.version, primary=True)
            if "exemption.approve" in view.may
            else None,
            opens_dialog("exemption.refuse", "Refuse…", audit.id, audit.version)
            if "exemption.refuse" in view.may
            else None,
            fold("Read it all", text(f"“{view.reason}”")) if short != view.reason else None,
            fold("What happens then?", *_what_happens(view)),
        ),
        says=f"{view.asked_by.name} asks to be exempt from {audit.case_ref}; decide by {by}",
    )


def _what_happens(view: ExemptionAsked) -> list[Json]:
    new_date = f" It is then due at the {view.reallocated_due}." if view.reallocated_due else ""
    why = [] if view.decide_by is None else [text(f"Decide by: {view.decide_by.why}")]
    return [
        text(
            "If you agree, the next lawful auditor is named at once and the audit team confirms "
            f"them.{new_date}"
        ),
        text(f"If you refuse, {view.asked_by.name} reads your reason and the due date stands."),
        *why,
    ]


def _agreed(view: ExemptionAsked) -> Json:
    return card(
        f"{_decider(view)} agreed that {view.asked_by.name} is exempt from {view.audit.case_ref}",
        text(f"Decided on {view.decided_on}."),
        text(_where_it_goes(view)),
    )


def _refused(view: ExemptionAsked) -> Json:
    return card(
        f"{_decider(view)} refused {view.asked_by.name}'s request about {view.audit.case_ref}",
        text(f"Decided on {view.decided_on}: “{shortened(view.refusal, REASON_WORDS)}”"),
        text(f"{view.asked_by.name} has been told why. The due date stands."),
    )


def exempted_card(view: ExemptionAsked) -> Json:
    """For the one who asked and need not do it."""
    who = "" if view.decided_by is None else view.decided_by.with_role
    return card(
        f"You need not audit {view.audit.case_ref}",
        text(f"{before_verb(who)} agreed on {view.decided_on}."),
        text("There is nothing more for you to do."),
    )


def not_exempted_card(view: ExemptionAsked) -> Json:
    """For the one who asked and is to do it: why, and that the date stands.

    It is the allocation's card from now on, and why it was refused stays with it.
    """
    audit, refusal = view.audit, f"“{view.refusal}”"
    if view.still_theirs is not None and not view.is_news:
        shown = allocation_card(view.still_theirs)
        why = buttons(fold("Why was the request refused?", text(refusal)))
        return {**shown, "body": [*shown["body"], *why]}
    who = "" if view.decided_by is None else view.decided_by.with_role
    short = shortened(view.refusal, REASON_WORDS)
    ways = [] if view.still_theirs is None else ways_on(view.still_theirs)
    return card(
        f"{audit.case_ref} stays with you",
        text(f"{before_verb(who)} refused on {view.decided_on}: “{short}”"),
        text(f"The return stays due {audit.due_words}."),
        *buttons(*ways, fold("Read it all", text(refusal)) if short != view.refusal else None),
    )


def _decider(view: ExemptionAsked) -> str:
    """The word "You" to whoever decided it, their name to the others who might have."""
    if view.decided_by is None:
        return "Somebody"
    return "You" if view.decided_by.upn == view.viewer else view.decided_by.name


def _where_it_goes(view: ExemptionAsked) -> str:
    if view.now_with:
        return f"It is now with {view.now_with}."
    if view.goes_to:
        return f"It goes to {view.goes_to} once the audit team has confirmed."
    return "Nobody else is free yet: the audit team is naming somebody."
