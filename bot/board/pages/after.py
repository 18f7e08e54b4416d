"""What follows an audit: Inadequates, actions and meetings."""

from bot.board.offered import offered
from bot.board.page import Asked, Cell, Column, Figure, Filter, Page, Table, options
from bot.board.pages.cycles import audit_cell, waits_cell
from bot.board.pages.work import due_cell
from store.ledger import Reader
from store.views.below_good.after_audits import (
    STEPS,
    ActionLine,
    InadequateSeen,
    Known,
    MeetingSeen,
    Step,
    actions_seen,
    inadequates_seen,
    known_to,
    meetings_seen,
)
from store.views.parts.sought import has_word
from store.views.parts.where_audits_stand import ALL_CYCLES
from store.vocabulary.dates_in_words import say_month

INADEQUATES = (
    Column("case", "Case"),
    Column("graded", "Graded"),
    *(Column(kind, name) for kind, name in STEPS.items()),
    Column("waits", "Waits for"),
    Column("due", "Due"),
    Column("actions", "Actions"),
    Column("team", "Team"),
)
ACTIONS = (
    Column("case", "Case"),
    Column("which", "Action"),
    Column("owner", "With"),
    Column("due", "Due"),
    Column("state", "Stands"),
    Column("confirmed", "Confirmed"),
)
MEETINGS = (
    Column("about", "About"),
    Column("kind", "Meeting"),
    Column("when", "When"),
    Column("state", "Stands"),
    Column("due", "To be held by"),
    Column("chair", "Chair"),
)
STATES = {
    "open": "Open", "done": "Done, to be confirmed", "confirmed": "Confirmed",
    "signed_off": "Signed off by the board", "convened": "Times proposed", "fixed": "Fixed",
    "held": "Held", "not_held": "Not held",
}  # fmt: skip


def cycle_filter(known: Known) -> Filter:
    """Of which cycles the page shows what is finished; what is not is on it whatever is chosen."""
    cycles = ((cycle.id, f"{cycle.service}, {say_month(cycle.month)}") for cycle in known.cycles)
    return Filter(
        "cycle", "Finished work of", (("", "The newest month"), *cycles, (ALL_CYCLES, "All cycles"))
    )


def inadequates_page(reader: Reader, asked: Asked) -> Page:
    """Every Inadequate that the reader may know of, and how far each has come."""
    known = known_to(reader, asked.viewer, asked.said("cycle"))
    every = inadequates_seen(reader, asked.viewer, known)
    shown = [
        one
        for one in every
        if asked.said("team") in {"", one.stands.team}
        and (asked.said("open") != "yes" or one.stands.waits is not None)
        and has_word(asked.said("q"), one.stands.case_ref, one.stands.team, one.stands.auditor)
    ]
    late = sum(one.stands.is_late for one in every)
    waiting = sum(one.stands.waits is not None for one in every)
    return Page(
        title="Inadequates",
        lead=_inadequate_lead(len(every), late),
        figures=(
            Figure(len(every), "Inadequate", {"open": ""}),
            Figure(waiting, "not finished", {"open": "yes"}),
            Figure(late, "overdue", tone="late" if late else ""),
        ),
        filters=(
            cycle_filter(known),
            Filter("team", "Team", options(sorted({o.stands.team for o in every}), "All teams")),
            Filter("open", "Still open", (("", "All"), ("yes", "Not finished"))),
            Filter("q", "Reference, person or team"),
        ),
        tables=(
            Table(
                "inadequates",
                "Inadequates",
                INADEQUATES,
                tuple(_inadequate(one) for one in shown),
                "No audit that you may know of is graded Inadequate."
                if not every
                else "None matches. Show all to see every one.",
            ),
        ),
        shows_refs=any(one.stands.case_ref for one in shown),
    )


def _inadequate_lead(n: int, late: int) -> str:
    if not n:
        return "None just now."
    if not late:
        return "Nothing about them is overdue."
    return f"{late} of {n} wait{'s' if late == 1 else ''} for something overdue."


def _inadequate(one: InadequateSeen) -> tuple[Cell, ...]:
    steps = {step.name: step for step in one.steps}
    waits = one.stands.waits
    return (
        audit_cell(one.stands),
        Cell(one.graded),
        *(_step(steps.get(name)) for name in STEPS.values()),
        waits_cell(one.stands),
        Cell("") if waits is None else due_cell(waits.due),
        Cell(f"{one.actions_open} of {one.actions} open", order=one.actions_open)
        if one.actions
        else Cell("None", tone="quiet", order=-1),
        Cell(one.stands.team, note=one.stands.service),
    )


def _step(step: Step | None) -> Cell:
    """When it was done; else by when it is to be."""
    if step is None:
        return Cell("")
    late = step.due.passed
    if step.done:
        return Cell(step.done, note=step.due.how_late or "in time", order=step.due.at.timestamp())
    return Cell(
        "Not yet",
        note=f"due {step.due.words}",
        tone="late" if late else "",
        order=step.due.at.timestamp(),
    )


def actions_page(reader: Reader, asked: Asked) -> Page:
    """Every action of the reader's scope until the loop is closed."""
    known = known_to(reader, asked.viewer, asked.said("cycle"))
    every = actions_seen(reader, asked.viewer, known)
    shown = [
        one
        for one in every
        if asked.said("state") in {"", one.state}
        and (asked.said("late") != "yes" or _is_late(one))
        and has_word(asked.said("q"), one.case_ref, one.owner, one.service)
    ]
    late = sum(_is_late(one) for one in every)
    still = sum(one.state == "open" for one in every)
    to_confirm = sum(one.state == "done" for one in every)
    return Page(
        title="Actions",
        lead=f"{late} of {still} open actions are past their date." if still else "None is open.",
        figures=(
            Figure(still, "open", {"state": "open", "late": ""}),
            Figure(late, "overdue", {"late": "yes", "state": ""}, "late" if late else ""),
            Figure(to_confirm, "to be confirmed", {"state": "done", "late": ""}),
            Figure(len(every), "in all", {"state": "", "late": ""}),
        ),
        filters=(
            cycle_filter(known),
            Filter("state", "Stands", (("", "All"), *((s, STATES[s]) for s in _states(every)))),
            Filter("late", "Overdue", (("", "All"), ("yes", "Overdue only"))),
            Filter("q", "Reference, person or service"),
        ),
        tables=(
            Table(
                "actions",
                "Actions",
                ACTIONS,
                tuple(_action(one) for one in shown),
                "No action matches. Show all to see every one.",
            ),
        ),
        shows_refs=any(one.case_ref for one in shown),
    )


def _states(actions: tuple[ActionLine, ...]) -> list[str]:
    found = {one.state for one in actions}
    return [state for state in STATES if state in found]


def _is_late(one: ActionLine) -> bool:
    return one.state == "open" and one.due is not None and one.due.passed


def _action(one: ActionLine) -> tuple[Cell, ...]:
    case = Cell(one.case_ref, note=f"{one.service}, {one.month}", path=f"audits/{one.audit}")
    by = f"by {one.confirmed_by}" if one.confirmed_by else ""
    due = one.due
    late = _is_late(one)
    return (
        case if one.case_ref else Cell("Not shown", note=case.note, tone="quiet"),
        Cell(one.which[:1].upper() + one.which[1:], note=one.scope.replace("_", " ")),
        Cell(one.owner),
        Cell("")
        if due is None
        else Cell(
            due.words if late else due.on, tone="late" if late else "", order=due.at.timestamp()
        ),
        Cell(STATES[one.state], note=one.done, presses=offered(one.may)),
        Cell(one.confirmed_on, note=by),
    )


def meetings_page(reader: Reader, asked: Asked) -> Page:
    """KLOE and UoPP meetings: proposed, fixed, held."""
    known = known_to(reader, asked.viewer, asked.said("cycle"))
    every = meetings_seen(reader, asked.viewer, known)
    shown = [
        one
        for one in every
        if asked.said("kind") in {"", one.kind}
        and asked.said("state") in {"", one.state}
        and has_word(asked.said("q"), one.about, one.chair)
    ]
    kinds = sorted({one.kind for one in every})
    states = [state for state in STATES if state in {one.state for one in every}]
    ahead = sum(one.state in {"convened", "fixed"} for one in every)
    return Page(
        title="Meetings",
        lead=f"{ahead} to come." if ahead else "None is arranged just now.",
        figures=tuple(
            Figure(sum(o.state == s for o in every), STATES[s].lower(), {"state": s})
            for s in states
        ),
        filters=(
            cycle_filter(known),
            Filter("kind", "Meeting", options(kinds, "Every kind")),
            Filter("state", "Stands", (("", "All"), *((s, STATES[s]) for s in states))),
            Filter("q", "Reference, service or chair"),
        ),
        tables=(
            Table(
                "meetings",
                "Meetings",
                MEETINGS,
                tuple(_meeting(one) for one in shown),
                "No meeting matches. One stands here once its times are proposed.",
            ),
        ),
        shows_refs=any(one.audit for one in shown),
    )


def _meeting(one: MeetingSeen) -> tuple[Cell, ...]:
    due = one.due
    late = due is not None and due.passed and one.state != "held"
    return (
        Cell(one.about, path=f"audits/{one.audit}" if one.audit else "")
        if one.about
        else Cell("Not shown", tone="quiet"),
        Cell(one.kind),
        Cell(
            one.when or "Not fixed yet",
            tone="" if one.when else "quiet",
            order=0 if one.at is None else one.at.timestamp(),
        ),
        Cell(STATES[one.state]),
        Cell("")
        if due is None
        else Cell(
            due.words if late else due.on, tone="late" if late else "", order=due.at.timestamp()
        ),
        Cell(one.chair),
    )
