"""`sightline report grades`: the grades, and what moderation changed (programme.md §5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.programme.kinds import LOOKS
from store.tables import Audit, Cycle
from store.views.reports.suppression import hidden

NOT_GRADED = LOOKS
"""Kinds without a grade of their own; a profile may leave out further kinds."""

NOT_PLANNED = frozenset({"drawn", "swapped", "voided"})
"""States of audits that nobody had, or that count in no grades (programme.md §2.10)."""

FEWEST = 10
"""Fewer audits than this are too few to judge by, or to measure agreement."""

LEAST_RETURNED = Fraction(60, 100)


def grades(reader: Reader, cycles: Sequence[str] = (), *, full: bool = False) -> dict[str, Any]:
    """`{"scale", "rows": [{"cycle", "kind", "n", "planned", "first", "moderated", "final", …}]}`.

    Shape: contract.md §6. `n` is how many of `planned` were returned; `too_few` is true if they
    are too few to judge by. "Raised", "lowered" and the agreement (`kappa` over `kappa_n` audits)
    compare the moderator's grade with the auditor's first one. A small count of children is None
    with `"suppressed": true`, and so is a count that would reveal it, unless `full`, which is for
    the audit team alone. Counts of returns and of moderators' decisions are always shown. Raises
    `NotFound`.
    """
    chosen = (
        [reader.get(Cycle, cycle) for cycle in cycles]
        if cycles
        else [cycle for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    )
    scale = list(reader.profile.grades)
    kinds = reader.profile.kinds.items()
    out = NOT_GRADED | {name for name, rule in kinds if not (rule.counted and rule.graded)}
    rows = []
    for cycle in chosen:
        by_kind: dict[str, list[Audit]] = {}
        for audit in reader.rows(Audit, cycle=cycle.id):
            if audit.kind not in out and audit.state not in NOT_PLANNED:
                by_kind.setdefault(audit.kind, []).append(audit)
        rows += [_row(cycle.id, kind, by_kind[kind], scale, full=full) for kind in sorted(by_kind)]
    return {"scale": scale, "rows": rows}


def _row(
    cycle: str, kind: str, audits: Sequence[Audit], scale: Sequence[str], *, full: bool
) -> dict[str, Any]:
    returned = [
        audit for audit in audits if audit.first is not None and audit.returned_at is not None
    ]
    pairs = [
        (scale.index(audit.first), scale.index(audit.moderated))
        for audit in returned
        if audit.first in scale and audit.moderated in scale
    ]
    counts = {
        "first": _counted([audit.first for audit in returned], scale),
        "moderated": _counted([audit.moderated for audit in returned], scale),
        "final": _counted([governing_grade(audit) for audit in returned], scale),
    }
    gone = [set[str]() for _ in counts] if full else hidden(list(counts.values()))
    left_out = any(gone)
    return {
        "cycle": cycle,
        "kind": kind,
        "n": len(returned),
        "planned": len(audits),
        "too_few": len(returned) < FEWEST or Fraction(len(returned), len(audits)) < LEAST_RETURNED,
        **{
            name: _shown(of, without, percent=not left_out)
            for (name, of), without in zip(counts.items(), gone, strict=True)
        },
        "raised": sum(moderated < first for first, moderated in pairs),
        "lowered": sum(moderated > first for first, moderated in pairs),
        "kappa": kappa(pairs, len(scale)),
        "kappa_n": len(pairs),
        **({"suppressed": True} if left_out else {}),
    }


def _counted(given: Sequence[str | None], scale: Sequence[str]) -> dict[str, int]:
    found = Counter(given)
    return {grade: found[grade] for grade in scale}


def _shown(counts: Mapping[str, int], gone: set[str], *, percent: bool) -> dict[str, Any]:
    shares = percentages(list(counts.values())) if percent else []
    shown: dict[str, Any] = {
        grade: {"n": None, "suppressed": True} if grade in gone else {"n": n}
        for grade, n in counts.items()
    }
    for grade, share in zip(counts, shares, strict=False):
        shown[grade]["percent"] = share
    return shown


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole percentages that sum to 100, of counts from the best grade to the worst.

    What rounding leaves over goes to the largest remainders, the worse grade first on a tie. No
    counts have no percentages.
    """
    total = sum(counts)
    if not total:
        return []
    shares = [100 * n // total for n in counts]
    most = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % total), -place))
    for place in most[: 100 - sum(shares)]:
        shares[place] += 1
    return shares


def kappa(pairs: Sequence[tuple[int, int]], steps: int) -> float | None:
    """Cohen's kappa with linear weights over two gradings, each a place in a scale of `steps`.

    None for fewer than 10 pairs, and if chance alone leaves no room for disagreement.
    """
    n = len(pairs)
    if n < FEWEST or steps < 2:  # noqa: PLR2004 - one grade leaves nothing to agree on
        return None
    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    seen = Fraction(sum(abs(one - other) for one, other in pairs), n)
    chance = Fraction(
        sum(ones[one] * others[other] * abs(one - other) for one in ones for other in others), n * n
    )
    return None if not chance else float(1 - seen / chance)
