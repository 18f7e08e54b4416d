"""The list for the Head of Service: to confirm, to ask for changes, and its rows (§2.4)."""

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
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import count, joined, shortened
from store.views.audit_list.confirmation import AuditList, ChangeAsked, ListRow
from store.views.audit_list.cycle_steps import SEND_AGAIN
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

PAGE = 20
"""Rows of a list on a page."""
VIEW = "list.view"
REASON_WORDS = 16
REASON = 1000


def list_card(view: AuditList) -> Json:
    """For the Head of Service, who confirms it, and for people who get a copy."""
    match view.state:
        case "proposed":
            return _proposed(view)
        case "changes_asked":
            return _changes_asked(view)
        case "confirmed" | "issued":
            return _confirmed(view)
        case _:
            return card(
                f"The list for {_of(view)} is being prepared",
                text(f"The {terms.AUDIT_TEAM} sends it when it is ready."),
            )


def _of(view: AuditList) -> str:
    return f"{view.service}, {view.month}"


def _proposed(view: AuditList) -> Json:
    can = "list.confirm" in view.may
    by = "" if view.confirm_by is None else view.confirm_by.words
    title = f"Confirm the list for {_of(view)}" if can else f"The list for {_of(view)}"
    return card(
        title,
        facts(
            [
                ("Audits", f"{len(view.rows)}{_by_quota(view)}"),
                ("Dip samples", str(view.dips) if view.dips else ""),
                ("Drawn from", f"{count(view.pool, 'case')}, by lot" if view.pool else ""),
                ("Confirm by", by),
            ]
        ),
        text(
            "Once you confirm, auditors, moderators and practitioners are notified."
            if can
            else f"The {terms.HEAD_OF_SERVICE} confirms it. This is your copy."
        ),
        *_since(view),
        *buttons(
            execute(
                "list.confirm", button_of("list.confirm"), view.cycle, view.version, primary=True
            )
            if can
            else None,
            _see(view),
            _ask(view),
            _how(view),
            None if view.confirm_by is None else fold("Why this date?", text(view.confirm_by.why)),
        ),
        says=f"{title}: {count(len(view.rows), 'audit')}, by {by}",
    )


def _since(view: AuditList) -> list[Json]:
    """What has changed since the list was last sent; details in a fold."""
    if not view.sent_again:
        return []
    if not view.swapped:
        return [text("Sent again unchanged: no row was swapped.")]
    if len(view.swapped) == 1:
        return [text(f"Swapped since: {view.swapped[0]}.")]
    swaps = count(len(view.swapped), "swap")
    return [
        text(f"{swaps} since you last had it."),
        *buttons(fold("What was swapped?", *lines(view.swapped[:PAGE]))),
    ]


def _changes_asked(view: AuditList) -> Json:
    own = "list.change" in view.may
    return card(
        f"{'You' if own else f'The {terms.HEAD_OF_SERVICE}'} asked for "
        f"{count(view.changes, 'change')} to "
        f"the list for {_of(view)}",
        text(f"The {terms.AUDIT_TEAM} answers, and the list is then sent again to be confirmed."),
        *buttons(_see(view), _ask(view)),
    )


def _confirmed(view: AuditList) -> Json:
    by = view.confirmed_by
    who = "It was" if by is None else "You" if by.upn == view.viewer else by.name
    return card(
        f"{who} confirmed the list for {_of(view)}",
        text(f"Confirmed on {view.confirmed_on}."),
        text(_who_hears(view)),
        *buttons(_see(view), _how(view)),
    )


def _who_hears(view: AuditList) -> str:
    """Who has been notified, or on which day they will be."""
    audits, who = count(len(view.rows), "audit"), "auditors, moderators, practitioners and their"
    if view.issues_on:
        return f"{audits} go out on {view.issues_on}: {who} {terms.TEAM_MANAGER}s hear of it then."
    return f"{audits} issued: {who} {terms.TEAM_MANAGER}s have been notified."


def _by_quota(view: AuditList) -> str:
    if not view.quotas:
        return ""
    return f": {joined([f'{n} for {title}s' for title, n in view.quotas])}"


def _see(view: AuditList) -> Json:
    title = f"See the {count(len(view.rows), 'audit')}"
    return opens_dialog(VIEW, title, view.cycle, view.version)


def _ask(view: AuditList) -> Json | None:
    if "list.change" not in view.may:
        return None
    return opens_dialog("list.change", button_of("list.change"), view.cycle, view.version)


def _how(view: AuditList) -> Json:
    """How the cases were chosen, so that anybody can repeat the draw."""
    return fold(
        "How were they chosen?",
        text(
            f"By seeded draw (seed {view.seed}) from {count(view.pool, 'case')} of the child-level "
            "data sheet. Anybody can repeat the draw. A swap needs a reason and is recorded."
        ),
        text("Every auditor is trained, from another team, and not involved with the case."),
        *([quiet("Lines of enquiry:")] if view.kloes else []),
        *lines(view.kloes),
    )


def list_dialog(view: AuditList, page: int = 1) -> Json:
    """The list's rows by page; a number past the last page shows the last."""
    pages = max(1, -(-len(view.rows) // PAGE))
    page = min(max(page, 1), pages)
    shown = view.rows[(page - 1) * PAGE : page * PAGE]
    where = f", page {page} of {pages}" if pages > 1 else ""
    return card(
        f"The list for {_of(view)}{where}",
        *(_row(row) for row in shown),
        *_turning(view, page, pages),
        actions=[submits(VIEW, "Show that page", view.cycle, view.version)] if pages > 1 else [],
    )


def _row(row: ListRow) -> Json:
    return text(
        f"{row.case_ref}: {row.auditor} audits {row.practitioner} ({row.team}); "
        f"{row.moderator} moderates",
        spacing="Small",
    )


def _turning(view: AuditList, page: int, pages: int) -> list[Json]:
    """The choice of another page, with the next one chosen already."""
    if pages == 1:
        return []
    choices = []
    for number in range(1, pages + 1):
        rows = view.rows[(number - 1) * PAGE : number * PAGE]
        choices.append((str(number), f"{number}: {rows[0].case_ref} to {rows[-1].case_ref}"))
    coming = Typed({"page": str(page % pages + 1)})
    return [chosen("page", "Page", choices, coming, mend="Choose a page of the list.")]


def list_change_card(view: ChangeAsked) -> Json:
    """For the audit team: the change that the Head of Service asks for, and how to answer."""
    row, short = view.row, shortened(view.reason, REASON_WORDS)
    if view.state != "asked":
        return card(
            f"The change about {row.case_ref} was answered",
            text(
                f"The list for {view.service}, {view.month} was sent to the "
                f"{terms.HEAD_OF_SERVICE} again."
            ),
        )
    by = "" if view.answer_by is None else view.answer_by.words
    others = view.open_changes - 1
    return card(
        f"{view.asked_by.name} asks for a change to {row.case_ref}",
        text(f"“{short}”"),
        facts(
            [
                ("Auditor", row.auditor),
                ("Work of", f"{row.practitioner}, {row.team}"),
                ("Answer by", by),
            ]
        ),
        text(
            "The row was swapped. Send the list again once every change is answered."
            if view.swapped
            else "Swap the row or leave it. Then send the list again."
        ),
        *([quiet(f"{count(others, 'more change')} asked for.")] if others > 0 else []),
        *buttons(
            *_answers(view),
            fold("Read it all", text(f"“{view.reason}”")) if short != view.reason else None,
            None if view.answer_by is None else fold("Why this date?", text(view.answer_by.why)),
        ),
        says=f"{view.asked_by.name} asks for a change to {row.case_ref}; answer by {by}",
    )


def _answers(view: ChangeAsked) -> list[Json | None]:
    """The likely answer first: swap the row or, once it is swapped, send the list again."""
    row, sends = view.row, "list.propose" in view.may
    swap = "list.swap" in view.may and not view.swapped
    return [
        opens_dialog("list.swap", "Swap the row…", row.audit, row.version, primary=True)
        if swap
        else None,
        execute("list.propose", SEND_AGAIN, view.cycle, view.version, primary=not swap)
        if sends
        else None,
    ]


def list_change_form(view: AuditList, typed: Typed) -> Json:
    """The form that asks for a change to one row of the list."""
    return card(
        f"Ask for a change to the list for {view.service}, {view.month}",
        text(
            f"One row at a time. The {terms.AUDIT_TEAM} answers, and the list then comes "
            f"to you again."
        ),
        chosen(
            "audit",
            "Which audit",
            [(row.audit, f"{row.case_ref}, {row.auditor}") for row in view.rows],
            typed,
            mend="Choose a row of the list.",
        ),
        written(
            "reason",
            "What should change, and why",
            typed,
            mend="Say what should change and why; a swap needs a reason.",
            hint="For example: what is wrong with the row. Do not identify the child.",
            most=REASON,
        ),
        actions=[submits("list.change", submit_of("list.change"), view.cycle, view.version)],
    )
