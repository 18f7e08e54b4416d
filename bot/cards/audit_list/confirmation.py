"""The cards of a cycle's list: to confirm, to know of, to change, and its rows page by page."""

from bot.cards.parts.inputs import Typed, chosen
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

PAGE = 20
"""Rows of a list that are shown at a time."""
VIEW = "list.view"
REASON_WORDS = 16


def list_card(view: AuditList) -> Json:
    """For the Head of Service who confirms it; and for those who are copied, without that."""
    match view.state:
        case "proposed":
            return _proposed(view)
        case "changes_asked":
            return _changes_asked(view)
        case "issued":
            return _issued(view)
        case _:
            return card(
                f"The list for {_of(view)} is being drawn up",
                text("The audit team sends it once it is ready."),
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
            "Once you confirm, auditors, moderators and practitioners are told."
            if can
            else "The Head of Service confirms it; this is your copy."
        ),
        *_since(view),
        *buttons(
            execute("list.confirm", "Confirm the list", view.cycle, view.version, primary=True)
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
    """What is other than on the list that was sent before; short on the card, all in a fold."""
    if not view.sent_again:
        return []
    if not view.swapped:
        return [text("Sent again as it was: no row was swapped.")]
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
        f"{'You' if own else 'The Head of Service'} asked for {count(view.changes, 'change')} to "
        f"the list for {_of(view)}",
        text("The audit team answers, and the list then comes again to be confirmed."),
        *buttons(_see(view), _ask(view)),
    )


def _issued(view: AuditList) -> Json:
    by = view.confirmed_by
    who = "It was" if by is None else "You" if by.upn == view.viewer else by.name
    return card(
        f"{who} confirmed the list for {_of(view)}",
        text(f"Confirmed on {view.confirmed_on}."),
        text(
            f"{count(len(view.rows), 'audit')} went out: auditors, moderators, practitioners and "
            "their Team Managers have been told."
        ),
        *buttons(_see(view), _how(view)),
    )


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
    return opens_dialog("list.change", "Ask for a change…", view.cycle, view.version)


def _how(view: AuditList) -> Json:
    """How the cases were chosen, so that anybody can repeat it."""
    return fold(
        "How were they chosen?",
        text(
            f"By seeded draw (seed {view.seed}) from {count(view.pool, 'case')} of the child-level "
            "data sheet. Anybody can repeat it; a swap needs a reason and is recorded."
        ),
        text("Every auditor is trained, of another team, and not involved with the case."),
        *([quiet("Lines of enquiry:")] if view.kloes else []),
        *lines(view.kloes),
    )


def list_dialog(view: AuditList, page: int = 1) -> Json:
    """The list's rows, `PAGE` at a time; the last page stands for any after it."""
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
    """The choice of another page, the next one ready to be shown."""
    if pages == 1:
        return []
    choices = []
    for number in range(1, pages + 1):
        rows = view.rows[(number - 1) * PAGE : number * PAGE]
        choices.append((str(number), f"{number}: {rows[0].case_ref} to {rows[-1].case_ref}"))
    coming = Typed({"page": str(page % pages + 1)})
    return [chosen("page", "Page", choices, coming, mend="Choose a page of the list.")]


def list_change_card(view: ChangeAsked) -> Json:
    """For the audit team: what the Head of Service asks, and the way to answer it."""
    row, short = view.row, shortened(view.reason, REASON_WORDS)
    if view.state != "asked":
        return card(
            f"The change about {row.case_ref} was answered",
            text(f"The list for {view.service}, {view.month} went to the Head of Service again."),
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
            "The row was swapped: send the list again once every change is answered."
            if view.swapped
            else "Swap the row or leave it, then send the list again."
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
    """Swapping the row comes first, and sending the list again once it was swapped."""
    row, sends = view.row, "list.propose" in view.may
    swap = "list.swap" in view.may and not view.swapped
    return [
        opens_dialog("list.swap", "Swap the row…", row.audit, row.version, primary=True)
        if swap
        else None,
        execute("list.propose", "Send the list again", view.cycle, view.version, primary=not swap)
        if sends
        else None,
    ]
