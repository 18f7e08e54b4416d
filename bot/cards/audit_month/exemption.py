"""A request to be exempt: its forms, the card that decides it, the cards for who asked."""

from collections.abc import Sequence

from bot.cards.audit_month.allocation import allocation_card, ways_on
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    lines,
    opens_dialog,
    submits,
    text,
)
from bot.cards.parts.text import before_verb, count, joined, shortened
from store.views.audit_month.exemption import ExemptionAsked
from store.views.parts.brief import Brief
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

REQUEST, APPROVE, REFUSE = "exemption.request", "exemption.approve", "exemption.refuse"
REASON_WORDS = 25

CATEGORIES = {
    "leave": "Leave",
    "sickness": "Sickness",
    "workload": "Workload",
    "other": "Another reason",
}


def exemption_card(view: ExemptionAsked) -> Json:
    """For the Head of Service who decides; once decided, their receipt."""
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
                text(f"Withdrawn on {view.decided_on}. There is nothing for you to decide."),
                text(f"The return stays due {view.audit.due_words}."),
            )


def _to_decide(view: ExemptionAsked) -> Json:
    audit = view.audit
    short = shortened(view.reason, REASON_WORDS)
    by = "" if view.decide_by is None else view.decide_by.words
    return card(
        _asks(view),
        text(f"“{short}”"),
        facts([
            ("Reason", view.category),
            ("Their load", _load(view)),
            ("It would go to", _would_go(view)),
            ("If it stays", f"return due {audit.due_words}"),
            ("Decide by", by),
        ]),
        *([_word(view)] if view.may else []),
        *buttons(
            execute(APPROVE, button_of(APPROVE), audit.id, audit.version, primary=True)
            if APPROVE in view.may
            else None,
            opens_dialog(REFUSE, button_of(REFUSE), audit.id, audit.version)
            if REFUSE in view.may
            else None,
            fold("Read it all", text(f"“{view.reason}”")) if short != view.reason else None,
            fold("What else is with them?", *lines(view.with_them)) if view.with_them else None,
            fold("What happens then?", *_what_happens(view)),
        ),
        says=f"{_asks(view)}; decide by {by}",
    )  # fmt: skip


def _asks(view: ExemptionAsked) -> str:
    """Who asks, and from which audits."""
    refs = joined([view.audit.case_ref, *view.together])
    return f"{view.asked_by.name} asks to be exempt from {refs}"


def _load(view: ExemptionAsked) -> str:
    """How much is with whoever asks: "2 audits, 1 to moderate, 3 other things"."""
    held = view.in_hand
    parts = [count(held.audits, "audit")]
    parts += [f"{held.moderations} to moderate"] if held.moderations else []
    parts += [count(held.others, "other thing")] if held.others else []
    return ", ".join(parts)


def _would_go(view: ExemptionAsked) -> str:
    """Who would take it and by when."""
    if not view.would_go_to:
        return f"nobody who is free: the {terms.AUDIT_TEAM} names somebody"
    by = f", due {view.reallocated_by}" if view.reallocated_by else ""
    return f"{view.would_go_to}{by}"


def _word(view: ExemptionAsked) -> Json:
    return written(
        "reason",
        f"A word to {view.asked_by.name}; needed to refuse",
        Typed(),
        hint="They read it. Nothing about the child.",
    )


def _what_happens(view: ExemptionAsked) -> list[Json]:
    new_date = f" It is then due at the {view.reallocated_due}." if view.reallocated_due else ""
    why = [] if view.decide_by is None else [text(f"Decide by: {view.decide_by.why}")]
    return [
        text(
            f"If you agree, the next lawful auditor is proposed at once and the {terms.AUDIT_TEAM} "
            f"confirms them.{new_date}"
        ),
        text(f"If you refuse, {view.asked_by.name} reads your reason and the due date stands."),
        *why,
    ]


def _agreed(view: ExemptionAsked) -> Json:
    return card(
        f"{_decider(view)} agreed that {view.asked_by.name} is exempt from {view.audit.case_ref}",
        text(f"Decided on {view.decided_on}{_said(view)}"),
        text(_where_it_goes(view)),
    )


def _said(view: ExemptionAsked) -> str:
    """The words that came with an agreement, or a full stop."""
    return f": “{shortened(view.refusal, REASON_WORDS)}”" if view.refusal else "."


def _refused(view: ExemptionAsked) -> Json:
    return card(
        f"{_decider(view)} refused {view.asked_by.name}'s request about {view.audit.case_ref}",
        text(f"Decided on {view.decided_on}: “{shortened(view.refusal, REASON_WORDS)}”"),
        text(f"{view.asked_by.name} has been notified why. The due date stands."),
    )


def exempted_card(view: ExemptionAsked) -> Json:
    """For the person who asked and is exempt."""
    who = "" if view.decided_by is None else view.decided_by.with_role
    return card(
        f"You need not audit {view.audit.case_ref}",
        text(f"{before_verb(who)} agreed on {view.decided_on}{_said(view)}"),
        text("There is nothing more for you to do."),
    )


def not_exempted_card(view: ExemptionAsked) -> Json:
    """For the person who asked and was refused: why, and that the due date stands.

    Later it is the allocation's card, with the reason of the refusal in a fold.
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
    """The word "You" for the person who decided, their name for the others who might have."""
    if view.decided_by is None:
        return "Somebody"
    return "You" if view.decided_by.upn == view.viewer else view.decided_by.name


def _where_it_goes(view: ExemptionAsked) -> str:
    if view.now_with:
        return f"It is now with {view.now_with}."
    if view.goes_to:
        return f"It goes to {view.goes_to} once the {terms.AUDIT_TEAM} has confirmed."
    return f"Nobody else is free yet, so the {terms.AUDIT_TEAM} is naming somebody."


def exemption_request_form(
    audit: Brief,
    categories: Sequence[str],
    decider: str,
    typed: Typed,
    others: Sequence[tuple[str, str]] = (),
) -> Json:
    """A category and a reason; `decider` is who decides, as a sentence begins with them.

    `others` are their other audits, by id with the words of the choice.
    """
    return card(
        f"Ask to be exempt from {audit.case_ref}",
        text(f"{before_verb(decider)} decides. Until then the return stays due {audit.due_words}."),
        chosen(
            "category",
            "Kind of reason",
            [(category, CATEGORIES.get(category, category)) for category in categories],
            typed,
            mend="Choose the nearest reason.",
            style="expanded",
        ),
        written(
            "reason",
            "Your reason",
            typed,
            mend="Say in a sentence why you cannot do this audit.",
            hint="For example: from when to when, and what is in the way. Nothing about the child.",
        ),
        *(
            [
                chosen(
                    "also",
                    "Does it hold for your other audits too?",
                    others,
                    typed,
                    style="expanded",
                    several=True,
                )
            ]
            if others
            else []
        ),
        actions=[submits(REQUEST, submit_of(REQUEST), audit.id, audit.version)],
    )


def exemption_agree_form(view: ExemptionAsked, typed: Typed) -> Json:
    """What is agreed to, with a word that need not be given."""
    audit, refs = view.audit, joined([view.audit.case_ref, *view.together])
    return card(
        f"Agree that {view.asked_by.name} is exempt from {refs}",
        text(f"They asked: “{view.reason}”"),
        facts([("Their load", _load(view)), ("It would go to", _would_go(view))]),
        written(
            "reason", f"A word to {view.asked_by.name}", typed, hint="Nothing about the child."
        ),
        actions=[submits(APPROVE, submit_of(APPROVE), audit.id, audit.version)],
    )


def exemption_refuse_form(view: ExemptionAsked, typed: Typed) -> Json:
    """Why it is refused; the auditor reads it."""
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
        ),
        actions=[submits(REFUSE, submit_of(REFUSE), audit.id, audit.version)],
    )
