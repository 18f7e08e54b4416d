"""The allocation's card, in every state that an audit can be in for whoever it was given to."""

from collections.abc import Callable, Mapping

from bot.cards.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    lines,
    opens_dialog,
    opens_link,
    quiet,
    text,
)
from bot.cards.text import count, joined, sentence, shortened
from store.views.allocation import Allocation
from store.views.brief import Brief

QUESTIONS = "Questions: the audit team."
KLOE_WORDS = 12


def allocation_card(view: Allocation) -> Json:
    """What the person it was allocated to sees now; after each press it is the receipt."""
    return STATES.get(view.state, _later)(view)


def _issued(view: Allocation) -> Json:
    audit = view.audit
    decided = view.refused or view.kept
    accept = "" if view.accept_by is None else view.accept_by.words
    return card(
        f"Audit {audit.case_ref} by {audit.due_on}",
        *([text(f"{decided}: the due date stands.")] if decided else []),
        facts(
            [
                ("Work of", f"{audit.practitioner.with_role}, {audit.team}"),
                ("Moderator", "" if audit.moderator is None else audit.moderator.name),
                ("Look for", _look_for(audit)),
                ("Accept by", accept),
            ]
        ),
        *([] if decided else [text(f"Please meet {audit.practitioner.name} to talk it through.")]),
        *buttons(
            _accept(view, primary=True),
            _exempt(view),
            _start(view) if "allocation.accept" not in view.may else None,
            _why_this_date(view),
            _why_me(view),
            _more(view),
        ),
        says=f"Please audit {audit.case_ref}: return it by {audit.due_on}, accept by {accept}",
    )


def _accepted(view: Allocation) -> Json:
    audit = view.audit
    decided = view.refused or view.kept
    return card(
        f"You accepted {audit.case_ref} on {view.done_on}",
        *([text(f"{decided}: the due date stands.")] if decided else []),
        text(f"Return due {audit.due_words}."),
        text(
            f"Next: meet {audit.practitioner.name}, read the last {audit.window_months} months, "
            "and return the audit."
        ),
        *buttons(_start(view, primary=True), _exempt(view), _why_this_date(view), _more(view)),
        says=f"You accepted {audit.case_ref} on {view.done_on}; return due {audit.due_words}",
    )


def _exemption_asked(view: Allocation) -> Json:
    audit, by = view.audit, view.decide_by
    when = "" if by is None else f" by {by.words}"
    withdraw = "exemption.withdraw"
    return card(
        f"You asked to be exempt from {audit.case_ref} on {view.done_on}",
        text(f"{view.decided_by} decides{when}."),
        text(f"Until then the return stays due {audit.due_words}."),
        *buttons(
            execute(withdraw, "Withdraw the request", audit.id, audit.version)
            if withdraw in view.may
            else None,
        ),
    )


def _conflict_declared(view: Allocation) -> Json:
    audit, by = view.audit, view.decide_by
    when = "" if by is None else f" by {by.words}"
    return card(
        f"You declared a conflict on {audit.case_ref} on {view.done_on}",
        text(f"The audit team decides{when} whether it goes to somebody else."),
        text("Please do no work on it until then."),
    )


def _returned(view: Allocation) -> Json:
    audit, by = view.audit, view.moderate_by
    moderator = "The moderator" if audit.moderator is None else audit.moderator.name
    return card(
        f"You returned {audit.case_ref} on {view.done_on}",
        text(f"Graded {view.grade}."),
        text(f"{moderator} moderates it{'' if by is None else f' by {by.words}'}."),
        text(
            f"{joined([audit.practitioner.name, audit.team_manager.name])} have been told, and "
            "work on the actions may start."
        ),
        *buttons(*([] if by is None else [_fold_why("Why this date?", by.why)])),
    )


def _moved(view: Allocation) -> Json:
    since = f" on {view.done_on}" if view.done_on else ""
    return card(
        f"{view.audit.case_ref} is now with {view.now_with}",
        text(f"This audit was given to {view.now_with}{since}, so there is nothing for you to do."),
        text(QUESTIONS),
    )


def _exempted(view: Allocation) -> Json:
    return card(
        f"You are exempt from {view.audit.case_ref}",
        text(f"{view.decided_by} agreed, so there is nothing for you to do."),
        text("It goes to somebody else as soon as the audit team has confirmed them."),
        text(QUESTIONS),
    )


def _waiting(view: Allocation) -> Json:
    return card(
        f"{view.audit.case_ref} is with the audit team",
        text("They are confirming who audits it, so there is nothing for you to do now."),
        text(QUESTIONS),
    )


def _swapped(view: Allocation) -> Json:
    return card(
        f"{view.audit.case_ref} is no longer being audited",
        text("The case was swapped for another, so there is nothing for you to do."),
        text(QUESTIONS),
    )


def _later(view: Allocation) -> Json:
    """A state of a later step of the programme: what is so, without buttons."""
    return card(
        f"{view.audit.case_ref}: {view.state.replace('_', ' ')}",
        text(f"Return due {view.audit.due_words}."),
        text(QUESTIONS),
    )


STATES: Mapping[str, Callable[[Allocation], Json]] = {
    "issued": _issued,
    "accepted": _accepted,
    "exemption_asked": _exemption_asked,
    "conflict_declared": _conflict_declared,
    "returned": _returned,
    "moved": _moved,
    "exempted": _exempted,
    "waiting": _waiting,
    "swapped": _swapped,
}


def _look_for(audit: Brief) -> str:
    """The first line of enquiry, shortened; the fold has them all."""
    if not audit.kloes:
        return ""
    more = len(audit.kloes) - 1
    return shortened(audit.kloes[0], KLOE_WORDS) + (f" (and {more} more)" if more else "")


def _accept(view: Allocation, *, primary: bool = False) -> Json | None:
    if "allocation.accept" not in view.may:
        return None
    audit = view.audit
    return execute(
        "allocation.accept", "Accept the audit", audit.id, audit.version, primary=primary
    )


def _start(view: Allocation, *, primary: bool = False) -> Json | None:
    if "return.submit" not in view.may:
        return None
    audit = view.audit
    return opens_dialog(
        "return.submit", "Start the return", audit.id, audit.version, primary=primary
    )


def _exempt(view: Allocation) -> Json | None:
    if "exemption.request" not in view.may:
        return None
    audit = view.audit
    return opens_dialog("exemption.request", "Ask to be exempt", audit.id, audit.version)


def _more(view: Allocation) -> Json:
    """What is rarer: the lines of enquiry in full, the tool, a conflict."""
    audit = view.audit
    conflict = (
        opens_dialog("conflict.declare", "Declare a conflict", audit.id, audit.version)
        if "conflict.declare" in view.may
        else None
    )
    actions = [conflict] if conflict else []
    return fold(
        "More",
        quiet(f"Look at practice of the last {audit.window_months} months."),
        *([quiet(f"{count(len(audit.kloes), 'line')} of enquiry:")] if audit.kloes else []),
        *lines(audit.kloes),
        quiet("Involved with the child or the work in any way? Declare a conflict."),
        actions=[*actions, opens_link("Open the audit tool", audit.tool_link)],
    )


def _why_me(view: Allocation) -> Json | None:
    """The proof of independence, in its own words."""
    if not view.rules_kept:
        return None
    return fold(
        "Why me?",
        text("Chosen by the programme's rules, with work shared out evenly. You are:"),
        *lines(sentence(rule) for rule in view.rules_kept),
    )


def _why_this_date(view: Allocation) -> Json | None:
    due = view.audit.due
    return None if due is None else _fold_why("Why this date?", due.why)


def _fold_why(title: str, why: str) -> Json:
    return fold(title, text(why))
