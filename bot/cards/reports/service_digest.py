"""The part of a digest that is a Head of Service's, Group Manager's or Team Manager's own."""

from bot.cards.nudges.duty_lines import number
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
from bot.cards.parts.text import count, months_without_year
from bot.cards.reports.digest import PAGE, VIEW, in_place_of, page_choice
from bot.cards.reports.still_open import folded, open_row, open_title, what_is_late
from store.views.parts.due import working_days
from store.views.reports.service_digest import DigestTally, Missing, ServiceDigest
from store.vocabulary import terms

WAITING = 5
"""Cases that the card names in one line."""


def service_digest_card(view: ServiceDigest) -> Json:
    """What is in and what is not, the audits that the reader's own people do first."""
    title = _title(view)
    late = len(view.missing)
    area = view.area.replace("Your ", "your ", 1)
    return card(
        title,
        *in_place_of(view.stands_for),
        facts(
            [
                (f"By people of {area}", _numbers(view.by_us)),
                (f"Work of {area}", _numbers(view.of_us)),
            ]
        ),
        *([text(f"Not reached in Teams: {len(view.unreached)}.")] if view.unreached else []),
        *buttons(
            opens_dialog(
                VIEW, f"See the {number(late)} not in", view.id, view.version, primary=True
            )
            if late
            else None,
            folded(view.open),
            fold("Who could not be reached?", *lines(view.unreached)) if view.unreached else None,
        ),
        facts(
            [
                open_row(view.open),
                (f"With the {terms.AUDIT_TEAM}", ", ".join(view.waiting[:WAITING])),
                ("Sent back", f"{view.rework} to be amended" if view.rework else ""),
                ("Exemptions", f"{view.asked} asked, {view.given} given, {view.refused} refused"),
                ("To be moderated", _backlog(view)),
                ("Inadequate", ", ".join(view.inadequate) or "none"),
                ("Actions overdue", str(view.actions_overdue) if view.actions_overdue else "none"),
            ]
        ),
        *what_is_late(view.open),
        quiet(f"As of {view.as_of}. The ledger's head: fact {view.head_seq}, {view.head}."),
        says=title,
    )


def _title(view: ServiceDigest) -> str:
    """A service is counted by its audited work, as the Director reads it; a team by its people."""
    month = months_without_year(view.month)
    first, second = (view.of_us, view.by_us) if view.is_service else (view.by_us, view.of_us)
    told = next((one for one in (first, second) if one.fell_due), None)
    if told is not None:
        percent = f"{told.rate} %"
        return f"{view.area}, {month}: {told.in_time} of {told.fell_due} in on time ({percent})"
    shown = first if first.allocated else second
    if not shown.allocated:
        return open_title(view.area, view.open)
    due = f", the next due {view.next_due}" if view.next_due else ""
    return f"{view.area}, {month}: {shown.early} of {shown.allocated} in{due}"


def _numbers(tally: DigestTally) -> str:
    """Late and missing returns; "" if there is no such audit."""
    if not tally.allocated:
        return ""
    if not tally.fell_due:
        return f"{count(tally.allocated, 'audit')}, {tally.early} in, none overdue"
    early = f", {tally.early} in early" if tally.early else ""
    return (
        f"{tally.in_time} of {tally.fell_due} in time, {tally.late} late, "
        f"{tally.not_in} not in{early}"
    )


def _backlog(view: ServiceDigest) -> str:
    return f"{view.backlog}, {number(view.backlog_late)} overdue" if view.backlog else "none"


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
    return group(text(f"{one.case_ref}: {auditor}, due {one.due}, {late}."), separator=True)
