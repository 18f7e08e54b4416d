"""Reallocation: one row goes to somebody else, by the rules and preferences of an allocation.

programme.md §2.7: an exempted or conflicted row is "reallocated by the same rules".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from store.allocation.assignment import Allocated, prove_row
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
"""The other rows of this cycle, each with the UPN of its auditor and of its moderator."""


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
    """The best lawful auditor for one row, given everybody's work; None if there is nobody.

    `moderator` stays if that is lawful, and a deputy is chosen again. People who declined this row
    are in `row.released` or `row.declared`, and are left out.
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
        key=lambda candidate: _auditor_preferences(
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
    """The best lawful moderator and deputy for a row that `auditor` audits.

    `keep` stays moderator if that is lawful. It is None if nobody may moderate. Raises `Unproved`
    if `auditor` may not audit the row.
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
            _moderator_preferences(row, candidate, auditing, people, seed=seed, work=work),
        ),
    )
    if not lawful:
        return None
    deputy = lawful[1] if len(lawful) > 1 else None
    return prove_row(row, auditing, lawful[0], deputy, window=window)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    known = {fold(person.upn): person for person in reversed(list(candidates))}
    return [known[key] for key in sorted(known)]


def _auditor_preferences(
    row: AllocationRow,
    candidate: Candidate,
    people: Sequence[Candidate],
    *,
    seed: int,
    history: History,
    moderator: str | None,
    work: Work,
) -> tuple[int | str, ...]:
    """The preferences of the whole allocation, in its order, for one more row with `candidate`."""
    me = fold(candidate.upn)
    team = fold(row.team)
    met = sum(
        times
        for (upn, audited), times in history.items()
        if fold(upn) == me and fold(audited) == team
    )
    return (
        int(me == fold(moderator)),  # the moderator stays if anybody else can audit
        tier_of(row.quota, candidate),
        sum(fold(auditor) == me for _, auditor, _ in work),
        candidate.load_before,
        _looked_at_by(row, candidate, people, work),
        int(bool(candidate.manager) and fold(candidate.manager) == fold(moderator)),
        met,
        int(fold(candidate.service) != fold(row.service)),
        _mark(seed, row, me),
    )


def _moderator_preferences(
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
    """The number of people in the row's team who already audit or moderate the candidate's team."""
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
    """The number of people in the row's team who audit the candidate's team, this auditor apart."""
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
