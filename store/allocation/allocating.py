"""Allocation for a cycle in the ledger: its rows and people, passed to the solver."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import col

from store.allocation.assignment import Allocated, Allocation, allocate
from store.allocation.drawing import FULL, draw_order
from store.allocation.independence import AllocationRow, Candidate, auditor_rules, moderator_rules
from store.allocation.independence_today import (
    candidate_of,
    case_row,
    is_practice,
    moderator_breaks,
    row_of,
    window_of,
)
from store.allocation.infeasible import Infeasible
from store.allocation.reallocating import next_auditor, next_moderator
from store.allocation.spreading import Spread
from store.allocation.standing import case_facts, standing_of
from store.ledger import Reader
from store.people.posts import covers, is_absent
from store.tables import Audit, Case, Cycle, Exemption, Person

NOT_LIVE = ("swapped", "drawn", "voided")
"""States of an audit that count as no work for anybody."""


def allocation_for(reader: Reader, cycle: Cycle, *, seed: int) -> Allocation:
    """Allocate every drawn case of `cycle`, without writing anything.

    Raises `Infeasible` with the smallest clash and the swaps that would resolve it (§2.3).
    """
    audits = [
        audit
        for audit in reader.rows(Audit, cycle=cycle.id)
        if audit.kind in reader.profile.kinds
        and audit.state != "swapped"
        and not is_practice(reader, audit)
    ]
    rows = [row_of(reader, audit) for audit in audits]
    others = reader.rows(Audit, col(Audit.cycle) != cycle.id)
    try:
        return allocate(
            rows,
            candidates(reader, others),
            seed=seed,
            window=window_of(reader, cycle),
            history=_history(others),
            reserve=_reserve(reader, cycle),
        )
    except Infeasible as clash:
        # The draw's next case stands in for a drawn one alone: a re-audit has a draw of its own.
        full = {audit.id for audit in audits if audit.kind == FULL}
        swaps = [swap for swap in clash.swaps if swap.row is None or swap.row in full]
        raise Infeasible(clash.clashes, swaps) from clash


def candidates(reader: Reader, counted: Iterable[Audit]) -> list[Candidate]:
    """Everybody, with the number of their audits and moderations among `counted`."""
    work = [audit for audit in counted if audit.state not in NOT_LIVE]
    audits = Counter(audit.auditor for audit in work)
    moderations = Counter(audit.moderator for audit in work)
    return [
        candidate_of(
            reader,
            person,
            audits_before=audits[person.id],
            moderations_before=moderations[person.id],
        )
        for person in reader.rows(Person)
    ]


def best_reallocation(
    reader: Reader, audit: Audit, *, auditor: str | None = None
) -> Allocated | None:
    """The next lawful auditor for one audit, by the same rules and preferences; None without one.

    The moderator stays if that is lawful. People who were exempted in this cycle come last, because
    what excused them from one audit mostly excuses them from the next. If `auditor` is given, only
    a moderator and a deputy are found.
    """
    cycle = reader.get(Cycle, audit.cycle)
    others = [other for other in reader.rows(Audit) if other.id != audit.id]
    everybody = candidates(reader, others)
    excused = _excused(reader, cycle)
    sparing = [replace(one, max_audits=0) if one.upn in excused else one for one in everybody]
    if auditor is not None:
        return next_moderator(
            row_of(reader, audit),
            everybody,
            auditor=auditor,
            seed=cycle.allocation_seed or 0,
            window=window_of(reader, cycle),
            keep=audit.moderator,
            work=_work(reader, others, cycle),
        )
    for people in (sparing, everybody):
        found = next_auditor(
            row_of(reader, audit),
            people,
            seed=cycle.allocation_seed or 0,
            window=window_of(reader, cycle),
            history=_history(others),
            moderator=audit.moderator,
            work=_work(reader, others, cycle),
        )
        if found is not None or not excused:
            return found
    return None


def next_in_line(reader: Reader, audit: Audit) -> str | None:
    """Who would audit it if its auditor were let off now; None where nobody is free."""
    with_them = Audit.model_validate(audit.model_dump())
    with_them.barred = [*audit.barred, *([audit.auditor] if audit.auditor else [])]
    found = best_reallocation(reader, with_them)
    return None if found is None else found.auditor


def _excused(reader: Reader, cycle: Cycle) -> set[str]:
    """The people who have been exempted from an audit of this cycle."""
    given = reader.rows(Exemption, state="approved")
    return {
        row.asked_by
        for row in given
        if (audit := reader.find(Audit, row.audit)) is not None and audit.cycle == cycle.id
    }


def lawful_auditors(reader: Reader, audit: Audit) -> list[tuple[str, str]]:
    """Everybody who may audit this, as (UPN, name) by name, for the choices of a form."""
    row, window = row_of(reader, audit), window_of(reader, reader.get(Cycle, audit.cycle))
    return _choices(
        candidate
        for candidate in candidates(reader, ())
        if candidate.upn != audit.moderator
        and all(auditor_rules(row, candidate, window=window).values())
    )


def lawful_moderators(reader: Reader, audit: Audit) -> list[tuple[str, str]]:
    """Everybody who may moderate this next to its auditor, as (UPN, name) by name."""
    row, window = row_of(reader, audit), window_of(reader, reader.get(Cycle, audit.cycle))
    return _choices(
        candidate
        for candidate in candidates(reader, ())
        if all(moderator_rules(row, candidate, audit.auditor, window=window).values())
    )


def _choices(lawful: Iterable[Candidate]) -> list[tuple[str, str]]:
    return sorted(((c.upn, c.name) for c in lawful), key=lambda pair: pair[1])


def best_moderators(reader: Reader, audit: Audit) -> tuple[str | None, str | None]:
    """Another moderator for one audit and their deputy, by the same rules (programme.md §2.3).

    The deputy named with the list comes first, then the person with the fewest moderations. People
    who are absent today are left out. Either is None if nobody is lawful.
    """
    today = reader.today
    load = Counter(
        other.moderator
        for other in reader.rows(Audit, cycle=audit.cycle)
        if other.state not in NOT_LIVE
    )
    lawful = [
        person.id
        for person in reader.rows(Person)
        if person.id != audit.moderator
        and not is_absent(person, today)
        and not moderator_breaks(reader, audit, person.id)
    ]
    lawful.sort(key=lambda upn: (upn != audit.deputy, load[upn], upn))
    return (lawful[0] if lawful else None), (lawful[1] if len(lawful) > 1 else None)


def _history(audits: Sequence[Audit]) -> dict[tuple[str, str], int]:
    """How often each auditor has audited each team."""
    pairs = Counter(
        (audit.auditor, audit.team)
        for audit in audits
        if audit.auditor is not None and audit.state not in NOT_LIVE
    )
    return dict(pairs)


def _work(
    reader: Reader, audits: Sequence[Audit], cycle: Cycle
) -> list[tuple[AllocationRow, str, str | None]]:
    """The other rows of this cycle with their auditor and moderator."""
    return [
        (row_of(reader, audit), audit.auditor, audit.moderator)
        for audit in audits
        if audit.cycle == cycle.id and audit.auditor is not None and audit.state not in NOT_LIVE
    ]


def next_in_the_draw(reader: Reader, cycle: Cycle) -> list[str]:
    """The pool's cases that no row has used and that may still stand in the cycle, in draw order.

    The order is that of the draw as it was recorded. A case that was swapped away does not return.
    """
    had = reader.rows(Audit, cycle=cycle.id, kind=list(reader.profile.kinds))
    taken = {audit.case_ref for audit in had}
    spread = Spread.recorded((cycle.parameters or {}).get("full"))
    order = draw_order(cycle.pool, seed=cycle.seed or 0, purpose=FULL, spread=spread)
    standing = standing_of(reader, cycle)
    return [
        ref
        for ref in order
        if ref not in taken
        and covers(cycle, (case := reader.get(Case, ref)).service)
        and not standing.breaks(case_facts(case))
    ]


def _reserve(reader: Reader, cycle: Cycle) -> list[AllocationRow]:
    """The undrawn cases of the pool in draw order, from which swaps are proposed."""
    spare = [reader.get(Case, ref) for ref in next_in_the_draw(reader, cycle)]
    return [case_row(case, case.id) for case in spare]
