"""A cycle's audits followed: counts by state, rows by page, one audit's place and story."""

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, buttons, card, facts, fold, group, lines, submits, text
from bot.cards.parts.state_words import state_in_words
from bot.cards.parts.surface import DIALOG, Surface, page_choice, pages_of
from bot.cards.parts.text import count, sentence
from store.views.reports.cycle_audits import AuditPlace, Follow, Followed, Waiting

PAGE = 10
WAITS = 3
ACTS = 3

ACT_TITLES: dict[str, tuple[str, bool]] = {
    "reallocation.confirm": ("Confirm the new auditor", False),
    "conflict.resolve": ("Resolve the conflict…", True),
    "check.pass": ("Pass the check", False),
    "check.send_back": ("Send it back…", True),
    "void.decide": ("Decide whether it stands…", True),
    "moderation.hand_over": ("Hand moderation over", False),
    "cover.name": ("Name who covers it…", True),
    "dip.assign": ("Give it to a sampler…", True),
    "list.swap": ("Swap it…", True),
}
"""What the audit team may do about one audit: the button, and whether a form comes first."""


def follow_card(view: Follow, page: int = 1, place: Surface = DIALOG) -> Json:
    """Counts by state, then the audits that were asked for, the most urgent first."""
    page, pages = pages_of(len(view.rows), PAGE, page)
    shown = view.rows[(page - 1) * PAGE : page * PAGE]
    late = f", {view.overdue} overdue" if view.overdue else ""
    total = sum(n for _, n in view.counts)
    names = [f"from {view.rows[at].case_ref}" for at in range(0, len(view.rows), PAGE)]
    return card(
        f"{view.service}, {view.month}: {count(total, 'audit')}{late}",
        facts((sentence(state_in_words(state))[:-1], str(n)) for state, n in view.counts),
        *([] if shown else [text("No audit is in that place now.")]),
        *(_row(row, place) for row in shown),
        chosen(
            "show",
            "Show",
            [
                ("all", "All audits"),
                *(
                    [("overdue", f"Overdue ({view.overdue})")]
                    if view.overdue or view.show == "overdue"
                    else []
                ),
                *(
                    (state, f"{sentence(state_in_words(state))[:-1]} ({n})")
                    for state, n in _choices(view)
                ),
            ],
            Typed({"show": view.show or "all"}),
        ),
        *page_choice(page, pages, names),
        actions=[
            submits("cycle.follow", "Show these", view.cycle, view.version),
            submits("cycle.view", "To the cycle", view.cycle, view.version, primary=False),
        ],
    )


def _choices(view: Follow) -> tuple[tuple[str, int], ...]:
    """The states to choose from: also the one that was chosen, when its last audit has left it."""
    known = {"", "all", "overdue", *(state for state, _ in view.counts)}
    return view.counts if view.show in known else (*view.counts, (view.show, 0))


def _row(row: Followed, place: Surface) -> Json:
    kind = f" ({row.kind})" if row.kind else ""
    who = f", {row.auditor}" if row.auditor else ""
    waits = "" if row.waits is None else f". {_waits(row.waits, known=row.auditor)}"
    return group(
        text(f"{row.case_ref}{kind}{who}: {state_in_words(row.state)}{waits}", spacing="Small"),
        *buttons(place.ask("audit.view", f"Open {row.case_ref}", row.audit, row.version)),
        separator=True,
    )


def _waits(waiting: Waiting, known: str = "") -> str:
    """What is open; whose it is too, unless that was `known` from the line already."""
    own = known and waiting.owner.partition(", ")[0] == known
    whose = "" if own else f": {waiting.owner}"
    return f"{sentence(waiting.words)[:-1]}{whose}, due {waiting.due.words}"


def audit_card(view: AuditPlace, place: Surface = DIALOG) -> Json:
    """One audit: where it is, whom it waits for, what has happened, what may be done now."""
    can = [verb for verb in ACT_TITLES if verb in view.may][:ACTS]
    return card(
        f"{view.case_ref}: {state_in_words(view.state)}",
        facts(
            [
                ("Auditor", view.auditor.name if view.auditor.upn else "nobody yet"),
                ("Moderator", view.moderator.name if view.moderator.upn else ""),
                ("Work of", f"{view.practitioner.name}, {view.team}"),
            ]
        ),
        *lines(_waits(waiting) for waiting in view.waits[:WAITS]),
        *([] if view.waits else [text("Nothing is open about it.")]),
        *buttons(
            *(_act(view, verb, place, primary=number == 0) for number, verb in enumerate(can)),
            fold(
                "Its story",
                *lines(": ".join((at, f"{who} {what}")) for at, who, what in view.story),
            )
            if view.story
            else None,
            fold("Why these dates?", *lines(waiting.due.why for waiting in view.waits[:WAITS]))
            if view.waits
            else None,
            place.ask("cycle.follow", "To the audits", view.cycle, view.cycle_version),
        ),
    )


def _act(view: AuditPlace, verb: str, place: Surface, *, primary: bool) -> Json:
    title, asks = ACT_TITLES[verb]
    make = place.ask if asks else place.act
    return make(verb, title, view.audit, view.version, primary=primary)
