"""The card about an allocated audit for its auditor, in each of the audit's states."""

from collections.abc import Callable, Mapping

from bot.cards.audit_month.allocation_after import AFTER_RETURN, fold_why, later, section_line
from bot.cards.audit_month.section import reads_section
from bot.cards.parts.kit import (
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
from bot.cards.parts.text import before_verb, count, sentence, shortened
from store.views.audit_month.allocation import AllocatedAudit
from store.views.parts.brief import Brief
from store.views.parts.offers import button_of
from store.vocabulary import terms

QUESTIONS = f"Questions: the {terms.AUDIT_TEAM}."
KLOE_WORDS = 12


def allocation_card(view: AllocatedAudit) -> Json:
    """What its auditor sees now; after each act of theirs it is the receipt."""
    return STATES.get(view.state, later)(view)


def _issued(view: AllocatedAudit) -> Json:
    audit = view.audit
    decided = view.refused or view.kept
    accept = "" if view.accept_by is None else view.accept_by.words
    return card(
        _title(audit),
        *([text(f"{decided}: the due date stands.")] if decided else []),
        *_looks_back(view),
        facts(
            [
                ("What it looks at", audit.looks_at),
                ("Work of", f"{audit.practitioner.with_role}, {audit.team}"),
                ("Moderator", "" if audit.moderator is None else audit.moderator.name),
                ("Look for", _look_for(audit)),
                ("Accept by", accept),
                ("Return due", audit.due_words if audit.is_late else ""),
            ]
        ),
        *([] if decided or view.looks_back_on else _meet(view)),
        *buttons(*ways_on(view)),
        says=f"{_title(audit)}: return it by {audit.due_words}, accept by {accept}",
    )


def _title(audit: Brief) -> str:
    """The kind, the reference and the day: "Supervision audit S-4 by Mon 21 Dec"."""
    work = f"{audit.kind[:1].upper()}{audit.kind[1:]} {audit.bare}"
    return f"{work}: due {audit.due_words}" if audit.is_late else f"{work} by {audit.due_on}"


def ways_on(view: AllocatedAudit) -> list[Json | None]:
    """The buttons of an audit to accept or to return; the likely one comes first."""
    audit = view.audit
    section = reads_section(view.section, audit.id, audit.version)
    if view.state == "issued":
        return [
            _accept(view, primary=True),
            _exempt(view),
            _start(view) if "allocation.accept" not in view.may else None,
            section,
            _why_this_date(view),
            _why_me(view),
            _more(view),
        ]
    return [_start(view, primary=True), section, _exempt(view), _why_this_date(view), _more(view)]


def _meet(view: AllocatedAudit) -> list[Json]:
    return [text(f"Please meet {view.audit.practitioner.name} to talk it through.")]


def _looks_back(view: AllocatedAudit) -> list[Json]:
    """A re-audit is a file review and a discussion with practitioner and manager (§3)."""
    if not view.looks_back_on:
        return []
    name = view.audit.practitioner.name
    return [
        text(f"Below good in {view.looks_back_on}: is it good now?"),
        text(f"Read the file; talk to {name} and their manager."),
    ]


def _accepted(view: AllocatedAudit) -> Json:
    audit = view.audit
    decided = view.refused or view.kept
    title = f"You accepted {audit.case_ref} on {view.done_on}"
    if view.recalled_on:
        title = f"You took the return of {audit.case_ref} back on {view.recalled_on}"
    elif not view.done_on:
        title = _title(audit)
    return card(
        title,
        *([text(f"{decided}: the due date stands.")] if decided else []),
        text(f"Return due {audit.due_words}."),
        text(_next_step(view)),
        *section_line(view),
        *buttons(*ways_on(view)),
        says=f"{title}; return due {audit.due_words}",
    )


def _next_step(view: AllocatedAudit) -> str:
    audit = view.audit
    if view.recalled_on:
        return "All that you wrote is kept: change what you wish, and return it again."
    if view.drafted_on:
        return f"Next: go on with the return, which was saved on {view.drafted_on}."
    return (
        f"Next: meet {audit.practitioner.name}, read the last {audit.window_months} months, "
        "and return the audit."
    )


def _exemption_asked(view: AllocatedAudit) -> Json:
    audit, by = view.audit, view.decide_by
    when = "" if by is None else f" by {by.words}"
    withdraw = "exemption.withdraw"
    return card(
        f"You asked to be exempt from {audit.case_ref} on {view.done_on}",
        text(f"{before_verb(view.decided_by)} decides{when}."),
        text(f"Until then the return stays due {audit.due_words}."),
        *buttons(
            execute(withdraw, button_of(withdraw), audit.id, audit.version)
            if withdraw in view.may
            else None
        ),
    )


def _conflict_declared(view: AllocatedAudit) -> Json:
    audit, by = view.audit, view.decide_by
    when = "" if by is None else f" by {by.words}"
    return card(
        f"You declared a conflict on {audit.case_ref} on {view.done_on}",
        text(f"The {terms.AUDIT_TEAM} decides{when} whether it goes to somebody else."),
        text("Please do no work on it until then."),
    )


def _conflict_found(view: AllocatedAudit) -> Json:
    by = view.decide_by
    when = "" if by is None else f" by {by.words}"
    return card(
        f"The audit of {view.audit.case_ref} waits for the {terms.AUDIT_TEAM}",
        text("People or cases have moved, so you may no longer be independent of this audit."),
        text(f"The {terms.AUDIT_TEAM} decides{when} whether it goes to somebody else."),
        text("Please do no work on it until then. You have done nothing wrong."),
    )


def _moved(view: AllocatedAudit) -> Json:
    since = f" on {view.done_on}" if view.done_on else ""
    return card(
        f"{view.audit.case_ref} is now with {view.now_with}",
        text(f"This audit was given to {view.now_with}{since}, so there is nothing for you to do."),
        text(QUESTIONS),
    )


def _exempted(view: AllocatedAudit) -> Json:
    """Another message says who agreed and when, so this card does not repeat it."""
    return card(
        f"You are exempt from {view.audit.case_ref}",
        text(f"It goes to somebody else as soon as the {terms.AUDIT_TEAM} has confirmed them."),
        text(QUESTIONS),
    )


def _waiting(view: AllocatedAudit) -> Json:
    return card(
        f"{view.audit.case_ref} is with the {terms.AUDIT_TEAM}",
        text("They are confirming who audits it. There is nothing for you to do now."),
        text(QUESTIONS),
    )


def _swapped(view: AllocatedAudit) -> Json:
    return card(
        f"{view.audit.case_ref} is no longer being audited",
        text("The case was swapped for another, so there is nothing for you to do."),
        text(QUESTIONS),
    )


STATES: Mapping[str, Callable[[AllocatedAudit], Json]] = {
    "issued": _issued,
    "accepted": _accepted,
    "exemption_asked": _exemption_asked,
    "conflict_declared": _conflict_declared,
    "conflict_found": _conflict_found,
    **AFTER_RETURN,
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


def _accept(view: AllocatedAudit, *, primary: bool = False) -> Json | None:
    audit, verb = view.audit, "allocation.accept"
    if verb not in view.may:
        return None
    return execute(verb, button_of(verb), audit.id, audit.version, primary=primary)


def _start(view: AllocatedAudit, *, primary: bool = False) -> Json | None:
    if "return.submit" not in view.may:
        return None
    audit = view.audit
    begun = view.drafted_on or view.recalled_on
    title = "Go on with the return" if begun else "Start the return"
    return opens_dialog("return.submit", title, audit.id, audit.version, primary=primary)


def _exempt(view: AllocatedAudit) -> Json | None:
    audit, verb = view.audit, "exemption.request"
    if verb not in view.may:
        return None
    return opens_dialog(verb, button_of(verb), audit.id, audit.version)


def _more(view: AllocatedAudit) -> Json:
    """What is needed less often: the lines of enquiry in full, the tool, a conflict."""
    audit, declare = view.audit, "conflict.declare"
    conflict = opens_dialog(declare, button_of(declare), audit.id, audit.version)
    actions = [conflict] if declare in view.may else []
    return fold(
        "More",
        quiet(f"Look at practice of the last {audit.window_months} months."),
        *(section_line(view) if view.state == "issued" else []),
        *([quiet(f"{count(len(audit.kloes), 'line')} of enquiry:")] if audit.kloes else []),
        *lines(audit.kloes),
        quiet("Involved with the child or the work in any way? Declare a conflict."),
        actions=[*actions, opens_link("Open the audit tool", audit.tool_link)],
    )


def _why_me(view: AllocatedAudit) -> Json | None:
    """The proof of independence, in its own words."""
    if not view.rules_kept:
        return None
    return fold(
        "Why me?",
        text("Chosen by the programme's rules, with work shared out evenly. You are:"),
        *lines(sentence(rule) for rule in view.rules_kept),
    )


def _why_this_date(view: AllocatedAudit) -> Json | None:
    due = view.audit.due
    return None if due is None else fold_why(due.why)
