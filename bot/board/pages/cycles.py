"""The cycle board: where each audit stands, whom it waits for and since when."""

from collections.abc import Sequence

from bot.board.page import Asked, Cell, Column, Figure, Filter, Page, Table, options
from bot.cards.parts.state_words import state_in_words
from store.ledger import Reader
from store.tables import Cycle
from store.views.parts.sought import has_word
from store.views.parts.where_audits_stand import (
    ALL_CYCLES,
    Stands,
    audits_seen,
    counted_by,
    cycles_seen,
    where_audits_stand,
)
from store.vocabulary.dates_in_words import say_month

COLUMNS = (
    Column("due", "Due"),
    Column("case", "Case"),
    Column("stage", "Stands"),
    Column("waits", "Waits for"),
    Column("team", "Team"),
    Column("auditor", "Auditor"),
)
CASE_FIRST = (COLUMNS[1], COLUMNS[0], *COLUMNS[2:])
BY = {"state": "Stage", "team": "Team", "auditor": "Auditor"}


def cycle_board(reader: Reader, asked: Asked) -> Page:
    """The audits of one cycle, the newest unless another is chosen; `cycle=all` for every one."""
    viewer = asked.viewer
    cycles = cycles_seen(reader, viewer)
    known = {cycle.id: f"{cycle.service}, {say_month(cycle.month)}" for cycle in cycles}
    chosen = asked.said("cycle")
    if chosen != ALL_CYCLES and chosen not in known:
        chosen = _first(cycles)
    audits = audits_seen(reader, viewer, None if chosen == ALL_CYCLES else chosen or "none")
    every = where_audits_stand(reader, viewer, audits)
    shown = [one for one in every if _is_shown(one, asked)]
    late = sum(one.is_late for one in every)
    moderated = sum(one.state in {"moderated", "complete"} for one in every)
    out = sum(one.state in {"issued", "accepted", "exemption_asked"} for one in every)
    where = "all cycles" if chosen == ALL_CYCLES else known.get(chosen, "")
    return Page(
        title="Where the audits stand",
        lead=f"{where}: {_lead(every, late)}" if where else _lead(every, late),
        figures=(
            Figure(len(every), "audits", _only("", "")),
            Figure(late, "overdue", _only("yes", ""), "late" if late else ""),
            Figure(out, "with their auditor", None),
            Figure(moderated, "moderated", None),
        ),
        filters=(
            Filter("cycle", "Cycle", (*known.items(), (ALL_CYCLES, "All cycles")), chosen),
            Filter("stage", "Stands", _stages(every)),
            Filter("team", "Team", options(sorted({one.team for one in every}), "All teams")),
            Filter("late", "Overdue", (("", "All"), ("yes", "Overdue only"))),
            Filter(
                "by", "Count by", (("state", "Stage"), ("team", "Team"), ("auditor", "Auditor"))
            ),
            Filter("q", "Reference, person or team"),
        ),
        tables=(_rows(shown), _counts(every, asked.said("by"))),
        shows_refs=any(one.case_ref for one in shown),
    )


def chosen_cycle(reader: Reader, asked: Asked) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The cycle that was asked for, else the newest that is out; and those to choose from."""
    cycles = cycles_seen(reader, asked.viewer)
    known = {cycle.id: f"{cycle.service}, {say_month(cycle.month)}" for cycle in cycles}
    chosen = asked.said("cycle")
    return (chosen if chosen in known else _first(cycles)), tuple(known.items())


def _first(cycles: Sequence[Cycle]) -> str:
    """The newest cycle whose audits are out; else the newest that there is."""
    out = [cycle for cycle in cycles if cycle.issued_at is not None]
    return next((cycle.id for cycle in (*out, *cycles)), "")


def _only(late: str, stage: str) -> dict[str, str]:
    return {"late": late, "stage": stage}


def _lead(stands: Sequence[Stands], late: int) -> str:
    if not stands:
        return "There is no audit here that you have a part in."
    if not late:
        return "nothing is overdue."
    return f"{late} of {len(stands)} wait{'s' if late == 1 else ''} for something overdue."


def _is_shown(one: Stands, asked: Asked) -> bool:
    return (
        asked.said("stage") in {"", one.state}
        and asked.said("team") in {"", one.team}
        and (asked.said("late") != "yes" or one.is_late)
        and has_word(
            asked.said("q"),
            one.case_ref, one.team, one.auditor, one.moderator, one.service,
            "" if one.waits is None else one.waits.owner,
        )
    )  # fmt: skip


def _stages(stands: Sequence[Stands]) -> tuple[tuple[str, str], ...]:
    found = sorted({one.state for one in stands})
    return (("", "Anywhere"), *((state, state_in_words(state).capitalize()) for state in found))


def audit_cell(one: Stands) -> Cell:
    """The case with a way to its story; without either for whoever may not know which it is."""
    if not one.case_ref:
        return Cell("Not shown", note=one.kind, tone="quiet")
    return Cell(one.case_ref, note=one.kind, path=f"audits/{one.audit}")


def due_cell(one: Stands) -> Cell:
    """By when, and how late it is."""
    if one.waits is None:
        return Cell("", order="")
    due = one.waits.due
    return Cell(due.words, tone="late" if due.passed else "", order=due.at.timestamp())


def waits_cell(one: Stands) -> Cell:
    """Whom it waits for, for what and since when."""
    if one.waits is None:
        return Cell("Nobody", tone="quiet")
    return Cell(one.waits.owner, note=f"to {one.waits.words}, since {one.waits.since}")


def _rows(shown: Sequence[Stands]) -> Table:
    by_due = sorted(
        shown,
        key=lambda one: (
            one.waits is None,
            0.0 if one.waits is None else one.waits.due.at.timestamp(),
            one.audit,
        ),
    )  # fmt: skip
    return Table(
        "audits",
        "Audits",
        CASE_FIRST,
        tuple(
            (
                audit_cell(one),
                due_cell(one),
                Cell(state_in_words(one.state).capitalize()),
                waits_cell(one),
                Cell(one.team, note=one.service),
                Cell(one.auditor or "Nobody yet", tone="" if one.auditor else "quiet"),
            )
            for one in by_due
        ),
        "No audit matches. Show all to see every one.",
    )


def _counts(stands: Sequence[Stands], by: str) -> Table:
    what = by if by in BY else "state"
    say = state_in_words if what == "state" else str
    return Table(
        "counts",
        f"Audits by {BY[what].lower()}",
        (Column("what", BY[what]), Column("n", "Audits", True), Column("late", "Overdue", True)),
        tuple(
            (
                Cell(
                    (say(name) or "Nobody yet").capitalize()
                    if what == "state"
                    else name or "Nobody yet"
                ),
                Cell(str(len(group)), order=len(group)),
                Cell(str(sum(o.is_late for o in group)), order=sum(o.is_late for o in group)),
            )
            for name, group in counted_by(stands, what).items()
        ),
        "Nothing to count.",
    )
