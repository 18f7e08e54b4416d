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
from bot.cards.parts.text import count, joined, months_without_year, sentence
from bot.cards.reports.digest_charts import returns_chart, with_weeks
from bot.cards.reports.digest_opening import change, my_work, note_on_changes, opening
from bot.cards.reports.still_open import folded, open_row, open_title, what_is_late
from store.views.parts.due import working_days
from store.views.parts.offers import button_of, submit_of
from store.views.reports.digest_opening import Opening
from store.views.reports.digest_read import DigestRead, Line
from store.views.reports.digest_services import ServiceRow
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

    The profile says who that is (`digest.addressed_by`). What is asked of the reader stands first,
    then what is wrong, and the numbers of each service after the buttons.
    """
    title = _title(view)
    shown, rest = view.services[:SERVICES], view.services[SERVICES:]
    waiting = [line for line in view.lines if line.may_address and not line.addressed]
    first = view.opening
    above, below = opening(
        title,
        first,
        answers=len(waiting),
        not_in=sum(row.not_in for row in view.services),
        unreached=len(view.unreached),
    )
    return card(
        title,
        *above,
        *with_weeks(
            (
                _record(waiting),
                opens_dialog(
                    VIEW,
                    f"See the {number(len(view.lines))}",
                    view.id,
                    view.version,
                    primary=not waiting,
                )
                if view.lines
                else None,
                my_work(first, primary=not (waiting or view.lines)),
                folded(view.open),
                fold("Other services", facts((row.service, _numbers(row)) for row in rest))
                if rest
                else None,
                fold("Who could not be reached?", *lines(view.unreached))
                if view.unreached
                else None,
            ),
            view.weeks,
        ),
        *below,
        *returns_chart([(row.service, row) for row in view.services]),
        *([facts((row.service, _numbers(row)) for row in shown)] if shown else []),
        facts(
            [
                open_row(view.open, first),
                ("Sent back", f"{view.rework} to be amended" if view.rework else ""),
                (
                    f"With the {terms.AUDIT_TEAM}",
                    ", ".join(view.waiting[:WAITING]) if view.waiting else "",
                ),
                ("Exemptions", f"{view.asked} asked, {view.given} given, {view.refused} refused"),
                ("To be moderated", backlog(view.backlog, view.backlog_late, first)),
                ("Inadequate", ", ".join(view.inadequate) or "none"),
                ("Actions overdue", actions(view.actions_overdue, first)),
                ("Out of reach", _not_told(view)),
            ]
        ),
        *([text(_recorded(view))] if view.recorded and view.lines else []),
        *what_is_late(view.open),
        *at_its_foot(
            first,
            view.stands_for,
            f"As of {view.as_of}. The ledger's head: fact {view.head_seq}, {view.head}.",
        ),
        says=title,
    )


def at_its_foot(first: Opening, names: Sequence[str], as_of: str) -> list[Json]:
    """What the changes are since, in whose place the reader gets it, and as of when."""
    note = note_on_changes(first)
    return [*([quiet(note)] if note else []), *in_place_of(names), quiet(as_of)]


def backlog(n: int, late: int, first: Opening) -> str:
    """How many wait for moderation, with the change since the week before."""
    then = first.backlog_then if first.since else None
    return f"{n}{change(n, then)}, {number(late)} overdue" if n else "none"


def actions(n: int, first: Opening) -> str:
    """How many actions are overdue, with the change since the week before."""
    return f"{n}{change(n, first.actions_then if first.since else None)}" if n else "none"


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


def _recorded(view: DigestRead) -> str:
    """The receipt of what was recorded, on the card itself."""
    return f"How it was addressed: recorded for {view.recorded} of {len(view.lines)}."


def _title(view: DigestRead) -> str:
    """For one service by its name: "Frontdoor, December: 52 of 59 in on time (88%)"."""
    where = f"{view.services[0].service}, " if len(view.services) == 1 else ""
    month = months_without_year(view.month)
    due = sum(row.fell_due for row in view.services)
    if not any(row.allocated for row in view.services):
        return open_title(where, view.open)
    if not due:
        return f"{where}{month}: {_ahead(view)}"
    in_time = sum(row.in_time for row in view.services)
    percent = (200 * in_time + due) // (2 * due)
    return f"{where}{month}: {in_time} of {due} in on time ({percent}%)"


def _ahead(view: DigestRead) -> str:
    """Before the first due date has passed, and on that day until its hour."""
    out = sum(row.allocated for row in view.services)
    early = sum(row.early for row in view.services)
    due = f", the next due {view.next_due}" if view.next_due else ""
    return f"{early} of {out} in{due}"


def _numbers(row: ServiceRow) -> str:
    """One service with who heads it: returns in time, late and not in, each with its change."""
    head = f"{row.head}: " if row.head else ""
    if not row.fell_due:
        return f"{head}{count(row.allocated, 'audit')}, {row.early} in, none overdue"
    then = row.then or row
    early = f", {row.early} in early" if row.early else ""
    return (
        f"{head}{row.in_time} of {row.fell_due} in time{change(row.in_time, then.in_time)}, "
        f"{row.rate}%, {row.late} late{change(row.late, then.late)}, "
        f"{row.not_in} not in{change(row.not_in, then.not_in)}{early}"
    )


def _record(waiting: Sequence[Line]) -> Json | None:
    """Straight to the failure that waits longest; the form takes the same answer for others."""
    if not waiting:
        return None
    line = waiting[0]
    return opens_dialog(ADDRESS, button_of(ADDRESS), line.line, line.version, primary=True)


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
    answer = sentence(line.silence) if line.silence and not line.in_since else ""
    title = "Change what was recorded" if line.addressed else button_of(ADDRESS)
    return group(
        text(f"{line.case_ref}: {line.auditor}, {line.service}, due {line.due}, {late}.{since}"),
        *([quiet(answer)] if answer else []),
        *([quiet(f"{line.addressed}.")] if line.addressed else []),
        *([quiet(f"“{line.how}”")] if line.how else []),
        *buttons(_address(line, title) if line.may_address else None),
        separator=True,
    )


def _address(line: Line, title: str) -> Json:
    pressed = submits(ADDRESS, title, line.line, line.version, primary=False)
    return pressed | {"associatedInputs": "none"}


def digest_addressed_form(line: Line, typed: Typed, others: Sequence[Line] = ()) -> Json:
    """What was done about one failure, and about those `others` that the same is true of."""
    since = [text(f"It has been in since {line.in_since}.")] if line.in_since else []
    before = [quiet(f"{line.addressed}: “{line.how}”")] if line.addressed else []
    return card(
        f"How was {line.auditor}'s return of {line.case_ref} addressed?",
        text(f"{line.service}, due {line.due}."),
        *([quiet(sentence(line.silence))] if line.silence and not line.in_since else []),
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
        *([_same_for(others, typed)] if others else []),
        actions=[submits(ADDRESS, submit_of(ADDRESS), line.line, line.version)],
    )


def _same_for(others: Sequence[Line], typed: Typed) -> Json:
    """The other failures that wait, to be ticked where the same was done."""
    choices = [(one.line, f"{one.case_ref}: {one.auditor}, {one.service}") for one in others]
    return chosen(
        "same_for",
        f"The same for {'this one' if len(choices) == 1 else f'these {number(len(choices))}'}",
        choices,
        typed,
        hint="Tick each return about which the same was done.",
        style="expanded",
        several=True,
    )
