"""Which work that fell below good is re-audited in the next cycle (programme.md §3, guide §15)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.allocation.drawing import CASE_AUDITS, REAUDIT, ShareDraw, draw_order, draw_share
from store.allocation.standing import NOT_AUDITED, months_apart, standing_of
from store.audits.governing_grade import governing_grade, is_below_good, today
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader, Unit
from store.people.posts import covers
from store.registry import perform_after
from store.tables import Audit, Case, Cycle, Progression
from store.vocabulary.states import DECIDED

PURPOSE = "reaudit"
"""`printf '%s' '7:reaudit:M900123' | sha256sum` gives a case's place in the draw."""

MONTH_AROUND = 1
"""Months by which the next cycle may come sooner or later than the profile says."""


@dataclass(frozen=True, slots=True)
class Reaudits:
    """What is drawn for re-audit of one former cycle, and the parameters of the draw."""

    of: Cycle
    drawn: tuple[Audit, ...]
    parameters: dict[str, Any]


def below_good_of(reader: Reader, cycle: Cycle) -> dict[str, Audit]:
    """The cycle's work that fell below good, by case: what the share is drawn from.

    A re-audit belongs to the round it is done in. One that an earlier version put into the very
    cycle whose work it looks at again stays there, and is none of that cycle's own work.
    """
    audits = reader.rows(Audit, cycle=cycle.id, kind=CASE_AUDITS, state=DECIDED)
    own = {audit.id for audit in audits}
    return {
        audit.case_ref: audit
        for audit in audits
        if audit.looks_at not in own and is_below_good(reader, audit)
    }


def reaudits_of(reader: Reader, cycle: Cycle) -> Sequence[Audit]:
    """The re-audits of that cycle's work, without those voided or swapped out."""
    looked_at = [audit.id for audit in reader.rows(Audit, cycle=cycle.id)]
    found = reader.rows(Audit, kind=REAUDIT, looks_at=looked_at) if looked_at else ()
    of_old = {audit.id for audit in found if audit.cycle == cycle.id}
    return [
        audit for audit in found if audit.state not in NOT_AUDITED and audit.looks_at not in of_old
    ]


def open_to_reaudits(reader: Reader, former: Cycle) -> list[Cycle]:
    """The later cycles of its service that its re-audits may join, the earliest first.

    A list that is drawn and not allocated yet, or one that is issued and whose month is not over.
    """
    return [
        cycle
        for cycle in reader.rows(Cycle, state=("drawn", "issued"), order="month")
        if cycle.month > former.month
        and covers(cycle, former.service)
        and (cycle.state == "drawn" or not _is_over(reader, cycle))
    ]


def _is_over(reader: Reader, cycle: Cycle) -> bool:
    return today(reader) >= reader.calendar.last_of_month(cycle.month.year, cycle.month.month)


def may_be_redrawn(reader: Reader, again: Sequence[Audit]) -> bool:
    """Whether these re-audits can still be drawn anew: no list with them is confirmed (§3)."""
    lists = {audit.cycle for audit in again}
    return all(
        audit.state == "drawn"
        or (audit.state == "reallocating" and reader.get(Cycle, audit.cycle).state == "issued")
        for audit in again
    ) and all(reader.get(Cycle, one).state in {"drawn", "issued"} for one in lists)


def not_reaudited_yet(reader: Reader, cycle: Cycle) -> list[Audit]:
    """The cycle's work below good that is not re-audited yet."""
    had = {audit.looks_at for audit in reaudits_of(reader, cycle)}
    return [audit for audit in below_good_of(reader, cycle).values() if audit.id not in had]


def barred_from(reader: Reader, into: Cycle, looked_at: Collection[Audit]) -> set[str]:
    """The cases that may not be re-audited in `into`, for they were audited again meanwhile (§2.2).

    The audit that a re-audit looks at does not count.
    """
    audited = standing_of(reader, into).audited
    return {one.case_ref for one in looked_at if audited.get(one.case_ref, set()) - {one.id}}


def left_for(reader: Reader, former: Cycle, into: Cycle) -> list[Audit]:
    """The work below good left to re-audit that may stand in `into`, in the order of its draw.

    A closed case is offered only where no other is left (programme.md §3).
    """
    left = not_reaudited_yet(reader, former)
    barred = barred_from(reader, into, left)
    may = {one.case_ref: one for one in left if one.case_ref not in barred}
    order = draw_order(may, seed=into.seed or 0, purpose=PURPOSE)
    living = [may[ref] for ref in order if not _is_closed(reader, ref)]
    return living or [may[ref] for ref in order]


def to_look_back_on(reader: Reader, cycle: Cycle) -> list[Cycle]:
    """Cycles of about six months before, of its services, whose re-audits are not drawn yet."""
    rule = reader.profile.reaudit
    if not rule.share:
        return []
    near = range(rule.after_months - MONTH_AROUND, rule.after_months + MONTH_AROUND + 1)
    return [
        former
        for former in reader.rows(Cycle, order="month")
        if former.issued_at is not None
        and covers(cycle, former.service)
        and former.month < cycle.month
        and months_apart(former.month, cycle.month) in near
        and not reaudits_of(reader, former)
    ]


def draw_reaudits(reader: Reader, former: Cycle, into: Cycle, *, seed: int) -> Reaudits:
    """Draw the share of `former`'s work below good; anybody with the seed can repeat it."""
    pool, rule = below_good_of(reader, former), reader.profile.reaudit
    closed = {ref for ref in pool if _is_closed(reader, ref)}
    barred = barred_from(reader, into, pool.values())
    share = draw_share(pool, rule.share, seed=seed, purpose=PURPOSE, closed=closed, barred=barred)
    parameters = _parameters(former, share, seed=seed, percent=rule.share)
    return Reaudits(
        of=former,
        drawn=tuple(pool[ref] for ref in share.drawn),
        parameters=parameters | ({"left_out": sorted(barred)} if barred else {}),
    )


def _parameters(former: Cycle, share: ShareDraw, *, seed: int, percent: int) -> dict[str, Any]:
    return {
        "purpose": PURPOSE,
        "of": former.id,
        "seed": seed,
        "share": percent,
        "pool": list(share.pool),
        "drawn": list(share.drawn),
        "replaced": list(share.replaced),
        "from_records": list(share.from_records),
    }


def add_reaudit(unit: Unit, into: Cycle, looked_at: Audit, **columns: Any) -> Audit:
    """A row of the next cycle for the same case, as the case stands today."""
    case = unit.get(Case, looked_at.case_ref)
    own = reaudit_id(into, case.id)
    return unit.add(
        Audit(
            programme=unit.programme,
            # A re-audit that was swapped out or voided keeps its id.
            id=own if unit.find(Audit, own) is None else f"{own}-{unit.next_seq}",
            cycle=into.id,
            kind=REAUDIT,
            case_ref=case.id,
            team=case.team,
            practitioner=case.practitioner,
            team_manager=case.team_manager,
            looks_at=looked_at.id,
            **columns,
        )
    )


def reaudit_id(into: Cycle, case_ref: str) -> str:
    """`M900123-2027-06-reaudit`: the case may have a full audit in that cycle too."""
    return f"{case_ref}-{into.month:%Y-%m}-{REAUDIT}"


def judge_what_it_looks_at(unit: Unit, audit: Audit) -> None:
    """A re-audit that is graded, or graded otherwise, says anew whether that work has improved."""
    looked_at = unit.find(Audit, audit.looks_at) if audit.kind == REAUDIT else None
    if looked_at is not None and governing_grade(audit) is not None:
        judge_improvement(unit, looked_at)


def judge_improvement(unit: Unit, audit: Audit) -> None:
    """Improved is what the latest of dip re-audit, re-audit and confirmed progression says (§3)."""
    unit.session.flush()
    latest = max(_looks(unit, audit), default=None)
    if latest is None:
        return
    good = not unit.profile.grades[latest[2]].below_good
    if good and audit.improved_at is None:
        perform_after(unit, "work.improve", audit)
    elif not good and audit.improved_at is not None:
        perform_after(unit, "work.relapse", audit)


def _looks(reader: Reader, audit: Audit) -> list[tuple[datetime, int, str]]:
    """Every look at the work since: when, which kind in order of weight, and its grade."""
    looks: list[tuple[datetime | None, int, str | None]] = [
        (row.decided_at, 0, row.grade)
        for row in reader.rows(Progression, audit=audit.id, state="confirmed")
    ]
    looks += [
        (dip.returned_at, 1, governing_grade(dip))
        for dip in reader.rows(Audit, kind=DIP_REAUDIT, looks_at=audit.id)
    ]
    looks += [
        (again.moderated_at or again.returned_at, 2, governing_grade(again))
        for again in reader.rows(Audit, kind=REAUDIT, looks_at=audit.id, state=DECIDED)
    ]
    grades = reader.profile.grades
    return [(at, kind, grade) for at, kind, grade in looks if at and grade and grade in grades]


def _is_closed(reader: Reader, case_ref: str) -> bool:
    case = reader.get(Case, case_ref)
    return case.closed_on is not None and case.closed_on <= today(reader)
