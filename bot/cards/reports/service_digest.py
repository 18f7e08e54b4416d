"""The part of a digest that is a Head of Service's, Group Manager's or Team Manager's own."""

from bot.cards.nudges.duty_lines import number
from bot.cards.parts.kit import (
    Json,
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
from bot.cards.parts.text import count, months_without_year, sentence
from bot.cards.reports.digest import PAGE, VIEW, actions, at_its_foot, backlog, page_choice
from bot.cards.reports.digest_charts import returns_chart, with_weeks
from bot.cards.reports.digest_opening import change, my_work, opening
from bot.cards.reports.still_open import folded, open_row, open_title, what_is_late
from store.views.parts.due import working_days
from store.views.reports.service_digest import DigestTally, Missing, ServiceDigest
from store.vocabulary import terms

WAITING = 5
"""Cases that the card names in one line."""


def service_digest_card(view: ServiceDigest) -> Json:
    """What is asked of the reader and what is wrong; then the numbers of their part."""
    title = _title(view)
    first, late = view.opening, len(view.missing)
    area = view.area.replace("Your ", "your ", 1)
    unreached = len(view.unreached)
    parts = [(f"By people of {area}", view.by_us), (f"Work of {area}", view.of_us)]
    above, below = opening(title, first, answers=0, not_in=late + unreached, unreached=unreached)
    return card(
        title,
        *above,
        *with_weeks(
            (
                opens_dialog(
                    VIEW, f"See the {number(late)} not in", view.id, view.version, primary=True
                )
                if late
                else None,
                my_work(first, primary=not late),
                folded(view.open),
                fold("Who could not be reached?", *lines(view.unreached))
                if view.unreached
                else None,
            ),
            view.weeks,
        ),
        *below,
        *returns_chart(parts),
        facts((name, _numbers(tally)) for name, tally in parts),
        facts(
            [
                open_row(view.open, first),
                (f"With the {terms.AUDIT_TEAM}", ", ".join(view.waiting[:WAITING])),
                ("Sent back", f"{view.rework} to be amended" if view.rework else ""),
                ("Exemptions", f"{view.asked} asked, {view.given} given, {view.refused} refused"),
                ("To be moderated", backlog(view.backlog, view.backlog_late, first)),
                ("Inadequate", ", ".join(view.inadequate) or "none"),
                ("Actions overdue", actions(view.actions_overdue, first)),
            ]
        ),
        *what_is_late(view.open),
        *at_its_foot(
            first,
            view.stands_for,
            f"As of {view.as_of}. The ledger's head: fact {view.head_seq}, {view.head}.",
        ),
        says=title,
    )


def _title(view: ServiceDigest) -> str:
    """A service is counted by its audited work, as the Director reads it; a team by its people."""
    month = months_without_year(view.month)
    first, second = (view.of_us, view.by_us) if view.is_service else (view.by_us, view.of_us)
    told = next((one for one in (first, second) if one.fell_due), None)
    if told is not None:
        percent = f"{told.rate}%"
        return f"{view.area}, {month}: {told.in_time} of {told.fell_due} in on time ({percent})"
    shown = first if first.allocated else second
    if not shown.allocated:
        return open_title(view.area, view.open)
    due = f", the next due {view.next_due}" if view.next_due else ""
    return f"{view.area}, {month}: {shown.early} of {shown.allocated} in{due}"


def _numbers(tally: DigestTally) -> str:
    """Returns in time, late and not in, each with its change; "" if there is no such audit."""
    if not tally.allocated:
        return ""
    if not tally.fell_due:
        return f"{count(tally.allocated, 'audit')}, {tally.early} in, none overdue"
    then = tally.then or tally
    early = f", {tally.early} in early" if tally.early else ""
    return (
        f"{tally.in_time} of {tally.fell_due} in time{change(tally.in_time, then.in_time)}, "
        f"{tally.late} late{change(tally.late, then.late)}, "
        f"{tally.not_in} not in{change(tally.not_in, then.not_in)}{early}"
    )


def service_digest_dialog(view: ServiceDigest, page: int = 1) -> Json:
    """The names behind the numbers, `PAGE` at a time: the reader's own auditors first."""
    pages = max(1, -(-len(view.missing) // PAGE))
    page = min(max(page, 1), pages)
    shown = view.missing[(page - 1) * PAGE : page * PAGE]
    where = f", page {page} of {pages}" if pages > 1 else ""
    return card(
        f"Not in on {view.as_of.partition(', ')[0]}: {count(len(view.missing), 'audit')}{where}",
        *(_line(one) for one in shown),
        *([] if pages == 1 else [page_choice(pages, page)]),
        actions=[submits(VIEW, "Show that page", view.id, view.version)] if pages > 1 else [],
    )


def _line(one: Missing) -> Json:
    late = f"{working_days(one.late)} late" if one.late else "due that day"
    whose = "one of your people" if one.own else f"auditing {one.team}"
    auditor = "you" if one.you else f"{one.auditor}, {whose}"
    return group(
        text(f"{one.case_ref}: {auditor}, due {one.due}, {late}."),
        *([quiet(sentence(one.silence))] if one.silence else []),
        separator=True,
    )
