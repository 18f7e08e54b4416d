"""One row given to somebody else, by the same rules and wishes as the whole allocation.

programme.md §2.7: an exempted or conflicted row is "reallocated by the same rules".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from store.allocation.assignment import Allocated, prove
from store.allocation.cost_tables import History, tier_of
from store.allocation.independence import (
    AllocationRow,
    Candidate,
    Window,
    auditor_rules,
    fold,
    moderator_rules,
    team_of,
)

Work = Sequence[tuple[AllocationRow, str, str | None]]
"""Rows of this cycle that stand, each with the UPN of its auditor and of its moderator."""


def next_auditor(
    row: AllocationRow,
    candidates: Iterable[Candidate],
    *,
    seed: int,
    window: Window,
    history: History | None = None,
    moderator: str | None = None,
    work: Work = (),
) -> Allocated | None:
    """The best lawful auditor for one row given what everybody has; None where there is nobody.

    `moderator` stays where that is lawful; a deputy is named anew. Who declined this very row is
    in `row.released` or `row.declared`, and is not asked again.
    """
    people = _once(candidates)
    held = Counter(fold(auditor) for _, auditor, _ in work)
    tried = sorted(
        (
            candidate
            for candidate in people
            if (candidate.max_audits is None or held[fold(candidate.upn)] < candidate.max_audits)
            and all(auditor_rules(row, candidate, window=window).values())
        ),
        key=lambda candidate: _auditor_wishes(
            row, candidate, people, seed=seed, history=history or {}, moderator=moderator, work=work
        ),
    )
    for candidate in tried:
        found = next_moderator(
            row, people, auditor=candidate.upn, seed=seed, window=window, keep=moderator, work=work
        )
        if found is not None:
            return found
    return None


def next_moderator(
    row: AllocationRow,
    candidates: Iterable[Candidate],
    *,
    auditor: str,
    seed: int,
    window: Window,
    keep: str | None = None,
    work: Work = (),
) -> Allocated | None:
    """The best lawful moderator, and a deputy, for a row that `auditor` audits.

    `keep` moderates on where that is lawful. None where nobody may moderate; raises `Unproved`
    where `auditor` may not audit the row.
    """
    people = _once(candidates)
    auditing = next((person for person in people if fold(person.upn) == fold(auditor)), None)
    if auditing is None:
        return None
    lawful = sorted(
        (
            candidate
            for candidate in people
            if all(moderator_rules(row, candidate, auditor, window=window).values())
        ),
        key=lambda candidate: (
            fold(candidate.upn) != fold(keep),
            _moderator_wishes(row, candidate, auditing, people, seed=seed, work=work),
        ),
    )
    if not lawful:
        return None
    deputy = lawful[1] if len(lawful) > 1 else None
    return prove(row, auditing, lawful[0], deputy, window=window)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    known = {fold(person.upn): person for person in reversed(list(candidates))}
    return [known[key] for key in sorted(known)]


def _auditor_wishes(
    row: AllocationRow,
    candidate: Candidate,
    people: Sequence[Candidate],
    *,
    seed: int,
    history: History,
    moderator: str | None,
    work: Work,
) -> tuple[int | str, ...]:
    """The wishes of the whole allocation, in its order, for one more row with `candidate`."""
    me = fold(candidate.upn)
    team = fold(row.team)
    met = sum(
        times
        for (upn, audited), times in history.items()
        if fold(upn) == me and fold(audited) == team
    )
    return (
        int(me == fold(moderator)),  # the moderator stays where anybody else can audit
        tier_of(row.quota, candidate),
        sum(fold(auditor) == me for _, auditor, _ in work),
        candidate.load_before,
        _looked_at_by(row, candidate, people, work),
        int(bool(candidate.manager) and fold(candidate.manager) == fold(moderator)),
        met,
        int(fold(candidate.service) != fold(row.service)),
        _mark(seed, row, me),
    )


def _moderator_wishes(
    row: AllocationRow,
    candidate: Candidate,
    auditing: Candidate,
    people: Sequence[Candidate],
    *,
    seed: int,
    work: Work,
) -> tuple[int | str, ...]:
    me = fold(candidate.upn)
    return (
        int("moderator" not in candidate.roles),
        sum(fold(moderator) == me for _, _, moderator in work),
        candidate.moderations_before,
        _audited_by(row, candidate, auditing, people, work),
        int(fold(auditing.manager) == me),
        _mark(seed, row, me),
    )


def _looked_at_by(
    row: AllocationRow, candidate: Candidate, people: Sequence[Candidate], work: Work
) -> int:
    """How many of the audited team already audit or moderate the candidate's own team."""
    own = team_of(candidate)
    if own is None:
        return 0
    lookers = {
        fold(upn)
        for other, auditor, moderator in work
        if team_of(other) == own
        for upn in (auditor, moderator)
        if upn is not None
    }
    return sum(team_of(person) == team_of(row) and fold(person.upn) in lookers for person in people)


def _audited_by(
    row: AllocationRow,
    candidate: Candidate,
    auditing: Candidate,
    people: Sequence[Candidate],
    work: Work,
) -> int:
    """How many of the row's team audit the candidate's own team, this row's auditor apart."""
    own = team_of(candidate)
    if own is None:
        return 0
    auditors = {fold(auditor) for other, auditor, _ in work if team_of(other) == own}
    auditors.discard(fold(auditing.upn))
    return sum(
        team_of(person) == team_of(row) and fold(person.upn) in auditors for person in people
    )


def _mark(seed: int, row: AllocationRow, upn: str) -> str:
    return sha256(f"{seed}:next:{row.id}:{upn}".encode()).hexdigest()
