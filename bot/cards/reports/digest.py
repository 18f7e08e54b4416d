"""The non-submission digest: numbers first, then names, and what was done about each."""

from collections.abc import Sequence

from bot.cards.nudges.duty_lines import number
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    group,
    lines,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import count, joined, months_without_year
from bot.cards.reports.still_open import folded, open_row, open_title, what_is_late
from store.views.parts.due import working_days
from store.views.parts.offers import button_of, submit_of
from store.views.reports.digest_read import DigestRead, Line, ServiceRow
from store.vocabulary import terms

SERVICES = 3
"""Services that stand on the card itself."""
PAGE = 20
WAITING = 5
"""Cases between two auditors that the card names."""
MOST_NOT_REACHED = 5
"""People out of reach whom the card names."""
STAFF = 1000
"""The longest reason that is taken about staff."""
VIEW, ADDRESS = "digest.view", "digest.addressed"


def digest_card(view: DigestRead) -> Json:
    """The digest as a card; whoever answers it also gets the button for what was done.

    The profile says who that is (`digest.addressed_by`).
    """
    title = _title(view)
    shown, rest = view.services[:SERVICES], view.services[SERVICES:]
    return card(
        title,
        *in_place_of(view.stands_for),
        *_by_service(view, shown),
        *([text(f"Not reached in Teams: {len(view.unreached)}.")] if view.unreached else []),
        *buttons(
            opens_dialog(
                VIEW, f"See the {number(len(view.lines))}", view.id, view.version, primary=True
            )
            if view.lines
            else None,
            _record(view),
            folded(view.open),
            fold("Other services", facts((row.service, _numbers(row)) for row in rest))
            if rest
            else None,
            fold("Who could not be reached?", *lines(view.unreached)) if view.unreached else None,
        ),
        facts(
            [
                open_row(view.open),
                ("Sent back", f"{view.rework} to be amended" if view.rework else ""),
                (
                    f"With the {terms.AUDIT_TEAM}",
                    ", ".join(view.waiting[:WAITING]) if view.waiting else "",
                ),
                ("Exemptions", f"{view.asked} asked, {view.given} given, {view.refused} refused"),
                ("To be moderated", _backlog(view)),
                ("Inadequate", ", ".join(view.inadequate) or "none"),
                ("Actions overdue", str(view.actions_overdue) if view.actions_overdue else "none"),
                ("Out of reach", _not_told(view)),
            ]
        ),
        *([text(_recorded(view))] if view.recorded and view.lines else []),
        *what_is_late(view.open),
        quiet(f"As of {view.as_of}. The ledger's head: fact {view.head_seq}, {view.head}."),
        says=title,
    )


def _not_told(view: DigestRead) -> str:
    """Those whom Teams does not reach and who still have to be told another way."""
    if not view.not_told:
        return ""
    more = len(view.not_told) - MOST_NOT_REACHED
    rest = [f"{more} more"] if more > 0 else []
    # Names have their roles after a comma.
    return (
        f"{'; '.join([*view.not_told[:MOST_NOT_REACHED], *rest])} (still to be reached another way)"
    )


def in_place_of(names: Sequence[str]) -> list[Json]:
    """In whose place the reader gets it."""
    if not names:
        return []
    return [
        quiet(f"To you for {joined(list(names))}, who {'is' if len(names) == 1 else 'are'} away.")
    ]


def _by_service(view: DigestRead, shown: Sequence[ServiceRow]) -> list[Json]:
    """Each service's numbers; for a single one, only those that are not in the title."""
    if not view.services:
        return []
    if len(view.services) > 1:
        return [facts((row.service, _numbers(row)) for row in shown)]
    row = view.services[0]
    if not row.fell_due:
        return [text("None is overdue.")]
    early = f", {row.early} in early" if row.early else ""
    return [text(f"{row.late} late, {row.not_in} not in{early}.")]


def _recorded(view: DigestRead) -> str:
    """The receipt of what was recorded, on the card itself."""
    return f"How it was addressed: recorded for {view.recorded} of {len(view.lines)}."


def _title(view: DigestRead) -> str:
    """For one service by its name: "Frontdoor, December: 52 of 59 in on time (88 %)"."""
    where = f"{view.services[0].service}, " if len(view.services) == 1 else ""
    month = months_without_year(view.month)
    due = sum(row.fell_due for row in view.services)
    if not any(row.allocated for row in view.services):
        return open_title(where, view.open)
    if not due:
        return f"{where}{month}: {_ahead(view)}"
    in_time = sum(row.in_time for row in view.services)
    percent = (200 * in_time + due) // (2 * due)
    return f"{where}{month}: {in_time} of {due} in on time ({percent} %)"


def _ahead(view: DigestRead) -> str:
    """Before the first due date has passed, and on that day until its hour."""
    out = sum(row.allocated for row in view.services)
    early = sum(row.early for row in view.services)
    due = f", the next due {view.next_due}" if view.next_due else ""
    return f"{early} of {out} in{due}"


def _numbers(row: ServiceRow) -> str:
    """One service: late and missing returns, apart from messages that were not delivered."""
    if not row.fell_due:
        return f"{count(row.allocated, 'audit')}, {row.early} in, none overdue"
    early = f", {row.early} in early" if row.early else ""
    return (
        f"{row.in_time} of {row.fell_due} in time ({row.rate} %), {row.late} late, "
        f"{row.not_in} not in{early}"
    )


def _backlog(view: DigestRead) -> str:
    return f"{view.backlog}, {number(view.backlog_late)} overdue" if view.backlog else "none"


def _record(view: DigestRead) -> Json | None:
    """Straight to the one failure that waits for an answer; several are chosen in the dialog."""
    waiting = [line for line in view.lines if line.may_address and not line.addressed]
    if len(waiting) != 1:
        return None
    line = waiting[0]
    return opens_dialog(ADDRESS, button_of(ADDRESS), line.line, line.version)


def digest_dialog(view: DigestRead, page: int = 1) -> Json:
    """The names behind the numbers, `PAGE` at a time, each with its answer or a button for one."""
    pages = max(1, -(-len(view.lines) // PAGE))
    page = min(max(page, 1), pages)
    shown = view.lines[(page - 1) * PAGE : page * PAGE]
    where = f", page {page} of {pages}" if pages > 1 else ""
    turning = [submits(VIEW, "Show that page", view.id, view.version)] if pages > 1 else []
    return card(
        f"Not in: {count(len(view.lines), 'audit')}{where}",
        *(_failure(line) for line in shown),
        *([] if pages == 1 else [page_choice(pages, page)]),
        actions=turning,
    )


def page_choice(pages: int, page: int) -> Json:
    """The choice of another page; the next one is chosen beforehand."""
    choices = [(str(n), f"Page {n} of {pages}") for n in range(1, pages + 1)]
    return chosen(
        "page",
        "Page",
        choices,
        Typed({"page": str(page % pages + 1)}),
        mend="Choose which page to see.",
    )


def _failure(line: Line) -> Json:
    late = f"{working_days(line.late)} late" if line.late else "due that day"
    since = f" In since {line.in_since}." if line.in_since else ""
    title = "Change what was recorded" if line.addressed else button_of(ADDRESS)
    return group(
        text(f"{line.case_ref}: {line.auditor}, {line.service}, due {line.due}, {late}.{since}"),
        *([quiet(f"{line.addressed}.")] if line.addressed else []),
        *([quiet(f"“{line.how}”")] if line.how else []),
        *buttons(_address(line, title) if line.may_address else None),
        separator=True,
    )


def _address(line: Line, title: str) -> Json:
    pressed = submits(ADDRESS, title, line.line, line.version, primary=False)
    return pressed | {"associatedInputs": "none"}


def digest_addressed_form(line: Line, typed: Typed) -> Json:
    """What was done about one failure."""
    since = [text(f"It has been in since {line.in_since}.")] if line.in_since else []
    before = [quiet(f"{line.addressed}: “{line.how}”")] if line.addressed else []
    return card(
        f"How was {line.auditor}'s return of {line.case_ref} addressed?",
        text(f"{line.service}, due {line.due}."),
        *since,
        *before,
        written(
            "how",
            "What was done",
            typed,
            mend="Say what was done or agreed, and with whom by role.",
            hint="For example: what is in the way, what was agreed, and by when.",
            most=STAFF,
        ),
        actions=[submits(ADDRESS, submit_of(ADDRESS), line.line, line.version)],
    )
